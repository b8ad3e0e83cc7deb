import { readFileSync } from 'node:fs'
import { describeBlock, fromOlx, MemoryRuntime } from 'unit-compositor/testing'
import { describe, expect, it } from 'vitest'
import { DoneBlock } from './done-block.js'

const scenario = fromOlx(
  readFileSync(new URL('../scenarios/tick-off.xml', import.meta.url), 'utf8'),
  DoneBlock,
)

describeBlock(
  DoneBlock,
  { describe, it },
  {
    scenarios: [scenario],
    state: { done: true },
    plugin: new URL('../dist/index.js', import.meta.url),
  },
)

describe('a done button', () => {
  it('earns the grade when pressed, and gives it back when pressed again', async () => {
    const runtime = new MemoryRuntime()
    const button = runtime.add(scenario)
    const ada = runtime.learner('ada')
    expect((await ada.call(button, 'toggle_button', { done: true })).body).toEqual({ done: true })
    expect((await ada.show(button)).html).toContain('aria-pressed="true"')
    expect((await runtime.learner('bob').show(button)).html).toContain('aria-pressed="false"')
    await ada.call(button, 'toggle_button', { done: false })
    expect(ada.events.map(({ type, payload }) => [type, payload])).toEqual([
      ['grade', { value: 1, maxValue: 1 }],
      ['completion', { value: 1 }],
      ['grade', { value: 0, maxValue: 1 }],
      ['completion', { value: 0 }],
    ])
  })
})
