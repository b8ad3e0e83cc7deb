import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as runtime from '../../runtime/index.js'
import { DocumentPackage, isBuilt } from './document-package.js'
import { importsOf, snippetsOf } from './snippets.js'

const text = readFileSync(new URL('../../docs/fields.md', import.meta.url), 'utf8')
const snippets = snippetsOf('fields.md')

/** The rows of the table under a heading, cell by cell. */
function rows(heading: string): string[][] {
  const [, section = ''] = text.split(`## ${heading}\n`)
  const [table = ''] = section.split('\n## ')
  const lines = table.split('\n').filter((line) => line.startsWith('| `'))
  return lines.map((line) =>
    line
      .slice(2, -2)
      .split(/ (?<!\\)\| /)
      .map((cell) => cell.replaceAll('\\|', '|').trim()),
  )
}

const code = (cell = '') => /^`([^`]*)`(?::|$)/.exec(cell)?.[1]

const whose = { everybody: 'none', 'one learner': 'one', 'all learners': 'all' } as const
const what = { definition: 'definition', usage: 'usage', 'block type': 'type', everything: 'all' } as const

/** One field of each type, with the type that its property is said to have. */
function examples(): string {
  const types = rows('Types')
  const fields = types.map(
    ([name, , , example], index) => `  field${index}: ${code(example) ?? `missing('${name}')`},\n`,
  )
  const checks = types.flatMap(([, value], index) => {
    const type = code(value)
    return type === undefined ? [] : [`holds<Equal<Examples['field${index}'], ${type}>>()\n`]
  })
  return `
import { Block, block, ${constructors.join(', ')}, type Score, type UsageKey } from 'unit-compositor'
import { block as draft, MemoryRuntime } from 'unit-compositor/testing'
import { z } from 'zod'
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const holds = <T extends true>(proof?: T): T | undefined => proof
@block('examples')
class Examples extends Block({ settings: {
${fields.join('')}} }) {}
${checks.join('')}
const runtime = new MemoryRuntime()
const fields = runtime.learner('ada').fields(runtime.add(draft(Examples)))
console.log(JSON.stringify([${types.map((_, index) => `fields.field${index}`).join(', ')}], (_, value) => value instanceof Set ? [...value] : value))
`
}

const constructors = rows('Types').map(([name]) => /\w+/.exec(code(name) ?? '')?.[0] ?? '')

describe('docs/fields.md', () => {
  it('lists the scopes for whom and for what they are', () => {
    const documented = rows('Scopes').map(([name, user, block]) => [
      code(name),
      { user: whose[user as keyof typeof whose], block: what[block as keyof typeof what] },
    ])
    const known = Object.entries(runtime.scopes).map(([name, { user, block }]) => [name, { user, block }])
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(known))
  })

  it('lists every type of field', () => {
    const made = Object.entries(runtime)
      .filter(([name]) => /^[a-z]/.test(name))
      .filter(([name, make]) => constructors.includes(name) && typeof make === 'function')
    expect(made).toHaveLength(constructors.length)
  })
})

describe.skipIf(!isBuilt)('the snippets of docs/fields.md', () => {
  const written = new DocumentPackage()
  let compiled: string

  beforeAll(() => {
    for (const [index, { text }] of snippets.entries()) {
      written.write(`src/snippet${index}.ts`, importsOf(text) + text)
    }
    written.write('src/examples.ts', examples())
    compiled = written.compile()
  }, 120_000)
  afterAll(() => written.remove())

  it('are all of the language that is compiled', () => {
    expect(snippets.filter(({ language }) => language !== 'ts')).toEqual([])
  })

  it('compile, and each example has the property type said', () => {
    expect(compiled).toBe('')
  })

  it('give their defaults', () => {
    const defaults = written.answerOf('src/examples.ts') as unknown[]
    const byName = Object.fromEntries(constructors.map((name, index) => [name, defaults[index]]))
    expect(byName).toMatchObject({
      string: 'Poll',
      uniqueId: expect.stringMatching(/^[0-9a-f]{40}$/) as unknown,
      integer: 1,
      boolean: true,
      relativeTime: 90,
      list: ['a'],
      set: [],
      json: { a: [1] },
      structured: { id: 'a' },
      date: null,
      optional: null,
    })
  })
})
