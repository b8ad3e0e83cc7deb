import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { describeBlock, fromOlx, MemoryRuntime } from 'unit-compositor/testing'
import { CrowdHintsBlock } from './crowd-hints-block.js'

const moon = fromOlx(
  readFileSync(new URL('../scenarios/crowd-hints.xml', import.meta.url), 'utf8'),
  CrowdHintsBlock,
)

describeBlock(
  CrowdHintsBlock,
  { describe, it },
  { scenarios: [moon], state: { asked: 'clouds' }, plugin: new URL('./index.js', import.meta.url) },
)

const about = { answer: 'Clouds' }

function open() {
  const runtime = new MemoryRuntime({ now: '2027-03-01T12:00:00Z' })
  const block = runtime.add(moon)
  const as = (id: string) => {
    const learner = runtime.learner(id)
    return async (handler: string, input: object) => (await learner.call(block, handler, input)).body
  }
  const best = async (id: string, answer = 'clouds') =>
    ((await as(id)('ask', { answer })) as { best: { text: string } | null }).best?.text
  const left = async (id: string, text: string) =>
    ((await as(id)('leave', { ...about, text })) as { hint: string }).hint
  return { runtime, block, as, best, left }
}

describe('hints of learners', () => {
  it('are the author’s where there are none, for this answer or for any', async () => {
    const { best } = open()
    assert.equal(
      await best('ada', ' The shadow  of the Earth '),
      'When does that shadow reach the Moon at all?',
    )
    assert.equal(await best('ada'), 'Hold a ball beside a lamp, and turn around.')
  })

  it('are the one that helped most, of those that did not hinder', async () => {
    const { as, best, left } = open()
    const [clear, wait] = [await left('ada', 'Look on a clear night.'), await left('ben', 'Wait a week.')]
    await as('cleo')('vote', { hint: wait, helped: true })
    await as('dan')('vote', { hint: wait, helped: true })
    await as('dan')('vote', { hint: clear, helped: true })
    assert.equal(await best('eve'), 'Wait a week.')
    // A second vote takes the place of the first.
    await as('cleo')('vote', { hint: wait, helped: false })
    await as('dan')('vote', { hint: wait, helped: false })
    assert.equal(await best('eve'), 'Look on a clear night.')
    await as('dan')('vote', { hint: clear, helped: false })
    assert.equal(await best('eve'), 'Hold a ball beside a lamp, and turn around.')
  })

  it('are not voted on by who left them, nor after they are gone', async () => {
    const { runtime, block, left } = open()
    const hint = await left('ada', 'Look on a clear night.')
    const status = async (id: string, handler: string, input: object) =>
      (await runtime.learner(id).call(block, handler, input)).status
    assert.equal(await status('ada', 'vote', { hint, helped: true }), 403)
    await runtime.staff().call(block, 'remove', { hint })
    assert.equal(await status('ben', 'vote', { hint, helped: true }), 404)
    assert.equal(await status('ben', 'tell', { hint }), 404)
  })

  it('that were reported staff see once, and let stand or remove', async () => {
    const { runtime, block, as, best, left } = open()
    const [rude, fine] = [await left('ada', 'You fool.'), await left('ada', 'Look on a clear night.')]
    for (const id of ['ben', 'cleo']) await as(id)('tell', { hint: rude })
    await as('ben')('tell', { hint: fine })
    const staff = runtime.staff()
    const reported = async () =>
      (
        (await staff.call(block, 'reported', {}, { method: 'GET' })).body as { hints: { text: string }[] }
      ).hints
        .map(({ text }) => text)
        .toSorted()
    assert.deepEqual(await reported(), ['Look on a clear night.', 'You fool.'])
    assert.match((await staff.show(block)).text, /Hints that learners reported Show them/)
    assert.doesNotMatch((await runtime.learner('ben').show(block)).text, /reported/)
    await staff.call(block, 'keep', { hint: fine })
    assert.deepEqual((await staff.call(block, 'remove', { hint: rude })).body, { reports: 2 })
    assert.deepEqual(await reported(), [])
    assert.equal(await best('dan'), 'Look on a clear night.')
    await as('dan')('vote', { hint: fine, helped: true })
    const rows = await staff.report(block)
    assert.deepEqual(
      rows.map(({ answer, hint, votes }) => [answer, hint, votes]),
      [['clouds', 'Look on a clear night.', 1]],
    )
  })
})
