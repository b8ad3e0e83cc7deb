import { Container } from 'inversify'
import { describe, expect, it } from 'vitest'
import { LearnersSide, LearnerStore, MemoryEventLog } from '../../lms/index.js'
import {
  Block,
  block,
  BlockRuntime,
  BlockType,
  Fragment,
  handler,
  html,
  integer,
  LearnerState,
  list,
  needs,
  string,
  view,
  type ConcreteBlockClass,
  type FailedBlock,
} from '../../runtime/index.js'
import { memoryLearners, RemoteRecords } from './learner-stores.js'
import { alice, keyOf, one, post, SetClock, types as skyTypes, unitOf } from './sky-unit.js'

let runs = 0

/** Says what is stored at blocks that it does not stand beside, one after another. */
@block('teller')
@needs(LearnerState)
class Teller extends Block({ settings: { of: list(string()) }, userState: { told: integer(0) } }) {
  @view studentView() {
    return new Fragment(html`<p>${this.#told()}</p>`)
  }

  @handler tell() {
    runs++
    this.told += 1
    return { told: this.#told(), times: this.told }
  }

  #told(): string {
    const state = this.service(LearnerState)
    return this.of.map((key) => JSON.stringify(state.of(key) ?? null)).join(' ')
  }
}

function opened(store: LearnerStore) {
  const own = BlockType.allOf(Teller as ConcreteBlockClass, 'test').map((type): [string, BlockType] => [
    type.name,
    type,
  ])
  const failed: FailedBlock[] = []
  const runtime = new BlockRuntime({
    types: new Map([...skyTypes, ...own]),
    services: new Container(),
    onFailure: (_error, _block, how) => failed.push(how as FailedBlock),
  })
  const lms = new LearnersSide({ runtime, store, events: new MemoryEventLog(), clock: new SetClock() })
  return { lms, failed }
}

const others = ['x', 'y', 'z'].map((id) => keyOf('visits', id))
const elsewhere = unitOf('v0', ...['x', 'y', 'z'].map((id) => one('visits', id)))
const teller = unitOf('v1', one('teller', 't', { of: others }))

describe('records behind a network', () => {
  it('are read at once for a unit, and once more for what a bank drew', async () => {
    const records = new RemoteRecords()
    const { lms } = opened(new LearnerStore(records))
    const plain = unitOf('v1', one('visits', 'a'), one('visits', 'b'), one('text', 't'))
    const bank = unitOf(
      'v1',
      one('bank', 'k', { count: 2 }, ...['a', 'b', 'c'].map((id) => one('visits', id))),
    )
    await lms.unitPage(plain, alice)
    const readsOf = async (work: () => Promise<unknown>) => {
      const before = records.reads
      await work()
      return records.reads - before
    }
    expect(await readsOf(() => lms.unitPage(plain, alice))).toBeLessThanOrEqual(3)
    await lms.unitPage(bank, alice)
    await lms.unitPage(plain, alice)
    await lms.unitPage(plain, alice)
    // Kept: one look at the learner's number.
    expect(await readsOf(() => lms.unitPage(plain, alice))).toBe(1)
  })

  it.each([
    ['at hand', memoryLearners],
    ['behind a network', () => new LearnerStore(new RemoteRecords())],
  ])(
    'are found by a block that nobody foresaw would ask for them, and what it does counts once: %s',
    async (_, make) => {
      const { lms, failed } = opened(make())
      await lms.unitPage(elsewhere, alice)
      const told = '{"visits":1} {"visits":1} {"visits":1}'
      const page = (await lms.unitPage(teller, alice)).fragment.content.text
      expect(page.replaceAll('&quot;', '"')).toContain(told)
      runs = 0
      const answer = await lms.handle(teller, alice, post(keyOf('teller', 't'), 'tell', '{}'))
      expect(JSON.parse(String(answer.body))).toEqual({ told, times: 1 })
      expect(runs).toBeLessThanOrEqual(4)
      expect(failed).toEqual([])
    },
  )
})
