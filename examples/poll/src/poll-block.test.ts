import { readFileSync } from 'node:fs'
import { block, describeBlock, fromOlx, MemoryRuntime } from 'unit-compositor/testing'
import { describe, expect, it } from 'vitest'
import { PollBlock } from './poll-block.js'

const scenario = fromOlx(
  readFileSync(new URL('../scenarios/straw-poll.xml', import.meta.url), 'utf8'),
  PollBlock,
)

const drinks: PollBlock['answers'] = [
  ['T', { label: 'Tea' }],
  ['C', { label: 'Coffee' }],
]

describeBlock(
  PollBlock,
  { describe, it },
  {
    scenarios: [scenario],
    state: { choice: 'T', tally: { T: 2, C: 1 } },
    htmlFields: ['feedback'],
    plugin: new URL('../dist/index.js', import.meta.url),
  },
)

describe('a poll', () => {
  it('shows what everybody answered to those who have answered', async () => {
    const runtime = new MemoryRuntime()
    const poll = runtime.add(scenario)
    const [ada, bob] = [runtime.learner('ada'), runtime.learner('bob')]
    await ada.call(poll, 'vote', { choice: 'W' })
    expect((await bob.show(poll)).html).not.toContain('<output>')
    await bob.call(poll, 'vote', { choice: 'T' })
    expect((await ada.show(poll)).text).toMatch(/Tea 1 Coffee 0 Water 1 Water wins every summer/)
    expect(ada.fields(poll).tally).toEqual({ W: 1, T: 1 })
    expect(ada.events.map(({ type, payload }) => [type, payload])).toEqual([['completion', { value: 1 }]])
  })

  it('takes one vote a learner, and only for an answer there is', async () => {
    const runtime = new MemoryRuntime()
    const poll = runtime.add(scenario)
    const ada = runtime.learner('ada')
    expect((await ada.call(poll, 'vote', { choice: 'beer' })).status).toBe(400)
    expect((await ada.call(poll, 'vote', { choice: 'T' })).status).toBe(200)
    expect((await ada.call(poll, 'vote', { choice: 'C' })).status).toBe(409)
    expect(ada.fields(poll).tally).toEqual({ T: 1 })
  })

  it('moves the vote of a learner who may change their mind', async () => {
    const runtime = new MemoryRuntime()
    const poll = runtime.add(block(PollBlock, { answers: drinks, maxSubmissions: 0 }))
    const ada = runtime.learner('ada')
    await ada.call(poll, 'vote', { choice: 'T' })
    await ada.call(poll, 'vote', { choice: 'C' })
    expect(ada.fields(poll)).toMatchObject({ choice: 'C', tally: { T: 0, C: 1 }, submissionsCount: 2 })
  })

  it('keeps the results of a private poll to itself', async () => {
    const runtime = new MemoryRuntime()
    const poll = runtime.add(block(PollBlock, { answers: drinks, privateResults: true }))
    const ada = runtime.learner('ada')
    await ada.call(poll, 'vote', { choice: 'T' })
    expect((await ada.show(poll)).html).not.toContain('<output>')
    expect(await ada.data(poll, 'student_view_user_state')).toEqual({ choice: 'T', tally: null })
  })
})
