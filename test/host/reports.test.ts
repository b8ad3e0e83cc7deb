import { afterAll, beforeAll, expect, it } from 'vitest'
import { htmlIdOf } from '../../blocks/problem/block/html-id.js'
import type { ComposedBlock } from '../../runtime/index.js'
import { nothingChanged, type Subsection } from '../../lms/index.js'
import { concernsOf } from '../../host/reports/concerns.js'
import { subsectionReportPage } from '../../host/pages/index.js'
import { englishWords } from '../../host/words/index.js'
import { MadeSite } from './made-site.js'

const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const part = encodeURIComponent
const reports = `/staff/contexts/${part('course-v1:O+C+R')}/reports`
const course = {
  'course.xml': `<course org="O" course="C" url_name="R"><chapter url_name="ch"><sequential url_name="s" display_name="Part"><vertical url_name="u" display_name="Colours">
    <problem url_name="p" display_name="The sky"><multiplechoiceresponse><label>Which colour?</label><choicegroup type="MultipleChoice">
      <choice correct="true">Blue</choice><choice correct="false">Green</choice></choicegroup></multiplechoiceresponse></problem>
  </vertical><vertical url_name="v" display_name="Drawn"><itembank url_name="bank" display_name="One of two" max_count="1">
    <problem url_name="g" display_name="Sand"><stringresponse answer="yes"><label>G?</label><textline/></stringresponse></problem>
    <problem url_name="h" display_name="Snow"><stringresponse answer="yes"><label>H?</label><textline/></stringresponse></problem>
  </itembank></vertical></sequential></chapter></course>`,
}

/** A quiz of three questions of a point each. */
const quiz = {
  'course.xml': `<course org="O" course="Q" url_name="R"><chapter url_name="ch" display_name="Week"><sequential url_name="s" display_name="Quiz"><vertical url_name="u" display_name="Three">
    ${['1', '2', '3'].map((n) => `<problem url_name="q${n}" display_name="Q${n}" rerandomize="per_student"><stringresponse answer="yes"><label>${n}?</label><textline/></stringresponse></problem>`).join('')}
  </vertical></sequential></chapter></course>`,
}
const ofQuiz = (type: string, id: string) => key(type, id).replace('+C+', '+Q+')
const quizReports = `/staff/contexts/${part('course-v1:O+Q+R')}/reports`

/** What each has at the three questions; nothing where they did not answer. */
const quizzed: Readonly<Record<string, readonly (0 | 1 | undefined)[]>> = {
  a: [1, 1, 1],
  b: [1, 1, 0],
  c: [1, 0, 0],
  d: [0, 1, 0],
  e: [0, 0, 0],
  f: [1, 1, undefined],
}

/** What is stored of a learner who submitted a question so often, by a variant, for so many points at last. */
async function submitted(learner: string, usage: string, attempts: number, seed: number, earned: number) {
  const store = site.host.courseware.options.learners
  const last = (at: number) => (at === attempts - 1 ? earned : 0)
  const each = <T>(make: (at: number) => T): T[] => Array.from({ length: attempts }, (_, at) => make(at))
  const values = {
    attempts,
    score_history: each((at) => ({ raw_earned: last(at), raw_possible: 1, seed })),
    student_answers_history: each(() => ({})),
    correct_map_history: each(() => ({})),
  }
  await store.commit(await store.load(learner), {
    ...nothingChanged,
    updates: Object.entries(values).map(([field, value]) => ({
      scope: 'userState',
      id: usage,
      field,
      value,
    })),
    grades: [{ usage, earned, possible: 1, at: 1, onlyIfHigher: false }],
  })
}

