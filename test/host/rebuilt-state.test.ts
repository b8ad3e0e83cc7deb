import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { libraryWith } from '../content/migrate/made-store.js'
import { rebuildState, verifyState } from '../../lms/index.js'
import { memoryStore, openStore, type Records } from '../../store/index.js'
import { eventSinks, sendsStates, type EventDestination } from '../../host/event-destinations.js'
import { MadeSite } from './made-site.js'

const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const context = 'course-v1:O+C+R'
const problem = (id: string) =>
  `<problem url_name="${id}" max_attempts="3"><numericalresponse answer="1"><label>One?</label><formulaequationinput/></numericalresponse></problem>`
const library = libraryWith(
  Object.fromEntries(['l0', 'l1', 'l2', 'l3'].map((id) => [`problem/${id}`, problem(id)])),
)
/** @param pin of the library, as references have it */
const course = (pin: string) => ({
  'course.xml': `<course org="O" course="C" url_name="R" user_partitions='[{"id": 7, "name": "Half", "description": "", "version": 3, "scheme": "random", "groups": [{"id": 0, "name": "A", "version": 1}, {"id": 1, "name": "B", "version": 1}]}]'><chapter url_name="c"><sequential url_name="s"><vertical url_name="u">
    ${problem('p')}<video url_name="w" youtube_id_1_0="abcdefghijk"/>
    <essay url_name="essay" display_name="Essay"/><word_cloud url_name="cloud" display_name="Words"/><poll_question url_name="poll" reset="true">Which?<answer id="a">A</answer><answer id="b">B</answer></poll_question>
    <itembank url_name="bank" max_count="1" allow_resetting_children="true" different_from_last="true">${problem('b0')}${problem('b1')}${problem('b2')}</itembank>
    <split_test url_name="split" user_partition_id="7" group_id_to_child='{"0": "${key('vertical', 'g0')}", "1": "${key('vertical', 'g1')}"}'><vertical url_name="g0"><html url_name="h0">A</html></vertical><vertical url_name="g1"><html url_name="h1">B</html></vertical></split_test>
  </vertical></sequential><sequential url_name="t"><vertical url_name="v">
    <library_content_v2 url_name="ref" ${pin} library_blocks='["lb:O:L:problem:l0"]' reference_group="quiz"/>
    <randomized url_name="one" ${pin} count="1" reference_group="quiz" allow_resetting_children="true"/>
    <randomized url_name="two" ${pin} count="2" reference_group="quiz" allow_resetting_children="true" different_from_last="true"/>
  </vertical></sequential></chapter></course>`,
})
const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

/** What a store's records tell of besides learners: what is on its way, and who does what. */
/** Notes of who is in which course follow from the others. */
const ofNobody = /^(outbox|aside|lease|events|host|hosts|job|jobs|learnerIn|learnersListed|made|madeStamp) /

/** All that is kept of learners, parsed. */
async function kept(records: Records): Promise<Map<string, unknown>> {
  const all = new Map<string, unknown>()
  for (let from = ''; ;) {
    const page = await records.range({ from, to: '\uffff', limit: 1000 })
    for (const { key: name, text } of page) {
      if (ofNobody.test(name)) continue
      all.set(name, name.startsWith('learnerOf ') ? text : JSON.parse(text))
    }
    const last = page.at(-1)
    if (!last || page.length < 1000) return all
    from = `${last.key} `
  }
}

