import { readFileSync } from 'node:fs'
import { block, describeBlock, fromOlx, MemoryRuntime, unit } from 'unit-compositor/testing'
import { describe, expect, it } from 'vitest'
import { HandInBlock } from './hand-in-block.js'

const scenario = readFileSync(new URL('../scenarios/hand-in.xml', import.meta.url), 'utf8')
const essay = fromOlx(scenario, HandInBlock)

describeBlock(HandInBlock, { describe, it }, { scenarios: [essay] })

const text = { name: 'tides.txt', type: 'text/plain', bytes: new TextEncoder().encode('The moon pulls.') }

function open() {
  const runtime = new MemoryRuntime({
    now: '2027-03-01T12:00:00Z',
    catalogues: new URL('../locale/', import.meta.url),
  })
  const page = runtime.add(unit(essay, block(HandInBlock, { displayName: 'And the second' })))
  const [first, second] = page.children
  if (!first || !second) throw new Error('The unit is empty.')
  const handIn = (id: string, files = [text]) =>
    runtime.learner(id).call(first, 'hand_in', { note: 'Here it is.' }, { files })
  const read = async (who: ReturnType<typeof runtime.learner>, handler: string, suffix: string, query = {}) =>
    who.call(first, handler, {}, { method: 'GET', suffix, query })
  return { runtime, first, second, handIn, read, ada: runtime.learner('ada'), staff: runtime.staff() }
}

describe('handing in', () => {
  it('keeps the file of each attempt, for its learner and for staff alone', async () => {
    const { runtime, ada, staff, first, handIn, read } = open()
    expect((await handIn('ada')).body).toEqual({ attempt: 1 })
    expect((await handIn('ada', [{ ...text, bytes: new TextEncoder().encode('Better.') }])).body).toEqual({
      attempt: 2,
    })
    expect(ada.events.map(({ type }) => type)).toEqual(['completion', 'completion'])
    const bytes = (answer: { body: unknown }) => Buffer.from(answer.body as Uint8Array).toString()
    expect(bytes(await read(ada, 'file', '1/tides.txt'))).toBe('The moon pulls.')
    expect(bytes(await read(staff, 'work', 'ada', { file: '2/tides.txt' }))).toBe('Better.')
    expect((await read(runtime.learner('bob'), 'file', '1/tides.txt')).status).toBe(404)
    expect((await read(runtime.learner('bob'), 'work', 'ada', { file: '1/tides.txt' })).status).toBe(403)
    expect((await ada.show(first)).text).toMatch(/You handed in: tides\.txt \(March 1, 2027.*\)/)
  })

  it.each([
    ['no file', []],
    ['an empty file', [{ ...text, bytes: new Uint8Array() }]],
    ['a program', [{ name: 'run', type: 'image/png', bytes: Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 1) }]],
  ])('refuses %s, and counts no attempt', async (_what, files) => {
    const { handIn } = open()
    expect((await handIn('ada', files)).status).toBeGreaterThanOrEqual(400)
    expect((await handIn('ada')).body).toEqual({ attempt: 1 })
  })

  it('says what beside it is still to do, in the learner’s language', async () => {
    const { runtime, first, handIn } = open()
    await handIn('ada')
    const { text: page } = await runtime.learner('ada', { locale: 'es' }).show(first)
    expect(page).toMatch(/Has entregado: tides\.txt/)
    expect(page).toContain('Entregar como ada')
    expect(page).toContain('Aquí falta por hacer: And the second')
  })
})

describe('grading', () => {
  it('is done at a desk that names who handed in what, and read by the learner', async () => {
    const { ada, staff, first, handIn } = open()
    await handIn('ada')
    const desk = async () => (await staff.call(first, 'desk', {}, { method: 'GET' })).body
    expect(await desk()).toEqual({
      rows: [{ learner: 'ada', name: 'ada', file: '1/tides.txt', note: 'Here it is.', grade: null }],
      next: null,
    })
    expect((await staff.call(first, 'grade', { learner: 'ada', points: 6 })).status).toBe(422)
    expect((await ada.call(first, 'grade', { learner: 'ada', points: 5 })).status).toBe(403)
    expect(
      (await staff.call(first, 'grade', { learner: 'ada', points: 4, comment: 'Why twice a day?' })).status,
    ).toBe(200)
    expect((await ada.show(first)).text).toContain('4 of 5 points Why twice a day?')
    expect(await desk()).toMatchObject({ rows: [{ grade: { points: 4, comment: 'Why twice a day?' } }] })
    expect(await staff.report(first)).toEqual([
      {
        learner: 'ada',
        attempts: 1,
        file: '1/tides.txt',
        at: Date.UTC(2027, 2, 1, 12),
        points: 4,
        comment: 'Why twice a day?',
      },
    ])
  })
})
