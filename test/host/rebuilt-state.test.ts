import { join } from 'node:path'
import { expect, it } from 'vitest'
import { rebuildState, verifyState } from '../../lms/index.js'
import { memoryStore, openStore, type Records } from '../../store/index.js'
import { MadeSite } from './made-site.js'

const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const context = 'course-v1:O+C+R'
const problem = (id: string) =>
  `<problem url_name="${id}" max_attempts="3"><numericalresponse answer="1"><label>One?</label><formulaequationinput/></numericalresponse></problem>`
const course = {
  'course.xml': `<course org="O" course="C" url_name="R" user_partitions='[{"id": 7, "name": "Half", "description": "", "version": 3, "scheme": "random", "groups": [{"id": 0, "name": "A", "version": 1}, {"id": 1, "name": "B", "version": 1}]}]'><chapter url_name="c"><sequential url_name="s"><vertical url_name="u">
    ${problem('p')}<video url_name="w" youtube_id_1_0="abcdefghijk"/>
    <poll_question url_name="poll" reset="true">Which?<answer id="a">A</answer><answer id="b">B</answer></poll_question>
    <itembank url_name="bank" max_count="1" allow_resetting_children="true" different_from_last="true">${problem('b0')}${problem('b1')}${problem('b2')}</itembank>
    <split_test url_name="split" user_partition_id="7" group_id_to_child='{"0": "${key('vertical', 'g0')}", "1": "${key('vertical', 'g1')}"}'><vertical url_name="g0"><html url_name="h0">A</html></vertical><vertical url_name="g1"><html url_name="h1">B</html></vertical></split_test>
  </vertical></sequential></chapter></course>`,
}

/** All that is kept of learners, parsed. */
async function kept(records: Records): Promise<Map<string, unknown>> {
  const all = new Map<string, unknown>()
  const kinds = [
    'userState',
    'userStateSummary',
    'preferences',
    'userInfo',
    'result',
    'learnerOf',
    'stateVersion',
    'log',
  ]
  for (const kind of kinds) {
    for (const { key: name, text } of await records.range({ from: `${kind} `, to: `${kind}!` }))
      all.set(name, kind === 'learnerOf' ? text : JSON.parse(text))
  }
  return all
}

