import { block, describeBlock, MemoryRuntime } from 'unit-compositor/testing'
import { describe, expect, it } from 'vitest'
import { AcidAside } from './acid-aside.js'
import { AcidBlock } from './acid-block.js'

describeBlock(
  AcidBlock,
  { describe, it },
  {
    scenarios: [block(AcidBlock, { displayName: 'Acid' })],
    state: { mark: 'mine', inUserState: 3, inSummaryByAll: 8 },
    plugin: new URL('../dist/index.js', import.meta.url),
  },
)

describe('an acid block', () => {
  it('says of every check that it was not run until its client module runs it', async () => {
    const runtime = new MemoryRuntime()
    const { text } = await runtime.learner('ada').show(runtime.add(block(AcidBlock)))
    expect(text).toContain('has not started this block’s client module')
    expect(text).toContain('A JSON handler gets what is sent and answers it: not run')
    expect(text.match(/: not run/g)).toHaveLength(18)
  })

  it('counts on in all eight scopes a block may write, each kept for whom it is for', async () => {
    const runtime = new MemoryRuntime()
    const [one, other] = [runtime.add(block(AcidBlock)), runtime.add(block(AcidBlock, { displayName: 'B' }))]
    const [ada, bob] = [runtime.learner('ada'), runtime.learner('bob')]
    await ada.call(one, 'count', { mark: 'a' })
    await bob.call(one, 'count', { mark: 'b' })
    const { body } = await ada.call(other, 'count', { mark: 'c' })
    expect(body).toEqual({
      mark: 'c',
      counts: {
        user_state: 1,
        user_definition: 2, // both have the same content, and so one definition
        preferences: 2,
        user_info: 2,
        user_state_summary: 1,
        summary_by_definition: 3,
        summary_by_type: 3,
        summary_by_all: 3,
      },
    })
    expect(ada.fields(one).mark).toBe('a')
  })

  it('has an aside that knows which block it stands beside, and answers', async () => {
    const runtime = new MemoryRuntime({ asides: [AcidAside] })
    const acid = runtime.add(block(AcidBlock))
    const ada = runtime.learner('ada')
    expect((await ada.show(acid)).html).toContain(`class="acid-aside" data-beside="${acid.key}"`)
    expect((await ada.call(runtime.aside(acid, AcidAside), 'ping')).body).toEqual({
      beside: acid.key,
      pings: 1,
    })
  })
})
