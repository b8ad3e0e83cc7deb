import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiTable } from '../../host/api/api-table.js'
import { htmlIdOf } from '../../blocks/problem/block/html-id.js'
import { LearnerStanding, unknownStanding, type ComposedBlock, type Standing } from '../../runtime/index.js'
import { MadeSite } from './made-site.js'

/** Whatever holds this word is not for Ada, the learner who walks. */
const mark = 'zzleak'
/** What the ids of blocks begin with that she may not know of. */
const hidden = 'xhid'

const context = 'course-v1:O+C+R'
const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const part = encodeURIComponent

const html = (id: string, what: string) =>
  `<html url_name="${id}" display_name="${what} title"><![CDATA[<p>${what} text</p>]]></html>`
const unit = (id: string, title: string, inside: string, attributes = '') =>
  `<vertical url_name="${id}" display_name="${title}" ${attributes}>${inside}</vertical>`
const subsection = (id: string, title: string, inside: string, attributes = '') =>
  `<sequential url_name="${id}" display_name="${title}" ${attributes}>${inside}</sequential>`
const section = (id: string, title: string, inside: string, attributes = '') =>
  `<chapter url_name="${id}" display_name="${title}" ${attributes}>${inside}</chapter>`

/** A problem with everything in it that learners get after they answer, or never. */
const problem = (
  id: string,
  attributes = '',
) => `<problem url_name="${id}" display_name="Question" ${attributes}
    markdown="= ${mark} markdown" showanswer="never" max_attempts="3">
  <!-- ${mark} comment -->
  <stringresponse answer="${mark} answer"><label>What?</label><additional_answer answer="${mark} more"/>
    <stringequalhint answer="${mark} hinted">${mark} hint of an answer</stringequalhint><textline/></stringresponse>
  <multiplechoiceresponse><choicegroup><choice correct="true">One<choicehint>${mark} why one</choicehint></choice>
    <choice correct="false">Two<choicehint>Not two</choicehint></choice></choicegroup></multiplechoiceresponse>
  <solution><p>${mark} solution</p></solution></problem>`

/** What closes a part to her, by what it is called here. */
const closings: Readonly<Record<string, string>> = {
  later: 'start="2026-07-01T00:00:00Z"',
  staff: 'visible_to_staff_only="true"',
  group: `group_access='{"60": [2]}'`,
}

/** Each closing on each level. */
const closed = Object.entries(closings).flatMap(([name, is]) => {
  const id = (level: string) => `${hidden}${name}${level}`
  const what = `${mark} ${name}`
  const inside = (level: string) => html(id(`${level}h`), what) + problem(id(`${level}p`))
  return [
    section(id('c'), what, subsection(id('cs'), what, unit(id('cu'), what, inside('c'))), is),
    section(
      `open${name}`,
      'Open section',
      subsection(id('s'), what, unit(id('su'), what, inside('s')), is) +
        subsection(
          `half${name}`,
          'Open subsection',
          unit(id('u'), what, inside('u'), is) +
            unit(
              `beside${name}`,
              'Unit beside',
              `<html url_name="text${name}">Open</html>` +
                html(id('b'), what).replace('>', ` ${is}>`) +
                problem(id('q'), is),
            ),
        ),
    ),
  ]
})

const course = {
  'course.xml': '<course org="O" course="C" url_name="R"/>',
  'course/R.xml': `<course display_name="Course" user_partitions='${JSON.stringify([
    {
      id: 60,
      name: `${mark} partition`,
      scheme: 'cohort',
      version: 3,
      groups: [1, 2].map((id) => ({ id, name: `${mark} group ${id}`, version: 1 })),
    },
  ])}'>
    ${section(
      'open',
      'Open',
      subsection(
        'opens',
        'Open',
        unit(
          'openu',
          'Open unit',
          problem('p') +
            `<problem url_name="script"><script type="loncapa/python">secret = "${mark} script"</script><p>Hello</p></problem>` +
            '<poll url_name="poll" question="How?" answers=\'[["a", {"label": "A", "img": ""}], ["b", {"label": "B", "img": ""}]]\'/>' +
            '<word_cloud url_name="cloud" num_inputs="1"/>' +
            `<conditional url_name="if" sources="${key('problem', 'p')}" conditional_attr="completed"><html url_name="${hidden}then">${mark} condition</html></conditional>` +
            '<library_content_v2 url_name="bank" max_count="1"/>',
        ) +
          unit(
            'drawn',
            'Drawn',
            `<itembank url_name="bank" max_count="1">${[1, 2, 3, 4, 5, 6]
              .map((at) => html(`drawn${at}`, `member${at}`))
              .join('')}</itembank>`,
          ),
      ),
    )}
    ${section(
      'due',
      'Hidden since',
      subsection(
        'dues',
        'Hidden since it was due',
        unit('dueu', 'Exam unit', html('dueh', `${mark} exam`) + problem('duep')),
        'due="2026-05-01T00:00:00Z" hide_after_due="true"',
      ) +
        subsection(
          'withheld',
          'Withheld',
          unit('withheldu', 'Withheld', problem('w', 'weight="97531" graded="true"')),
          'show_correctness="never" graded="true" format="Exam"',
        ),
    )}
    ${closed.join('\n')}
  </course>`,
  'static/open.txt': 'open',
}

