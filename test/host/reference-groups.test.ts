import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'
import type { ExplainedDraw } from '../../lms/index.js'
import { parseUsageKey } from '../../runtime/index.js'
import { MadeSite } from './made-site.js'

const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const block = (id: string) => `lb:O:Quiz:problem:${id}`
const ids = Array.from({ length: 8 }, (_, place) => `q${place}`)

const library = Object.fromEntries([
  ['package.toml', `[meta]\nformat_version = 1\n\n[learning_package]\ntitle = "Quiz"\nkey = "lib:O:Quiz"\n`],
  ...ids.flatMap((id) => [
    [
      `entities/xblock.v1/problem/${id}.toml`,
      `[entity]\nkey = "xblock.v1:problem:${id}"\n\n[entity.draft]\nversion_num = 1\n\n[entity.published]\nversion_num = 1\n\n[[version]]\ntitle = "Question ${id}"\nversion_num = 1\n`,
    ],
    [
      `entities/xblock.v1/problem/${id}/component_versions/v1/block.xml`,
      `<problem display_name="Question ${id}"><p>Text of ${id}.</p><numericalresponse answer="1"><label>One?</label><formulaequationinput/></numericalresponse></problem>`,
    ],
  ]),
]) as Record<string, string>

/** Units with what is in them, one subsection each. */
function course(units: Readonly<Record<string, string>>, code = 'C'): Record<string, string> {
  const all = Object.entries(units).map(
    ([id, text]) =>
      `<sequential url_name="s-${id}"><vertical url_name="${id}" display_name="${id}">${text}</vertical></sequential>`,
  )
  return {
    'course.xml': `<course org="O" course="${code}" url_name="R"><chapter url_name="c">${all.join('')}</chapter></course>`,
  }
}

let site: MadeSite
let pin: string

const pool = (...names: string[]) => JSON.stringify(names.map(block))
const bank = (id: string, rest: string) =>
  `<randomized url_name="${id}" source_libraries='${pin}' reference_group="exam" ${rest}/>`

/** Six components are shown of eight; the third unit has room for two of which the second one may take both. */
const units = () => ({
  u1: `<library_content_v2 url_name="all" source_libraries='${pin}' reference_group="exam" library_blocks='${pool('q0')}'/>${bank('a', 'count="2"')}`,
  u2: bank(
    'b',
    `count="2" allow_resetting_children="true" different_from_last="true" pool='${pool('q1', 'q2', 'q3', 'q4')}'`,
  ),
  u3: bank('c', `count="1" pool='${pool('q3', 'q4')}'`),
  u4: `<randomized url_name="d" source_libraries='${pin}' same_as="a"/>`,
})
const grouped = ['u1', 'u2', 'u3']

