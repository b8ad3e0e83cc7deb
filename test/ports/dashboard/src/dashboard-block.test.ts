import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Block, block as blockType, handler, integer, string, view, Fragment, html } from 'unit-compositor'
import { block, describeBlock, MemoryRuntime, unit } from 'unit-compositor/testing'
import { z } from 'zod'
import { colorOf, faultIn } from './color-rules.js'
import { DashboardBlock } from './dashboard-block.js'

const rules = '0: crimson\n0 < x < 3: orange\nx >= 3: #0a0'

/** Gives the points that a learner asks for. */
@blockType('quiz', { hasScore: true, maxScore: () => 5, summary: () => ({ maxScore: 5 }) })
class Quiz extends Block({ settings: { displayName: string('Quiz') }, userState: { points: integer() } }) {
  @view studentView() {
    return new Fragment(html`<p>${this.points}</p>`)
  }

  @handler(z.object({ points: z.number() })) answer({ points }: { points: number }) {
    this.publish('grade', { value: points, maxValue: 5 })
    this.publish('completion', { value: 1 })
  }
}

describeBlock(
  DashboardBlock,
  { describe, it },
  {
    scenarios: [block(DashboardBlock, { blocks: ['a'], colorRules: rules })],
    plugin: new URL('./index.js', import.meta.url),
  },
)

function open(fields: Parameters<typeof block<DashboardBlock>>[1] = {}) {
  const runtime = new MemoryRuntime()
  const quiz = (displayName: string) => block(Quiz, { displayName })
  const placed = runtime.add(
    unit(
      quiz('Orbit'),
      quiz('Phases'),
      block(DashboardBlock, { displayName: 'Sum', colorRules: rules, ...fields }),
    ),
  )
  const [orbit, phases, board] = placed.children
  assert.ok(orbit && phases && board)
  const ada = runtime.learner('ada')
  return {
    runtime,
    ada,
    orbit,
    phases,
    board,
    id: (one: { key: string }) => one.key.slice(one.key.lastIndexOf('@') + 1),
  }
}

describe('a dashboard', () => {
  it('sums up what the learner has of the blocks beside it, and nobody else', async () => {
    const { runtime, ada, orbit, phases, board } = open({ showAverage: true })
    await ada.call(orbit, 'answer', { points: 4 })
    await ada.call(phases, 'answer', { points: 1 })
    const { text, html: shown } = await ada.show(board)
    assert.match(text, /^Sum: ada Questions ✓.* Orbit 4 of 5 Phases 1 of 5 Average 2\.5/)
    assert.deepEqual(
      [...shown.matchAll(/background: ([^"]+)/g)].map(([, color]) => color),
      ['#0a0', 'orange', 'orange'],
    )
    assert.match((await runtime.learner('ben').show(board)).text, /Orbit – Phases –$/)
  })

  it('shows the blocks that its author chose, in that order', async () => {
    const { orbit, phases, id } = open()
    const shown = async (...blocks: string[]) => {
      const { ada, board } = open({ blocks })
      return (await ada.show(board)).text
    }
    assert.match(await shown(id(phases), 'gone', id(orbit)), /Phases –.*Orbit –/)
    assert.doesNotMatch(await shown(id(phases)), /Orbit/)
    assert.match(await shown('gone'), /nothing to sum up/)
  })

  it('is edited with the blocks beside it to choose from', async () => {
    const { runtime, board } = open()
    const { html: editor } = await runtime.author().show(board, 'studio_view')
    assert.match(editor, /type="checkbox" name="blocks" value="[^"]+"\s*> Orbit/)
    assert.match(editor, /<textarea[^>]*>0: crimson/)
  })
})

describe('rules of colours', () => {
  it('fit in their order, by number, by comparison, or always', () => {
    const cases: readonly (readonly [string, number, string | undefined])[] = [
      ['3: red', 3, 'red'],
      ['3: red', 4, undefined],
      ['x > 3: blue\nred', 4, 'blue'],
      ['x > 3: blue\nred', 3, 'red'],
      ['0 <= x < 5: rgb(1, 2, 3)', 5, undefined],
      ['0 <= x < 5: rgb(1, 2, 3)', 0, 'rgb(1, 2, 3)'],
      ['5 > x >= 2: #fff', 2, '#fff'],
      ['x != 1: #000000', 1, undefined],
      ['x == -1.5: navy', -1.5, 'navy'],
      ['', 1, undefined],
    ]
    for (const [text, x, color] of cases) assert.deepEqual([text, x, colorOf(text, x)], [text, x, color])
  })

  it('are refused with the line where they are none, and so is what is no colour', () => {
    assert.equal(faultIn(rules), undefined)
    assert.match(faultIn('red\n\nx is 3: blue') ?? '', /^Rule 2: 'x is 3'/)
    assert.match(faultIn('3: url(http://evil)') ?? '', /is no colour/)
    assert.match(faultIn('3: red; position: fixed') ?? '', /is no colour/)
  })
})
