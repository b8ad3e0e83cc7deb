import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DocumentPackage, isBuilt } from './document-package.js'
import { snippetsOf } from './snippets.js'

const program = `
import { block, MemoryRuntime } from 'unit-compositor/testing'
import { HintsBlock } from './hints-block.js'

const runtime = new MemoryRuntime()
const hints = runtime.add(block(HintsBlock))
const [ada, bob, staff] = [runtime.learner('ada'), runtime.learner('bob'), runtime.staff()]
const found: Record<string, unknown> = {}
found['attempt'] = (await ada.call(hints, 'submit', { answer: 'So.' })).body
const { body: key } = await bob.call(hints, 'leave', { by: 'bob', text: 'Think.' })
found['refused'] = (await ada.call(hints, 'desk', {}, { method: 'GET' })).status
found['desk'] = (await staff.call(hints, 'desk', {}, { method: 'GET' })).body
await staff.call(hints, 'grade', { learner: 'ada', score: 4, comment: 'Good.' })
found['view'] = (await ada.show(hints)).text
found['left'] = (await staff.call(hints, 'remove', { key })).body
const { body: id } = await staff.call(hints, 'grade_all')
found['job'] = runtime.jobs.get(String(id))?.result
found['report'] = await staff.report(hints)
console.log(JSON.stringify(found))
`

describe.skipIf(!isBuilt)('docs/staff-side.md', () => {
  const written = new DocumentPackage()
  let compiled: string
  let found: Readonly<Record<string, unknown>>
  beforeAll(() => {
    for (const { path, text } of snippetsOf('staff-side.md')) if (path) written.write(path, text)
    written.write('src/program.ts', program)
    compiled = written.compile()
    found = written.answerOf('src/program.ts') as typeof found
  }, 120_000)
  afterAll(() => written.remove())

  it('shows a block that staff of a course work with, which compiles and does what the page says', () => {
    expect(compiled).toBe('')
    expect(found).toEqual({
      attempt: 1,
      refused: 403,
      desk: { items: [['ada', 'So.', null]], next: null },
      view: 'Why? Think. 4 of 5. Good.',
      left: 0,
      job: { learners: 1 },
      report: [{ learner: 'ada', answer: 'So.', points: 5 }],
    })
  })
})