it.each([1, 2])(
  'a host that is opened with nothing said of events keeps a log from which learners’ state is had again, whatever they and staff did (seed %i)',
  async (seed) => {
    let turn = seed
    const random = (below: number) => {
      turn = (Math.imul(turn, 1_103_515_245) + 12_345) & 0x7fff_ffff
      return (turn >> 8) % below
    }
    const pick = <T>(...all: readonly T[]): T => all[random(all.length)] as T
    const plugins = [new URL('essay-plugin.ts', import.meta.url).href]
    const site = await MadeSite.open({ plugins, threads: 0 })
    const { version } = await site.publish(library)
    await site.publish(course(`source_libraries='["lib:O:L:${version}"]'`))
    const units = ['u', 'v'].map((id) => `/units/${encodeURIComponent(key('vertical', id))}`)
    let names = { video: 'w', cloud: 'cloud', reference: 'ref', bank: 'two' }
    const handler = (usage: string, name: string, body: object, learner: string) =>
      site.post(`/blocks/${encodeURIComponent(usage)}/handlers/${name}`, body, learner)
    const done: Record<string, number> = {}
    const count = (what: string, { status }: { readonly status: number }) => {
      done[`${what} ${status}`] = (done[`${what} ${status}`] ?? 0) + 1
    }
    /** Problems that a learner is shown, each with its input. */
    const shown = async (learner: string) => {
      const answer = await site.get(pick(...units), learner, { accept: 'text/html' })
      count('page', answer)
      return (await answer.text()).split('data-usage-key="').flatMap((part): [string, string][] => {
        const [, usage = '', input] = /^([^"]+)"[^]*?name="(input_[^"]+)"/.exec(part) ?? []
        return input === undefined || !usage.includes('problem')
          ? []
          : [[usage.replaceAll('&amp;', '&'), input]]
      })
    }
    const learners = ['ada', 'bob', 'one id é']
    const deeds: readonly ((learner: string) => Promise<unknown>)[] = [
      async (learner) => void (await shown(learner)),
      ...Array<(learner: string) => Promise<void>>(3).fill(async (learner) => {
        const problems = await shown(learner)
        const [usage, input] = problems.length === 0 ? [key('problem', 'b0'), 'none'] : pick(...problems)
        count('answer', await handler(usage, 'problem_check', { [input]: pick('1', '2') }, learner))
      }),
      async (learner) => {
        const [[usage] = [key('problem', 'p')]] = await shown(learner)
        count('again', await handler(usage, 'problem_reset', {}, learner))
        const staff = `/staff/blocks/${encodeURIComponent(usage)}/${pick('rescore', 'delete-state')}`
        count('staff', await site.post(staff, { learner }, 'staff'))
      },
      async (learner) =>
        count(
          'vote',
          await handler(key('poll_question', 'poll'), 'vote', { choice: pick('a', 'b') }, learner),
        ),
      async (learner) =>
        count('take back', await handler(key('poll_question', 'poll'), 'reset_poll', {}, learner)),
      async (learner) => {
        const words = { 'student_words[]': [pick('red', 'green'), pick('blue', 'grey')] }
        count('words', await handler(key('word_cloud', names.cloud), 'submit', words, learner))
      },
      async (learner) => {
        const at = { saved_video_position: `00:00:0${random(9)}` }
        count('save', await handler(key('video', names.video), 'save_user_state', at, learner))
      },
      async (learner) => {
        const usage = pick(key('itembank', 'bank'), key('randomized', 'one'), key('randomized', names.bank))
        count('reset', await handler(usage, 'reset_selected_children', {}, learner))
      },
      async (learner) => {
        const essay = key('essay', 'essay')
        count('write', await handler(essay, 'write', { text: `Text ${random(9)}` }, learner))
        count('remark', await handler(essay, 'remark', { by: learner, text: `Remark ${random(9)}` }, learner))
        const grade = { learner: pick(...learners), score: random(11), comment: 'Read' }
        count('grade', await handler(essay, 'grade', grade, 'staff'))
      },
      async (learner) => {
        if (random(4) > 0) return
        await site.host.courseware.staff.eraseLearner(site.host.learner(learner))
      },
    ]
    const { drafts, authoring } = site.host
    /** Authors go on meanwhile: what they do, by the step after which they do it. */
    const authors = new Map<number, () => Promise<unknown>>([
      [
        15,
        () =>
          drafts.operate(context, [
            { do: 'duplicate', usage: key('word_cloud', 'cloud') },
            { do: 'move', usage: key('problem', 'p'), parent: key('vertical', 'v'), index: 0 },
            { do: 'duplicate', usage: key('randomized', 'one') },
          ]),
      ],
      [
        30,
        () =>
          drafts.operate(context, [
            { do: 'rename', usage: key('problem', 'p'), urlName: 'renamed' },
            { do: 'rename', usage: key('video', 'w'), urlName: 'seen' },
            { do: 'rename', usage: key('word_cloud', 'cloud'), urlName: 'sky' },
            { do: 'rename', usage: key('library_content_v2', names.reference), urlName: 'renamed-ref' },
            { do: 'rename', usage: key('randomized', 'two'), urlName: 'renamed-two' },
          ]),
      ],
    ])
    for (let step = 0; step < 70; step++) {
      site.now += 1000
      await pick(...deeds)(pick(...learners))
      const work = authors.get(step)
      if (!work) continue
      await work()
      await authoring.publish(context)
      if (step === 30) names = { video: 'seen', cloud: 'sky', reference: 'renamed-ref', bank: 'renamed-two' }
    }
    await sentAll(site)
    await site.host.close()
    const folder = join(site.folder, 'store')
    const store = await openStore(folder)
    try {
      const taken = readFileSync(join(folder, 'events.jsonl'), 'utf8').split('\n').slice(0, -1)
      const lines = async function* () {
        yield* taken
      }
      const stored = await kept(store.records)
      // It has to be about something.
      expect(stored.size).toBeGreaterThan(50)
      const deedsDone = 'page answer staff vote words save reset write remark grade'
        .split(' ')
        .map((one) => `${one} 200`)
      expect(Object.keys(done)).toEqual(expect.arrayContaining(deedsDone))
      for (const part of ['userStateSummary', 'block@renamed-', 'block@sky', 'lb:O:L:problem', 'block@essay'])
        expect([part, [...stored.keys()].some((name) => name.includes(part))]).toEqual([part, true])
      const { records } = memoryStore()
      const rebuilt = await rebuildState(records, lines)
      expect(await kept(records)).toEqual(stored)
      expect(rebuilt.records).toBeGreaterThanOrEqual(stored.size)
      expect(rebuilt).toMatchObject({ gaps: 0, missing: [] })
      expect(await verifyState(store.records, lines)).toMatchObject({
        differing: 0,
        differences: [],
        gaps: 0,
      })
      // A line that comes twice, behind others, counts once.
      const twice = async function* () {
        yield* taken
        yield* taken.slice(-20)
      }
      expect(await verifyState(store.records, twice)).toMatchObject({ differing: 0, gaps: 0 })
      // One that was lost is missed, and said to be where learners did something after it.
      const first = taken.findIndex((text) => text.includes('"name":"state"') && !text.includes('isErased'))
      const lost = async function* () {
        yield* taken.filter((_, place) => place !== first)
      }
      const lacking = await verifyState(store.records, lost)
      const { event } = JSON.parse(taken[first] ?? '') as { event: { learner: string; number: number } }
      const wasErased = taken.some(
        (text) => text.includes('isErased') && text.includes(`"learner":"${event.learner}"`),
      )
      expect(lacking.missing).toEqual(
        wasErased ? [] : [{ learner: event.learner, from: event.number, to: event.number }],
      )
      if (!wasErased) expect(lacking.differing).toBeGreaterThan(0)
      await expect(rebuildState(store.records, lines)).rejects.toMatchObject({ code: 'store-occupied' })
      expectToldDraws(taken, stored)
    } finally {
      await store.close()
    }
    try {
      if (seed > 1 || !existsSync(main)) return
      // As whoever lost their store does it: the folder of the old one, and a new one.
      const [before, after] = [await keptAt(folder), join(site.folder, 'rebuilt')]
      const words = ['state', 'rebuild', '--from', folder, '--json', '--store', after]
      const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], { encoding: 'utf8' })
      expect([status, stderr]).toEqual([0, ''])
      expect(JSON.parse(stdout)).toMatchObject({ gaps: 0 })
      expect(await keptAt(after)).toEqual(before)
    } finally {
      await site.close().catch(() => undefined)
    }
  },
  60_000,
)