let site: MadeSite
beforeAll(async () => {
  const directory = async () => [{ id: 'wrong-0', name: 'Ada Oye', email: '=ada@example.org' }]
  site = await MadeSite.open({ people: { directory }, author: (_request, { id }) => id === 'author' })
  await site.publish(course)
  await site.publish(quiz)
  const input = `input_${htmlIdOf({ key: key('problem', 'p') } as ComposedBlock)}_2_1`
  const answer = (learner: string, choice: number) =>
    site.post(
      `/blocks/${part(key('problem', 'p'))}/handlers/problem_check`,
      { [input]: `choice_${choice}` },
      learner,
    )
  for (let place = 0; place < 6; place++) await answer(`right-${place}`, 0)
  for (let place = 0; place < 5; place++) await answer(`wrong-${place}`, 1)
  for (let times = 0; times < 3; times++) await answer('wrong-0', 1)
}, 60_000)
afterAll(() => site.close())

const text = async (path: string, learner = 'staff') =>
  (await (await site.get(path, learner, { accept: 'text/html' })).text())
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')

it('tells staff what learners answered, which answer is right, and who is stuck', async () => {
  expect(await text(reports)).toContain('Colours')
  const unit = await text(`${reports}?unit=${part(key('vertical', 'u'))}`)
  expect(unit).toMatch(/Which colour\? Answer Learners Share Blue ✓ right 6 55% Green 5 45%/)
  expect(unit).toMatch(/Learners 11 Right at the first try 55% Attempts on average 1\.3/)
  expect(unit).toMatch(/Stuck: 3 attempts or more, and no point Ada Oye 4 attempts/)
  expect(unit).toMatch(/Scores Score Learners Share 0% 5 45% 100% 6 55%/)
  expect(unit).toMatch(/Attempts until right Attempts Learners Share 1 6 55% Not right yet 5 45%/)
  expect(unit).not.toContain('wrong-1')
})

it('gives what learners submitted as rows, whatever the type of the block', async () => {
  const csv = await (await site.get(`/staff/blocks/${part(key('problem', 'p'))}/responses`, 'staff')).text()
  const lines = csv.trim().split(/\r?\n/)
  expect(lines[0]).toBe(
    'Id,Name,Username,Mail,Attempt,Time,Points earned,Points possible,Question,Answer,Correctness,Remark',
  )
  const of = (id: string) => lines.filter((line) => line.startsWith(`${id},`))
  expect(of('right-3')).toEqual([
    'right-3,right-3,,,1,2026-06-01T00:00:00.000Z,1,1,Which colour?,Blue,correct,',
  ])
  expect(of('wrong-0')).toHaveLength(4)
  expect(of('wrong-0')[3]).toBe(
    "wrong-0,Ada Oye,,'=ada@example.org,4,2026-06-01T00:00:00.000Z,0,1,Which colour?,Green,incorrect,",
  )
  expect(lines).toHaveLength(1 + 6 + 8)
})

it('tells what a bank gave to whom, and how they fared', async () => {
  const shown = new Map<string, string>()
  const of = { Sand: 'g', Snow: 'h' }
  for (const learner of ['right-1', 'right-2', 'right-3']) {
    const unit = await text(`/units/${part(key('vertical', 'v'))}`, learner)
    shown.set(learner, unit.includes('Sand') ? 'Sand' : 'Snow')
  }
  const mine = key('problem', of[shown.get('right-1') === 'Sand' ? 'Sand' : 'Snow'])
  const input = `input_${htmlIdOf({ key: mine } as ComposedBlock)}_2_1`
  await site.post(`/blocks/${part(mine)}/handlers/problem_check`, { [input]: 'yes' }, 'right-1')
  const path = `/staff/blocks/${part(key('itembank', 'bank'))}/given`
  const rows = (await (await site.get(path, 'staff')).text()).trim().split(/\r?\n/)
  expect(rows).toEqual([
    'Id,Name,Username,Mail,Place,Given,Points earned,Points possible',
    ...[...shown].map(([id, title]) => `${id},${id},,,1,${title},${id === 'right-1' ? '1,1' : ','}`),
  ])
  const report = await text(`${reports}?unit=${part(key('vertical', 'v'))}`)
  expect(report).toContain('It gave blocks to 3 learners.')
  const took = [...shown.values()].filter((title) => title === shown.get('right-1')).length
  expect(report).toContain(`${shown.get('right-1')} ${took} 1 100%`)
  expect((await site.get(path, 'right-1')).status).toBe(403)
})

