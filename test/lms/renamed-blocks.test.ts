import { describe, expect, it } from 'vitest'
import { BlockAliases } from '../../compositor/index.js'
import { LearnerStore } from '../../lms/index.js'
import { memoryLearners, RemoteRecords } from './learner-stores.js'
import { alice, bob, keyOf, one, person, post, side, unitOf } from './sky-unit.js'

const [old, renamed] = [keyOf('question', 'old'), keyOf('question', 'new')]
const before = unitOf('v1', one('question', 'old', { max_attempts: 2, show_tally: true }))
const after = {
  ...unitOf('v2', one('question', 'new', { max_attempts: 2, show_tally: true })),
  former: new BlockAliases({ [old]: renamed }),
}

describe.each([
  ['at hand', memoryLearners],
  ['behind a network', () => new LearnerStore(new RemoteRecords())],
])('a block that was renamed, with records %s', (_, make: () => LearnerStore) => {
  it('keeps its learners’ state, grades, completion and what all did together', async () => {
    const { lms } = side(make())
    await lms.handle(before, alice, post(old, 'answer', '2'))
    await lms.handle(before, bob, post(old, 'answer', '2'))
    const { fragment } = await lms.unitPage(after, alice)
    expect(fragment.content.text.replaceAll(/\s+/g, ' ')).toContain('new open 1 {&quot;2&quot;:2} alice')
    expect(await lms.unitProgress(after, alice)).toMatchObject({
      score: { earned: 2, possible: 2 },
      completion: { done: 1, blocks: 1 },
    })
    const second = await lms.handle(after, alice, post(renamed, 'answer', '1'))
    expect(second).toMatchObject({ status: 200, body: '{"attempts":2}' })
    expect(await lms.handle(after, alice, post(renamed, 'answer', '1'))).toMatchObject({ status: 409 })
    const shown = (await lms.unitPage(after, bob)).fragment.content.text.replaceAll(/\s+/g, ' ')
    expect(shown).toContain('new open 1 {&quot;1&quot;:1,&quot;2&quot;:2} bob')
  })

  it('is as if it had never been met once its state is deleted', async () => {
    const { lms } = side(make())
    const staff = person('stella', true)
    await lms.handle(before, alice, post(old, 'answer', '2'))
    expect(await lms.staff.deleteState(after, { usageKey: renamed, learner: alice, by: staff })).toBe(true)
    expect((await lms.unitProgress(after, alice)).score.earned).toBe(0)
    expect(await lms.handle(after, alice, post(renamed, 'answer', '1'))).toMatchObject({
      body: '{"attempts":1}',
    })
  })
})