it('every field that changes goes to files, and elsewhere where it is asked for', () => {
  const sent = (...places: EventDestination[]) =>
    eventSinks(places, '/store')?.map((sink) => sink.takesStates ?? false)
  expect(eventSinks(undefined, '/store')?.map(({ takesStates }) => takesStates)).toEqual([true])
  expect(sent({ file: 'a' }, { stdout: true }, { url: 'https://o.example/e' })).toEqual([true, false, false])
  const asked = [
    { file: 'a', states: false },
    { stdout: true, states: true },
    { url: 'https://o.example/e', states: true },
  ] as const
  expect(sent(...asked)).toEqual([false, true, true])
  // Of lines that wait for a host which says where to, nobody knows yet.
  expect([undefined, [], sinksOf(asked[0]), sinksOf(asked[1])].map(sendsStates)).toEqual([
    true,
    false,
    false,
    true,
  ])
})

/** Waits until the log has every line: on a slow disk some may be left for the next host. */
async function sentAll({ host }: MadeSite): Promise<void> {
  const { records } = host.courseware.options.learners
  const waiting = async () =>
    (await records.count({ from: 'outbox ', to: 'outbox!' })) +
    (await records.count({ from: 'aside ', to: 'aside!' }))
  await expect.poll(waiting, { timeout: 20_000 }).toBe(0)
}

const sinksOf = (place: EventDestination) => eventSinks([place], undefined)

async function keptAt(folder: string): Promise<Map<string, unknown>> {
  const store = await openStore(folder)
  try {
    return await kept(store.records)
  } finally {
    await store.close()
  }
}

/** What learners were told of draws is what is stored of them. */
function expectToldDraws(lines: readonly string[], stored: ReadonlyMap<string, unknown>): void {
  const drawn = new Map<string, { user: string; bank: string; result: string[] }>()
  const learners = new Map<string, string>()
  for (const text of lines) {
    const {
      name,
      context: at,
      event,
    } = JSON.parse(text) as {
      name: string
      context: { user_id: string }
      event: { learner?: string; location?: string; result?: { usage_key: string }[] }
    }
    if (event.learner !== undefined) learners.set(at.user_id, event.learner)
    if (!/\.content\.(assigned|removed)$/.test(name)) continue
    const [user, bank] = [at.user_id, event.location ?? '']
    drawn.set(`${user} ${bank}`, { user, bank, result: (event.result ?? []).map((one) => one.usage_key) })
  }
  expect(drawn.size).toBeGreaterThan(3)
  for (const { user, bank, result } of drawn.values()) {
    const record = stored.get(`userState ${learners.get(user)} ${bank}`)
    const { selected } =
      (record as { values: { selected: string[] | { selected: string[] } } } | undefined)?.values ?? {}
    const now = Array.isArray(selected) ? selected : selected?.selected
    // Who began anew, or was erased, has none until they look again.
    if (now !== undefined && now.length > 0) expect([user, bank, now]).toEqual([user, bank, result])
  }
}