/** The same course as its authors have it meanwhile, unpublished. */
const draft = {
  ...course,
  'course/R.xml': course['course/R.xml'].replace(
    '</course>',
    `${section(`${hidden}draft`, `${mark} draft`, subsection(`${hidden}drafts`, `${mark} draft`, unit(`${hidden}draftu`, `${mark} draft`, html(`${hidden}drafth`, `${mark} draft`))))}</course>`,
  ),
  'static/xhid-draft.txt': `${mark} file of the draft`,
}

/** A course that has not begun, and one that nobody published. */
const other = (run: string, attributes: string) => ({
  'course.xml': `<course org="O" course="C" url_name="${run}" display_name="${mark} ${run}" ${attributes}>${section('a', mark, subsection('b', mark, unit('c', mark, html('d', mark))))}</course>`,
})

class Standings extends LearnerStanding {
  of({ id }: { readonly id: string }): Promise<Standing> {
    return Promise.resolve({ ...unknownStanding, number: 1, groups: { 60: id === 'bob' ? 2 : 1 } })
  }
}

/** Every address of pages that the rooms of the host name, as `METHOD /path/:part`. */
function pagePatterns(): readonly string[] {
  const found = ['routes', 'embedding', 'operations'].flatMap((room) => {
    const folder = new URL(`../../host/${room}/`, import.meta.url)
    return readdirSync(folder).flatMap((file) => [
      ...readFileSync(join(folder.pathname, file), 'utf8').matchAll(/'((?:GET|POST) \/[^']*)'/g),
    ])
  })
  return [...found.flatMap(([, pattern]) => pattern ?? []), 'POST /blocks/:key/handlers/:handler']
}

/** What stands for each part of an address. */
const blocks = [...JSON.stringify(draft).matchAll(/<(\w+) url_name=\\"([\w]+)\\"/g)]
  .map(([, type = '', id = '']) => key(type, id))
  .filter((one) => !/type@(?:course|chapter|sequential|poll)/.test(one))
const values: Readonly<Record<string, readonly string[]>> = {
  key: blocks,
  usage: blocks,
  context: [context, 'course-v1:O+C+Later', 'course-v1:O+C+Never'],
  learner: ['bob', 'ada'],
  place: [key('problem', `${hidden}staffcp`), `${hidden}staffcp`, `${hidden}laterup`, 'p'],
  view: [
    'student_view_data',
    'student_view_user_state',
    'student_view',
    'author_view',
    'staff_submission_history',
  ],
  library: ['lib:O:L'],
  pathway: ['lx-pathway:O:P'],
  name: ['open.txt', 'xhid-draft.txt'],
  handler: ['problem_get', 'problem_show', 'hint_button', 'look', 'reset_selected_children'],
}

/** Of units nothing but their pages is asked for, and of what is in them everything else. */
function isAskedFor(path: string): (value: string) => boolean {
  const isOfUnits = path.includes('/units/')
  return (value) => !value.startsWith('block-v1:') || value.includes('type@vertical') === isOfUnits
}

/** Addresses of a pattern; where learners have nothing to ask, a few blocks stand for all. */
function addresses(path: string): readonly string[] {
  const isOthers = /^\/(?:author|staff|api)\//.test(path)
  let all = ['']
  for (const one of path.split('/').slice(1)) {
    const name = /^:(\w+)\*?$/.exec(one)?.[1]
    const given = name === undefined ? [one] : (values[name] ?? ['1']).filter(isAskedFor(path)).map(part)
    const some = isOthers ? [given[0], given.at(-1)] : given
    all = all.flatMap((begun) => [...new Set(some)].map((next) => `${begun}/${next}`))
  }
  return all
}

