import { beforeEach, describe, expect, it } from 'vitest'
import { LearnerStore } from '../../lms/index.js'
import { MemoryRecords, type RecordsCommit, type RecordsOutcome } from '../../store/index.js'
import { alice, bob, keyOf, one, person, post, shows, side, unitOf } from './sky-unit.js'

beforeEach(() => {
  shows.length = 0
})

const bank = one('bank', 'k', { count: 2 }, ...['a', 'b', 'c'].map((id) => one('question', id)))
const withBank = unitOf('v1', bank)

describe('a unit page', () => {
  it('shows what was selected for the learner, stores it and says so, once', async () => {
    const { lms, store, events } = side()
    const { fragment, touchedLearner } = await lms.unitPage(withBank, alice)
    expect(touchedLearner).toBe(true)
    expect(fragment.content.text).toMatch(/c open.*a open/s)
    expect(fragment.content.text).not.toContain('b open')
    const address = { scope: 'userState', id: bank.key } as const
    const selected = [keyOf('question', 'c'), keyOf('question', 'a')]
    expect((await store.load('alice', [address])).record(address)).toEqual({ selected })
    await lms.unitPage(withBank, alice)
    await lms.close()
    expect(events.events.map(({ name, context }) => [name, context.user_id])).toEqual([
      ['test.bank.assigned', 'anon-alice'],
    ])
  })

  it('stores a selection once when the first view is asked for twice at the same time', async () => {
    const { lms, events } = side()
    const pages = await Promise.all([lms.unitPage(withBank, alice), lms.unitPage(withBank, alice)])
    await lms.close()
    expect(pages[0].fragment.content.text).toBe(pages[1].fragment.content.text)
    expect(events.events).toHaveLength(1)
  })

  it('is drawn once for a learner as long as nothing changes', async () => {
    const { lms } = side()
    const first = await lms.unitPage(withBank, alice)
    expect(await lms.unitPage(withBank, alice)).toBe(first)
    expect(shows).toEqual(['question', 'question'])
  })

  it('is drawn anew when the learner did something, when their name or the unit changed', async () => {
    const { lms } = side()
    const unit = unitOf('v1', one('question', 'a'))
    const text = async (learner = alice, shown = unit) =>
      (await lms.unitPage(shown, learner)).fragment.content.text
    expect(await text()).toContain('a open 0')
    await lms.handle(unit, alice, post(keyOf('question', 'a'), 'answer', '1'))
    expect(await text()).toContain('a open 1')
    expect(await text(bob)).toContain('a open 0')
    expect(await text({ ...alice, name: 'Alicia' })).toContain('Alicia')
    expect(await text(alice, unitOf('v2', one('question', 'z')))).toContain('z open')
  })

  it('is drawn anew for everybody who sees a tally when somebody votes', async () => {
    const { lms } = side()
    const unit = unitOf('v1', one('question', 'a', { show_tally: true }))
    await lms.unitPage(unit, bob)
    await lms.handle(unit, alice, post(keyOf('question', 'a'), 'answer', '1'))
    expect((await lms.unitPage(unit, bob)).fragment.content.text).toContain('{&quot;1&quot;:1}')
  })

  it('is kept until the next due date, and not longer', async () => {
    const { lms, clock } = side()
    const unit = unitOf('v1', one('question', 'a', { due: 5000 }))
    const page = await lms.unitPage(unit, alice)
    expect(page.validUntil).toBe(5000)
    clock.time = 4999
    expect(await lms.unitPage(unit, alice)).toBe(page)
    clock.time = 5000
    const late = await lms.unitPage(unit, alice)
    expect(late.fragment.content.text).toContain('a closed')
    expect(late.validUntil).toBe(Infinity)
  })

  it('is the same for everybody when it holds nothing of the learner', async () => {
    const { lms } = side()
    const unit = unitOf('v1', one('text', 't'))
    const pages = [await lms.unitPage(unit, alice), await lms.unitPage(unit, bob)]
    expect(pages.map(({ touchedLearner }) => touchedLearner)).toEqual([false, false])
    expect(pages[0]?.fragment).toBe(pages[1]?.fragment)
    expect(shows).toEqual(['text'])
  })

  it('stores what a view changed, and is drawn again until it changes nothing more', async () => {
    const { lms, store } = side()
    const unit = unitOf('v1', one('visits', 'v'))
    const text = async () => (await lms.unitPage(unit, alice)).fragment.content.text
    expect(await text()).toContain('visit 1')
    expect(await text()).toContain('visit 2')
    expect(await text()).toContain('visit 2')
    expect((await store.versions('alice')).stateVersion).toBe(2)
    expect(shows).toEqual(['visits', 'visits', 'visits'])
    await text()
    expect(shows).toHaveLength(3)
  })

  it('is shown also when the selection cannot be stored, which is reported', async () => {
    class FullRecords extends MemoryRecords {
      override commit(): Promise<never> {
        return Promise.reject(new Error('disk full'))
      }
    }
    const { lms, events, failures } = side(new LearnerStore(new FullRecords()))
    const text = async () => (await lms.unitPage(withBank, alice)).fragment.content.text
    const first = await text()
    await lms.close()
    expect(await text()).toBe(first)
    await lms.close()
    const reported = { code: 'store-unavailable', message: 'disk full' }
    expect(failures).toMatchObject([reported, reported])
    expect(events.events).toEqual([])
  })

  it('waits for nothing that is stored of it, and is given from memory meanwhile and after', async () => {
    const going: (() => void)[] = []
    class SlowRecords extends MemoryRecords {
      override async commit(commit: RecordsCommit): Promise<RecordsOutcome> {
        await new Promise<void>((resolve) => going.push(resolve))
        return super.commit(commit)
      }
    }
    const { lms, store } = side(new LearnerStore(new SlowRecords()))
    const unit = unitOf('v1', one('reading', 'r'), bank)
    const page = await lms.unitPage(unit, alice)
    expect((await store.versions('alice')).stateVersion).toBe(0)
    expect(await lms.unitPage(unit, alice)).toBe(page)
    const progress = lms.unitProgress(unit, alice)
    going.shift()?.()
    expect((await progress).completion.done).toBe(1)
    await lms.close()
    expect([(await store.versions('alice')).stateVersion, going]).toEqual([1, []])
    expect(await lms.unitPage(unit, alice)).toBe(page)
    expect(shows).toEqual(['reading', 'question', 'question'])
  })

  it('is shown anew where it rests on what is done by seeing it', async () => {
    const { lms } = side()
    const gate = one('gate', 'g', { after: keyOf('reading', 'r') }, one('text', 't'))
    const unit = unitOf('v1', one('reading', 'r'), gate)
    const text = async () => (await lms.unitPage(unit, alice)).fragment.content.text
    expect(await text()).not.toContain('<p>text</p>')
    expect(await text()).toContain('<p>text</p>')
  })

  it('is not kept for others, nor beyond a change that was stored while it was', async () => {
    const { lms } = side()
    const unit = unitOf('v1', one('reading', 'r'), one('question', 'a'))
    const text = async (learner = alice) => (await lms.unitPage(unit, learner)).fragment.content.text
    const [own, others] = await Promise.all([text(), text(bob)])
    expect([own, others].map((one_) => /alice|bob/.exec(one_)?.[0])).toEqual(['alice', 'bob'])
    await Promise.all([lms.handle(unit, alice, post(keyOf('question', 'a'), 'answer', '1')), text()])
    await lms.close()
    expect(await text()).toContain('a open 1')
    expect(await text(bob)).toContain('a open 0')
  })

  it('does not exist for learners when only staff may see the unit', async () => {
    const { lms } = side()
    const unit = { ...unitOf('v1'), root: one('box', 'u', { visible_to_staff_only: true }, one('text', 't')) }
    await expect(lms.unitPage(unit, alice)).rejects.toMatchObject({ code: 'unit-not-found', status: 404 })
    expect((await lms.unitPage(unit, person('eve', true))).fragment.content.text).toContain('text')
  })
})

describe('the course blocks of a unit', () => {
  it('are those the learner will see, and asking stores and publishes nothing', async () => {
    const { lms, store, events } = side()
    const asked = await lms.courseBlocks(withBank, alice)
    expect(asked.children[0]?.children?.map(({ key }) => key)).toEqual([
      keyOf('question', 'c'),
      keyOf('question', 'a'),
    ])
    expect([(await store.versions('alice')).stateVersion, events.events]).toEqual([0, []])
    await lms.unitPage(withBank, alice)
    expect(await lms.courseBlocks(withBank, alice)).toEqual(asked)
  })
})