it.each([1, 2, 3])(
  'the event log is enough to have learners’ state again after whatever they and staff did (seed %i)',
  async (seed) => {
    let turn = seed
    const random = (below: number) => {
      turn = (Math.imul(turn, 1_103_515_245) + 12_345) & 0x7fff_ffff
      return (turn >> 8) % below
    }
    const pick = <T>(...all: readonly [T, ...T[]]): T => all[random(all.length)] ?? all[0]
    let folder = ''
    const site = await MadeSite.open({
      events: [
        {
          sink: {
            name: 'kept',
            takesStates: true,
            take: async (lines) => void taken.push(...lines.map(({ text }) => text)),
          },
        },
      ],
    })
    const taken: string[] = []
    folder = site.folder
    await site.publish(course)
    let names = { p: 'p', w: 'w' }
    const unit = `/units/${encodeURIComponent(key('vertical', 'u'))}`
    const handler = (type: string, id: string, name: string, body: object, learner: string) =>
      site.post(`/blocks/${encodeURIComponent(key(type, id))}/handlers/${name}`, body, learner)
    const done: Record<string, number> = {}
    const count = (what: string, { status }: { readonly status: number }) => {
      done[`${what} ${status}`] = (done[`${what} ${status}`] ?? 0) + 1
    }
    const renameAt = 30
    for (let step = 0; step < 70; step++) {
      site.now += 1000
      const learner = pick('ada', 'bob', 'one id é')
      const blockId = pick(names.p, 'b0', 'b1', 'b2')
      const staff = (what: string, body: object) =>
        site.post(
          `/staff/blocks/${encodeURIComponent(key('problem', blockId))}/${what}`,
          { learner, ...body },
          'staff',
        )
      switch (random(9)) {
        case 0:
        case 1: {
          count('page', await site.get(unit, learner))
          break
        }
        case 2:
        case 3: {
          const page = (await (await site.get(unit, learner)).text()).split(key('problem', blockId))[1] ?? ''
          const input = /name="(input_[^"]+)"/.exec(page)?.[1] ?? 'none'
          count(
            'answer',
            await handler('problem', blockId, 'problem_check', { [input]: pick('1', '2') }, learner),
          )
          break
        }
        case 4:
          count('vote', await handler('poll_question', 'poll', 'vote', { choice: pick('a', 'b') }, learner))
          break
        case 5:
          count(
            'save',
            await handler(
              'video',
              names.w,
              'save_user_state',
              { saved_video_position: `00:00:0${random(9)}` },
              learner,
            ),
          )
          break
        case 6:
          count('reset', await handler('itembank', 'bank', 'reset_selected_children', {}, learner))
          break
        case 7:
          count('staff', await staff(pick('rescore', 'delete-state'), {}))
          break
        default:
          if (random(4) === 0) await site.host.courseware.staff.eraseLearner(site.host.learner(learner))
          else count('take back', await handler('poll_question', 'poll', 'reset_poll', {}, learner))
      }
      if (step !== renameAt) continue
      await site.host.drafts.operate(context, [
        { do: 'rename', usage: key('problem', 'p'), urlName: 'renamed' },
        { do: 'rename', usage: key('video', 'w'), urlName: 'seen' },
      ])
      await site.host.authoring.publish(context)
      names = { p: 'renamed', w: 'seen' }
    }
    await site.host.close()
    const store = await openStore(join(folder, 'store'))
    try {
      const lines = async function* () {
        yield* taken
      }
      const stored = await kept(store.records)
      // It has to be about something.
      expect(stored.size).toBeGreaterThan(30)
      expect(Object.keys(done)).toEqual(
        expect.arrayContaining(['page 200', 'answer 200', 'vote 200', 'save 200', 'reset 200']),
      )
      const { records } = memoryStore()
      const rebuilt = await rebuildState(records, lines)
      expect(await kept(records)).toEqual(stored)
      expect(rebuilt.records).toBeGreaterThanOrEqual(stored.size)
      expect(await verifyState(store.records, lines)).toMatchObject({ differing: 0, differences: [] })
      // A line that comes twice, behind others, counts once.
      const twice = async function* () {
        yield* taken
        yield* taken.slice(-20)
      }
      expect(await verifyState(store.records, twice)).toMatchObject({ differing: 0 })
      // And one that was lost is missed.
      const last = taken.findLastIndex((text) => text.includes('"name":"state"') && text.includes('"value":'))
      const lost = async function* () {
        yield* taken.filter((_, place) => place !== last)
      }
      expect((await verifyState(store.records, lost)).differing).toBeGreaterThan(0)
      await expect(rebuildState(store.records, lines)).rejects.toMatchObject({ code: 'store-occupied' })
      // What learners were told of draws is what is stored of them.
      const drawn = new Map<string, string[]>()
      const learners = new Map<string, string>()
      for (const text of taken) {
        const {
          name,
          context: at,
          event,
        } = JSON.parse(text) as {
          name: string
          context: { user_id: string }
          event: { learner?: string; result?: { usage_key: string }[] }
        }
        if (event.learner !== undefined) learners.set(at.user_id, event.learner)
        if (/\.content\.(assigned|removed)$/.test(name))
          drawn.set(
            at.user_id,
            (event.result ?? []).map((one) => one.usage_key),
          )
      }
      for (const [user, result] of drawn) {
        const record = [...stored].find(
          ([name]) => name.startsWith(`userState ${learners.get(user)} `) && name.endsWith('block@bank'),
        )
        const { selected } =
          (record?.[1] as { values: { selected: string[] | { selected: string[] } } } | undefined)?.values ??
          {}
        const now = Array.isArray(selected) ? selected : selected?.selected
        // Who began anew, or was erased, has none until they look again.
        if (now !== undefined && now.length > 0) expect([user, now]).toEqual([user, result])
      }
    } finally {
      await store.close()
      await site.close().catch(() => undefined)
    }
  },
  60_000,
)