it('tells how scores of a quiz are spread, and of each question how easy it is and what it tells apart', async () => {
  for (const [learner, points] of Object.entries(quizzed))
    for (const [at, earned] of points.entries())
      if (earned !== undefined) await submitted(learner, ofQuiz('problem', `q${at + 1}`), 1, 1, earned)
  const page = await text(`${quizReports}?subsection=${part(ofQuiz('sequential', 's'))}`)
  // Of three points 3, 2, 1, 1, 0, 2; the mean of the squares of 9, 4, 1, 1, 0, 4 ninths less a quarter is 0.319 squared.
  expect(page).toMatch(/Learners 6 Mean 50% Median 50% Standard deviation 32%/)
  expect(page).toMatch(/0% to 10% 1 17% 10% to 20% 0 0% 20% to 30% 0 0% 30% to 40% 2 33%/)
  // Rests of the first question: 1, 1/2, 0 and 1 of who has it right, 1/2 and 0 of who has not: 3 over the root of 8 x 6.
  expect(page).toContain('1. Q1 6 67% 47% 0.43')
  // Of the third, which one of five has right: 2 over the root of 4 x 3.5.
  expect(page).toContain('3. Q3 5 20% 40% 0.53')
})

it('shows a hundred questions of a long quiz at a time, and leads to the others', () => {
  const questions = Array.from({ length: 230 }, (_, at) => ({
    key: ofQuiz('problem', `l${at}`),
    title: `Long ${at + 1}.`,
    unit: ofQuiz('vertical', 'u'),
    isBank: false,
    learners: 7,
    facility: 0.5,
  }))
  const place = { words: englishWords, base: '', context: 'course-v1:O+Q+R', title: 'Q' }
  const subsection = { key: ofQuiz('sequential', 's'), title: 'Quiz', units: [] } as unknown as Subsection
  const report = { kind: 'subsection', learners: 7, questions, isCut: false } as const
  const shown = (from: number) => subsectionReportPage(place, { subsection, report, from }).text
  const titles = (from: number) => shown(from).match(/Long \d+\./g)
  expect(titles(0)).toEqual(questions.slice(0, 100).map(({ title }) => title))
  expect(titles(200)).toEqual(questions.slice(200).map(({ title }) => title))
  expect(shown(100)).toMatch(
    /rel="prev" href="[^"]*subsection=[^"]*".*101 to 200 of 230.*rel="next" href="[^"]*from=200"/s,
  )
})

it('tells figures of each variant, where learners have different ones', async () => {
  const at = ofQuiz('problem', 'q1')
  // [attempts, variant, points]
  const fared = [
    [1, 3, 1],
    [2, 3, 1],
    [3, 3, 0],
    [1, 7, 0],
    [1, 7, 0],
  ] as const
  for (const [place, [attempts, seed, earned]] of fared.entries())
    await submitted(`variant-${place}`, at, attempts, seed, earned)
  const page = await text(`${quizReports}?unit=${part(ofQuiz('vertical', 'u'))}`)
  expect(page).toContain('Variant Learners Right in the end Attempts on average 1 6 67% 1 3 3 67% 2 7 2 0% 1')
  expect(page).toMatch(/Stuck: 3 attempts or more, and no point variant-2 3 attempts/)
})