interface Told {
  readonly asked: string
  readonly status: number
  readonly text: string
}

let site: MadeSite
async function ask(method: string, path: string, learner: string, body?: string): Promise<Told> {
  const response = await site.host.fetch(
    new Request(`http://localhost${path}`, {
      method,
      headers: {
        'x-learner': learner,
        accept: 'text/html',
        'sec-fetch-site': 'same-origin',
        ...(learner === 'bob' && { 'accept-language': 'ar' }),
        ...(body !== undefined && {
          'content-type': body.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded',
        }),
      },
      ...(body !== undefined && { body }),
      redirect: 'manual',
    }),
  )
  const head = [...response.headers].map((pair) => pair.join(': ')).join('\n')
  return {
    asked: `${method} ${decodeURIComponent(path)}`,
    status: response.status,
    text: `${head}\n${await response.text()}`,
  }
}

const apiPatterns = apiTable.map(({ method, path }) => `${method} /api/v1${path}`)

async function walk(patterns: readonly string[], learner: string): Promise<readonly Told[]> {
  const told: Told[] = []
  for (const pattern of patterns) {
    const [method = '', path = ''] = pattern.split(' ')
    const query = path.includes('search') ? `?q=${mark}` : ''
    const body = method === 'GET' || method === 'DELETE' ? undefined : '{}'
    for (const address of addresses(path)) told.push(await ask(method, address + query, learner, body))
  }
  return told
}

/** Where something stands that is not for Ada. */
const forbidden = new RegExp(`${mark}|${hidden}|bobwrote|48765`)

/** What was told that may not be; an address may name what it asks for, and so may the answer. */
function leaksIn(told: readonly Told[]): readonly string[] {
  return told.flatMap(({ asked, status, text: whole }) => {
    const text = asked.includes(hidden) ? whole.replaceAll(hidden, '') : whole.replaceAll(`q=${mark}`, '')
    const at = text.search(forbidden)
    return at < 0 ? [] : [`${status} ${asked}: …${text.slice(Math.max(0, at - 80), at + 60)}`]
  })
}

beforeAll(async () => {
  site = await MadeSite.open({
    services: (services) => services.bind(LearnerStanding).toConstantValue(new Standings()),
  })
  await site.publish(course)
  await site.publish(other('Later', 'start="2026-08-01T00:00:00Z"'))
  await site.publish(other('Never', ''), { hold: true })
  await site.publish(draft, { hold: true })
}, 120_000)
afterAll(() => site.close())

describe('what is not for a learner', () => {
  it('is told to her on no way in, whoever was there before', async () => {
    const name = (id: string, at: number) =>
      `input_${htmlIdOf({ key: key('problem', id) } as ComposedBlock)}_${at}_1`
    const check = (id: string, learner: string, text: string, choice = 'choice_0') =>
      ask(
        'POST',
        `/blocks/${part(key('problem', id))}/handlers/problem_check`,
        learner,
        JSON.stringify({ [name(id, 2)]: text, [name(id, 3)]: choice }),
      )
    const isRead = (pattern: string) => pattern.startsWith('GET ')
    const isLearners = (pattern: string) => !/ \/(?:author|staff|api)/.test(pattern)
    const patterns = [...new Set([...pagePatterns(), ...apiPatterns])].filter(
      (one) => !/ \/(?:live|learner)$/.test(one),
    )
    expect(await check('p', 'bob', 'what bobwrote')).toMatchObject({ status: 200 })
    const pages = patterns.filter((one) => isRead(one) && isLearners(one) && !one.includes('/views/'))
    const [ofStaff] = [await walk(pages, 'staff'), await walk(pages, 'bob')]
    expect(leaksIn(ofStaff).length).toBeGreaterThan(15)
    const told = [await check('w', 'ada', 'no'), await check('p', 'ada', 'no', 'choice_1')]
    expect(told.map(({ status }) => status)).toEqual([200, 200])
    told.push(...(await walk(patterns.filter(isRead), 'ada')))
    told.push(
      ...(await walk(
        patterns.filter((one) => !isRead(one)),
        'ada',
      )),
    )
    expect(leaksIn(told)).toEqual([])
    expect(new Set(told.flatMap(({ text }) => text.match(/member\d/g) ?? [])).size).toBe(1)
    expect(told.filter(({ status }) => status < 300).length).toBeGreaterThan(40)
  }, 120_000)
})
