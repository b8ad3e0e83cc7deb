import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readScenario } from '../../workbench/scenario.js'
import { loadPlugins, shippedPlugin } from '../../plugins/index.js'
import { DocumentPackage, isBuilt, root } from './document-package.js'
import { snippetsOf } from './snippets.js'

const readme = readFileSync(join(root, 'README.md'), 'utf8')
const help = (...given: string[]) =>
  execFileSync(process.execPath, [join(root, 'dist/cli/main.js'), ...given, '--help'], {
    encoding: 'utf8',
  })

describe.skipIf(!isBuilt)('README.md', () => {
  const snippets = snippetsOf('../README.md')
  const [embedding, greeting] = ['js', 'ts'].map((wanted) =>
    snippets.find(({ language }) => language === wanted),
  )
  const written = new DocumentPackage()
  let compiled: string

  beforeAll(() => {
    written.write('src/host.ts', hostProgram(embedding?.text ?? ''))
    written.write('src/greeting.ts', greeting?.text ?? '')
    written.write('src/shown.ts', shownProgram)
    compiled = written.compile()
  }, 120_000)
  afterAll(() => written.remove())

  it('has snippets of commands and two of code, which compile', () => {
    expect(snippets.filter(({ language }) => language !== 'sh')).toEqual([embedding, greeting])
    expect(compiled).toBe('')
  })

  it('embeds a host that answers below its path, for the learner it is told', () => {
    expect(written.answerOf('src/host.ts')).toEqual({ home: 200, elsewhere: 404 })
  })

  it('shows a block that greets', () => {
    expect(written.answerOf('src/shown.ts')).toEqual({ text: 'Hello', plugin: 'my-greeting' })
  })

  it('lists every command there is', () => {
    const listed = [...readme.matchAll(/^\| (`[^|]*`) \|/gm)]
      .flatMap(([, cell = '']) => [...cell.matchAll(/`([a-z][a-z-]*)/g)].map(([, name]) => name))
      .filter((name) => name !== 'new')
    const known = [...help().matchAll(/^ {2}([a-z-]+) /gm)].map(([, name]) => name)
    const others = new Set(['new', 'help', 'demo'])
    expect(new Set(listed)).toEqual(new Set(known.filter((name = '') => !others.has(name))))
    expect(help('new')).toMatch(/block/)
  })

  it('names scripts of package.json', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object }
    const named = [...readme.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, name = '']) => name)
    expect([...named, 'start', 'test'].filter((name) => !(name in scripts))).toEqual([])
  })
})

describe.skipIf(!isBuilt)('docs/workbench.md', () => {
  const snippets = snippetsOf('workbench.md')

  it('shows scenarios that the workbench reads', async () => {
    const poll = join(root, 'examples/poll')
    const { types, diagnostics } = await loadPlugins({ specifiers: [shippedPlugin, poll] })
    expect(diagnostics).toEqual([])
    const scenarios = snippets.filter(({ language }) => language === 'xml')
    const read = scenarios.map(({ text }, index) =>
      readScenario({ id: `docs/${index}`, plugin: 'docs', file: 'workbench.md', olx: text }, types),
    )
    expect(read.map(({ title, diagnostics, unit }) => [title, diagnostics, unit.root.type])).toEqual([
      ['Drinks (poll)', [], 'poll'],
      ['Blocks out of a library', [], 'vertical'],
    ])
    expect(read[1]?.libraries).toHaveLength(1)
  })

  it('names a command and an option that are there', () => {
    const [commands] = snippets.filter(({ language }) => language === 'sh')
    for (const line of commands?.text.trim().split('\n') ?? [])
      expect(line).toMatch(/^unit-compositor workbench\b/)
    expect(help('workbench')).toMatch(/--port <number> .*8100/)
    expect(snippets.filter(({ language }) => !['sh', 'xml'].includes(language))).toEqual([])
  })
})

/** The embedding of the document, with sessions that know one learner, asked for two pages. */
function hostProgram(snippet: string): string {
  return `
type Head = { header(name: string): string | undefined }
const sessionOf = (request: Head) => ({ userId: request.header('x-user') ?? 'ada' })
${snippet}
const status = async (path: string) => (await host.fetch(new Request('http://localhost' + path))).status
console.log(JSON.stringify({ home: await status('/learn/'), elsewhere: await status('/other/') }))
await host.close()
`
}

const shownProgram = `
import { block, MemoryRuntime } from 'unit-compositor/testing'
import plugin from './greeting.js'

const [type] = plugin.types
const runtime = new MemoryRuntime({ types: { get: (name) => (name === type?.name ? type : undefined) } })
const placed = runtime.add(block('greeting'))
console.log(JSON.stringify({ text: (await runtime.learner('ada').show(placed)).text, plugin: plugin.name }))
`
