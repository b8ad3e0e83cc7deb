import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { block, describeBlock, fromOlx, MemoryRuntime } from 'unit-compositor/testing'
import { AdventureBlock } from './adventure-block.js'
import { remarksOn, type Step } from './story.js'

const mill = fromOlx(
  readFileSync(new URL('../scenarios/adventure.xml', import.meta.url), 'utf8'),
  AdventureBlock,
)

describeBlock(
  AdventureBlock,
  { describe, it },
  {
    scenarios: [mill],
    state: { path: ['road'] },
    htmlFields: ['steps'],
    plugin: new URL('./index.js', import.meta.url),
  },
)

const step = (name: string, ...to: string[]): Step => ({
  name,
  title: `At ${name}`,
  text: '',
  choices: to.map((one) => ({ to: one, label: `To ${one}` })),
  worth: 0,
})

describe('an adventure', () => {
  it('goes where its reader decides, and tells nothing of other ways', async () => {
    const runtime = new MemoryRuntime()
    const story = runtime.add(mill)
    const ada = runtime.learner('ada')
    const first = await ada.show(story)
    assert.match(first.text, /At the gate .*its wheel turns.* Climb over the gate Walk on/)
    assert.doesNotMatch(first.html, /lantern|worth/)
    const { body } = await ada.call(story, 'choose', { at: 'gate', choice: 1 })
    assert.match((body as { page: string }).page, /On the road/)
    assert.match((await ada.show(story)).text, /the wheel stops. The end Go back Start over/)
    assert.match((await runtime.learner('bob').show(story)).text, /At the gate/)
  })

  it('is worth what its best ending was', async () => {
    const runtime = new MemoryRuntime()
    const story = runtime.add(mill)
    const ada = runtime.learner('ada')
    await ada.call(story, 'choose', { at: 'gate', choice: 0 })
    await ada.call(story, 'back')
    await ada.call(story, 'choose', { at: 'gate', choice: 1 })
    const grades = ada.events.filter(({ type }) => type === 'grade').map(({ payload }) => payload)
    assert.deepEqual(grades, [
      { value: 1, maxValue: 1, onlyIfHigher: true },
      { value: 0.25, maxValue: 1, onlyIfHigher: true },
    ])
  })

  it('refuses choices of a page that is not shown, and the way back where there is none', async () => {
    const runtime = new MemoryRuntime()
    const story = runtime.add(block(AdventureBlock, { steps: [step('a', 'b'), step('b')], mayGoBack: false }))
    const ada = runtime.learner('ada')
    assert.equal((await ada.call(story, 'choose', { at: 'b', choice: 0 })).status, 409)
    assert.equal((await ada.call(story, 'choose', { at: 'a', choice: 1 })).status, 400)
    assert.equal((await ada.call(story, 'back')).status, 403)
  })

  it('begins again where a step it stood at is gone', async () => {
    const runtime = new MemoryRuntime()
    const story = runtime.add(block(AdventureBlock, { steps: [step('a', 'b'), step('b')] }))
    const ada = runtime.learner('ada')
    runtime.fieldData.save('ada', [{ scope: 'userState', id: story.key, field: 'path', value: ['gone'] }])
    assert.match((await ada.show(story)).text, /At a/)
  })

  it('tells its author what leads nowhere, and what nothing leads to', () => {
    assert.deepEqual(
      remarksOn([step('a', 'b', 'c'), step('b'), step('d'), step('b')]).map(({ level, message }) => [
        level,
        message,
      ]),
      [
        ['error', "A choice of 'a' leads to 'c', which is not a step."],
        ['error', "Two steps are called 'b'."],
        ['warning', "No choice leads to 'd'."],
      ],
    )
  })
})