it.each([
  ['nothing of a problem that does well', {}, []],
  ['a low score', { meanShare: 0.39 }, ['low-score']],
  ['nothing of a low score of four', { meanShare: 0.1, learners: 4, around: 4 }, []],
  ['a low discrimination of ten', { discrimination: 0.09 }, ['low-discrimination']],
  ['no discrimination of nine', { discrimination: -1, learners: 9 }, []],
  ['many attempts', { meanAttempts: 3 }, ['attempts']],
  ['two of ten who are stuck', { stuck: 2 }, ['stuck']],
  ['not one who is stuck', { stuck: 1, learners: 7 }, []],
  ['that four of ten left it out', { learners: 6 }, ['unanswered']],
  ['that nobody answered it', { learners: 0 }, ['unanswered']],
])('says of what needs attention %s', (_, given, expected) => {
  const sums = { learners: 10, around: 10, stuck: 0, meanShare: 0.8, meanAttempts: 1.2, discrimination: 0.5 }
  expect(concernsOf({ ...sums, ...given }, true)).toEqual(expected)
  expect(concernsOf({ ...sums, ...given }, false)).not.toContain('unanswered')
})

it('leads from what needs attention in a course to the problem, and finds units by name', async () => {
  const page = await text(quizReports)
  expect(page).toContain('11 learners have answered 3 problems.')
  expect(page).toMatch(
    /Q3 Quiz › Three Learners have 20% of its points on average\. 6 of 11 learners at work/,
  )
  expect(await text(`${quizReports}?search=THR`)).toContain('1 is named so. Three Quiz')
  const html = await (await site.get(quizReports, 'staff')).text()
  expect(html).toContain(`unit=${part(ofQuiz('vertical', 'u'))}#${part(ofQuiz('problem', 'q3'))}`)
})

it('makes the report of many learners as a job, keeps it, and keeps nothing of somebody who is erased', async () => {
  const { jobs, courseware } = site.host
  const { records } = courseware.options.learners
  const made = () => records.range({ from: 'made ', to: 'made!' })
  await Promise.all(
    Array.from({ length: 300 }, (_, place) =>
      submitted(`many-${place}`, ofQuiz('problem', 'q2'), 3, 1, place === 0 ? 0 : 1),
    ),
  )
  expect(await text(quizReports)).toContain('Make the report')
  // Of one unit, too, at one block of which they all are; of another one it is little work.
  expect(await text(`${quizReports}?unit=${part(ofQuiz('vertical', 'u'))}`)).toContain('Make the report')
  const usage = ofQuiz('course', 'course')
  const make = () => site.form(`${quizReports}/make`, `usage=${part(usage)}`, 'staff')
  expect((await make()).headers.get('location')).toBe(quizReports)
  const [job] = (await jobs.jobs.list({ kind: 'report' })).items
  expect((await jobs.ended(job?.id ?? '')).state).toBe('done')
  site.now += 3 * 3_600_000
  const kept = await text(quizReports)
  expect(kept).toMatch(
    /Made 3 hours ago \( Jun 1, 2026, .*\), of all learners\. Make it again 311 learners have answered/,
  )
  expect(kept).toContain('many-0 Q2 3 attempts')
  expect((await made()).some(({ text: record }) => record.includes('many-0'))).toBe(true)
  expect(JSON.stringify(await jobs.jobs.find(job?.id ?? ''))).not.toContain('many-0')
  await courseware.staff.eraseLearner(site.host.learner('many-0'))
  expect(await made()).toEqual([])
  expect(await text(quizReports)).toContain('Make the report')
})

it('tells learners nothing of it, nor authors who do not teach the course', async () => {
  const responses = `/staff/blocks/${part(key('problem', 'p'))}/responses`
  const api = `/api/v1/contexts/${part('course-v1:O+C+R')}`
  const report = `/api/v1/blocks/${part(key('vertical', 'u'))}/report`
  const pages = [reports, `${reports}?unit=${part(key('vertical', 'u'))}`, responses]
  for (const path of [...pages, `${api}/report`, `${api}/stuck`, report])
    for (const learner of ['right-1', 'author'])
      expect([path, learner, (await site.get(path, learner)).status]).toEqual([path, learner, 403])
})