/** The components that a learner sees in a unit, by its course blocks. */
async function drawn(unit: string, learner: string, host: Host = site.host): Promise<string[]> {
  const as = { id: learner, name: '', anonymousId: learner, isStaff: false }
  const { children } = await host.courseware.blocks(parseUsageKey(key('vertical', unit)), as)
  return (
    JSON.stringify(children)
      .match(/"key":"cb::[^"]*problem:q\d(?=")/g)
      ?.filter(isFirst)
      .map(short) ?? []
  )
}
const isFirst = <T>(item: T, place: number, all: readonly T[]) => all.indexOf(item) === place
const sorted = (names: readonly string[] = []) => names.toSorted()
const sortedNumbers = (numbers: readonly number[]) => numbers.toSorted((one, other) => one - other)
const short = (component: string) => component.slice(-2)
const everything = async (learner: string, host?: Host): Promise<Record<string, string[]>> =>
  Object.fromEntries(
    await Promise.all([...grouped, 'u4'].map(async (unit) => [unit, await drawn(unit, learner, host)])),
  )
const page = async (unit: string, learner: string) => {
  const text = await (await site.get(`/units/${encodeURIComponent(key('vertical', unit))}`, learner)).text()
  return ids.filter((id) => text.includes(`Text of ${id}.`))
}

beforeAll(async () => {
  site = await MadeSite.open({ author: () => true })
  const { version } = await site.publish(library)
  pin = JSON.stringify([`lib:O:Quiz:${version}`])
  await site.publish(course(units()))
}, 60_000)

afterAll(() => site.close())

const orders = (all: readonly string[]): string[][] =>
  all.length === 0
    ? [[]]
    : all.flatMap((one) => orders(all.filter((other) => other !== one)).map((rest) => [one, ...rest]))

describe('banks and references of a group in several units', () => {
  it.each(orders(grouped))(
    'show nobody one component twice, and the same whichever unit is visited first: %s, %s, %s',
    async (...order) => {
      for (const one of ['ada', 'bob']) {
        const learner = `${one}-${order.join('')}`
        const before = await everything(learner)
        const all = grouped.flatMap((unit) => before[unit] ?? [])
        expect(before['u1']?.[0]).toBe('q0')
        expect([all.length, new Set(all).size]).toEqual([6, 6])
        for (const unit of order) {
          expect((await page(unit, learner)).sort()).toEqual(sorted(before[unit]))
          expect(await everything(learner)).toEqual(before)
        }
        const progress = await (
          await site.get(`/progress/${encodeURIComponent('course-v1:O+C+R')}`, learner)
        ).text()
        const counted =
          progress
            .match(/cb::[^"]*problem:q\d(?=")/g)
            ?.filter(isFirst)
            .map(short) ?? []
        expect(counted.sort()).toEqual(sorted([...all, ...(before['u4'] ?? [])]))
        expect(before['u4']).toEqual(before['u1']?.slice(1))
      }
    },
  )

  it('are the same for who visits them on two hosts at once', async () => {
    const other = await openHost({
      store: `${site.folder}/store`,
      learner: (request) => ({ id: request.header('x-learner') ?? '' }),
      threads: 1,
      python: false,
    })
    try {
      const before = await everything('two')
      const get = (host: Host, unit: string) =>
        host.fetch(
          new Request(`http://localhost/units/${encodeURIComponent(key('vertical', unit))}`, {
            headers: { 'x-learner': 'two' },
          }),
        )
      const asked = await Promise.all([
        get(other, 'u3'),
        get(site.host, 'u2'),
        get(other, 'u1'),
        get(site.host, 'u4'),
        get(site.host, 'u3'),
      ])
      expect(asked.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
      expect(await everything('two', other)).toEqual(before)
      expect(await everything('two')).toEqual(before)
    } finally {
      await other.close()
    }
  })

  it('show others to who begins one anew, and nothing that stands in the others', async () => {
    const before = await everything('anew')
    for (const unit of grouped) await page(unit, 'anew')
    const reset = `/blocks/${encodeURIComponent(key('randomized', 'b'))}/handlers/reset_selected_children`
    expect((await site.post(reset, {}, 'anew')).status).toBe(200)
    const after = await everything('anew')
    expect({ ...after, u2: before['u2'] }).toEqual(before)
    expect(new Set(grouped.flatMap((unit) => after[unit] ?? [])).size).toBe(6)
  })

  it('are explained: the same before and after it is stored, to staff whole, to learners as far as they see it, to nobody else', async () => {
    const ask = (path: string, as: string) => site.get(path, as)
    const of = (id: string) => `/staff/blocks/${encodeURIComponent(key('randomized', id))}/draws?learner=why`
    const told = async (id: string) =>
      ((await (await ask(of(id), 'staff')).json()) as { items: ExplainedDraw[] }).items[0]
    const before = await everything('why')
    const first = await told('b')
    expect(first?.selected.map(({ component, why }) => [short(component), why])).toEqual(
      before['u2']?.map((id) => [id, 'drawn']),
    )
    expect(first).toMatchObject({
      usage: key('randomized', 'b'),
      seed: `why|${key('randomized', 'b')}`,
      count: 2,
      pool: 4,
      isStored: false,
      dropped: [],
      group: [
        { usage: key('library_content_v2', 'all'), components: [block('q0')] },
        { usage: key('randomized', 'a'), components: before['u1']?.slice(1).map(block) },
        { usage: key('randomized', 'b'), components: before['u2']?.map(block) },
        { usage: key('randomized', 'c'), components: before['u3']?.map(block) },
      ],
    })
    // All four of the pool have a turn, and each is shown here, elsewhere, needed elsewhere, or comes later.
    const turns = [...(first?.selected ?? []), ...(first?.passedOver ?? [])].map(({ turn }) => turn)
    expect(sortedNumbers(turns)).toEqual(Array.from({ length: turns.length }, (_, place) => place + 1))
    for (const { component, why, by } of first?.passedOver ?? []) {
      const shownBy = first?.group?.find(({ components }) => components.includes(component))?.usage
      expect([why, by]).toEqual(shownBy ? ['shown-elsewhere', shownBy] : ['needed-elsewhere', undefined])
    }
    for (const unit of ['u3', 'u2']) await page(unit, 'why')
    const { isStored, selected, passedOver, ...rest } = (await told('b')) ?? {}
    const { isStored: _, selected: were, passedOver: __, ...was } = first ?? {}
    expect([isStored, rest, passedOver?.length]).toEqual([true, was, first?.passedOver.length])
    expect(selected).toEqual(were?.map((one) => ({ ...one, why: 'stored' })))
    expect(await told('d')).toMatchObject({
      sameAs: key('randomized', 'a'),
      selected: before['u4']?.map((id) => ({ component: block(id), why: 'same-as' })),
    })

    const own = await ask(`/blocks/${encodeURIComponent(key('randomized', 'b'))}/draws`, 'why')
    const text = await own.text()
    expect(own.status).toBe(200)
    expect(text.match(/q\d(?=")/g)).toEqual(before['u2'])
    expect(Object.keys((JSON.parse(text) as { items: object[] }).items[0] ?? {})).toEqual([
      'usage',
      'title',
      'draw',
      'isStored',
      'selected',
      'dropped',
    ])
    expect((await ask(of('b'), 'why')).status).toBe(403)
    const shownPage = await ask(
      `/staff/units/${encodeURIComponent(key('vertical', 'u2'))}/draws?learner=why`,
      'staff',
    )
    const html = await shownPage.text()
    for (const id of before['u2'] ?? []) expect(html).toContain(`<td>Question ${id}</td><td>kept from before`)
    expect((await ask(`/staff/units/${encodeURIComponent(key('vertical', 'u2'))}/draws`, 'why')).status).toBe(
      403,
    )
  })

  it('are the same on page, API, tree, progress and in what explains them, whatever the learner visits and begins anew', async () => {
    const encoded = encodeURIComponent('course-v1:O+C+R')
    const banks = { u1: ['a'], u2: ['b'], u3: ['c'], u4: ['d'] } as const
    const told = (text: string) => sorted([...new Set(text.match(/cb::[^"]*problem:q\d(?=")/g))].map(short))
    let turn = 7
    const random = (below: number) => ((turn = (Math.imul(turn, 1_103_515_245) + 12_345) >>> 0) >>> 8) % below
    for (const learner of ['w1', 'w2']) {
      for (let step = 0; step < 5; step++) {
        const blocks = await everything(learner)
        const all = sorted([...grouped, 'u4'].flatMap((unit) => blocks[unit] ?? []))
        const explained: string[] = []
        for (const [unit, ids] of Object.entries(banks)) {
          for (const id of ids) {
            const of = `${encodeURIComponent(key('randomized', id))}/draws`
            const staff = await (await site.get(`/staff/blocks/${of}?learner=${learner}`, 'staff')).json()
            const own = await (await site.get(`/blocks/${of}`, learner)).json()
            const [whole] = (staff as { items: ExplainedDraw[] }).items
            const [part] = (own as { items: { selected: { key: string }[]; draw: number }[] }).items
            expect([step, id, part?.draw, part?.selected.map((one) => one.key)]).toEqual([
              step,
              id,
              whole?.draw,
              whole?.selected.map((one) => one.key),
            ])
            const drawnHere = (blocks[unit] ?? []).filter((one) => unit !== 'u1' || one !== 'q0')
            expect([step, id, whole?.selected.map(({ component }) => short(component))]).toEqual([
              step,
              id,
              drawnHere,
            ])
            explained.push(...drawnHere)
          }
        }
        expect(sorted(['q0', ...explained])).toEqual(all)
        expect(told(await (await site.get(`/progress/${encoded}`, learner)).text()).length).toBe(all.length)
        const tree = await site.get(`/api/v1/courses/${encoded}/blocks`, learner)
        expect([tree.status, told(await tree.text()).length]).toEqual([200, all.length])
        const visited = ['u1', 'u2', 'u3', 'u4'][random(4)] ?? 'u1'
        if (random(3) > 0) expect(sorted(await page(visited, learner))).toEqual(sorted(blocks[visited]))
        else {
          const reset = `/blocks/${encodeURIComponent(key('randomized', 'b'))}/handlers/reset_selected_children`
          expect((await site.post(reset, {}, learner)).status).toBe(200)
        }
      }
    }
  })

  it('keep what a learner has had where the course changes, and make only the unit that changed', async () => {
    const before = await everything('kept')
    await page('u2', 'kept')
    const { publication } = await site.host.courseware.options.units.publication('course-v1:O+C+R')
    const more = { ...units(), u3: bank('c', `count="2" pool='${pool('q3', 'q4', 'q5', 'q6')}'`) }
    const { diagnostics } = await site.publish(course(more))
    expect(diagnostics.filter(({ code }) => code.startsWith('reference-'))).toEqual([])
    const after = await everything('kept')
    expect(after['u2']).toEqual(before['u2'])
    expect(new Set(grouped.flatMap((unit) => after[unit] ?? [])).size).toBe(7)
    const now = await site.host.courseware.options.units.publication('course-v1:O+C+R')
    expect(now.publication.groups).toBe(publication.groups)
  })

  it('say so where the pools are too small, and where a bank follows none', async () => {
    const few = {
      ...units(),
      u3: bank('c', `count="2" pool='${pool('q3', 'q4')}'`),
      u4: `<randomized url_name="d" source_libraries='${pin}' same_as="nobody"/><randomized url_name="e" source_libraries='${pin}' same_as="f"/><randomized url_name="f" source_libraries='${pin}' same_as="e"/>`,
      u5: bank('g', `count="-1" pool='${pool('q3', 'q4', 'q5')}'`),
    }
    const { diagnostics } = await site.publish(course(few))
    const said = diagnostics.flatMap(({ code, usage, message }) =>
      code.startsWith('reference-') ? [[code, usage, message]] : [],
    )
    // q0, two of all, two of q1-q4, q3 and q4, and q3 to q5 are ten, of eight.
    const follows = (id: string) => expect.stringContaining(`same as '${id}', which `)
    expect(said).toEqual([
      ['reference-same-as', key('randomized', 'd'), follows('nobody')],
      ['reference-same-as', key('randomized', 'e'), follows('f')],
      ['reference-same-as', key('randomized', 'f'), follows('e')],
      ['reference-group-small', key('randomized', 'g'), expect.stringContaining('show 10 components')],
    ])
    expect(diagnostics.find(({ code }) => code === 'reference-group-small')?.message).toContain(
      'of which 2 have to be shown twice',
    )
    const all = await everything('few')
    const shown = [...grouped.flatMap((unit) => all[unit] ?? []), ...(await drawn('u5', 'few'))]
    expect([shown.length, new Set(shown).size]).toEqual([10, 8])
    expect(await drawn('u4', 'few')).not.toEqual([])
  })
})

describe('a draft with a group of banks', () => {
  const inDraft = (type: string, id: string) => key(type, id).replace('+C+', '+Draft+')
  const previewed = async (unit: string, name: string) => {
    const path = `/author/previews/${encodeURIComponent(inDraft('vertical', unit))}?name=${name}`
    const text = await (await site.get(path, 'ann', { accept: 'text/html' })).text()
    return ids.filter((id) => text.includes(`Text of ${id}.`))
  }
  const small = ['reference-group-small', inDraft('randomized', 'c')]

  it('is drawn together in previews, as learners will get it, with what an author changed and did not publish', async () => {
    await site.publish(course(units(), 'Draft'), { draft: true })
    for (const name of ['Ada', 'Bob', 'Eve']) {
      const all = await Promise.all(grouped.map((unit) => previewed(unit, name)))
      expect([all.flat().length, new Set(all.flat()).size]).toEqual([6, 6])
      expect(all[0]).toContain('q0')
      expect(await previewed('u4', name)).toEqual(all[0]?.filter((id) => id !== 'q0'))
    }
    const more = { pool: ['q3', 'q4', 'q5', 'q6'].map(block), max_count: 3 }
    const edit = { usage: inDraft('randomized', 'c'), content: {}, settings: more, reset: [] }
    const course8 = await site.host.drafts.operate('course-v1:O+Draft+R', [{ do: 'edit', edit }])
    expect(course8.changed).toBe(true)
    const all = await Promise.all(grouped.map((unit) => previewed(unit, 'Zoe')))
    expect([all.flat().length, new Set(all.flat()).size]).toEqual([8, 8])
  })

  it('is told of where its pools are too small: on import, and with each of its references', async () => {
    const few = { ...units(), u3: bank('c', `count="4" pool='${pool('q3', 'q4', 'q5', 'q6')}'`) }
    const { findings } = await site.publish(course(few, 'Draft'), { draft: true, edits: 'replace' })
    const told = findings.filter(({ code }) => code === 'reference-group-small')
    // q0, two of all, two of q1-q4 and q3 to q6 are nine, of eight.
    const message = expect.stringMatching(/show 9 components .* of which 1 ha/) as string
    expect(told).toEqual([expect.objectContaining({ usage: small[1], message, file: 'course.xml', line: 1 })])
    for (const id of ['a', 'c']) {
      const { messages } = await site.host.references.state(parseUsageKey(inDraft('randomized', id)))
      expect(messages).toMatchObject([
        {
          step: 'draw',
          level: 'warning',
          code: small[0],
          message,
          remedy: expect.stringContaining('Add') as string,
        },
      ])
    }
  })
})
