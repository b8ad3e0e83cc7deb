import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hostRequestOf } from '../../host/http/fetch-adapter.js'
import { BenchHelp } from '../../workbench/bench-help.js'
import { codeFrame } from '../../workbench/code-frame.js'
import { historyPanel } from '../../workbench/history-panel.js'
import { compilerOf } from '../../workbench/package-compiler.js'
import { findPlugin, pluginOf } from '../../workbench/plugin-place.js'
import { StageThreads } from '../../workbench/stage-thread.js'
import { Workbench } from '../../workbench/workbench.js'
import { PythonScripts } from '../../python/index.js'
import { people } from '../../workbench/person.js'

const noHelp = new BenchHelp(() => Promise.reject(new Error('Nobody calls.')))
const root = fileURLToPath(new URL('../../', import.meta.url))
const built = existsSync(join(root, 'dist', 'workbench', 'stage-worker.js'))

const block = (word: string) => `import { Block, block, Fragment, html, integer } from 'unit-compositor'
import { handler, view } from 'unit-compositor'
export class CountBlock extends Block({ userState: { count: integer(0) } }) {
  studentView() { return new Fragment(html\`<p>${word} \${this.count}</p>\`) }
  publicView() { for (;;); }
  add() { this.count += 1; return {} }
  fails() { throw new RangeError('out of range') }
}
const { prototype } = CountBlock
for (const name of ['studentView', 'publicView']) view(prototype, name, {})
for (const name of ['add', 'fails']) handler(prototype, name, {})
block('count')(CountBlock)
`
const plugin = `import { definePlugin } from 'unit-compositor'
import { CountBlock } from './count-block.js'
export default definePlugin({ name: 'count-plugin', blocks: [CountBlock] })
`

describe.skipIf(!built)('a plugin under work', () => {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-'))
  const source = join(folder, 'lib', 'count-block.js')
  const place = '/scenarios/count-plugin%2Fcount/as/ada/at/now'
  const usage = encodeURIComponent('block-v1:Workbench+Scenarios+1+type@count+block@count')

  beforeAll(() => {
    mkdirSync(join(folder, 'lib'))
    mkdirSync(join(folder, 'node_modules'))
    symlinkSync(root, join(folder, 'node_modules', 'unit-compositor'), 'junction')
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({
        name: 'count-plugin',
        type: 'module',
        exports: { '.': { import: './lib/index.js' } },
        keywords: ['unit-compositor-plugin'],
      }),
    )
    writeFileSync(join(folder, 'lib', 'index.js'), plugin)
    writeFileSync(source, block('Clicks'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is found by its folder, its module and its name', () => {
    const found = { entry: join(folder, 'lib', 'index.js'), folder }
    expect(findPlugin(folder, '/')).toEqual(found)
    expect(findPlugin('lib/index.js', folder)).toEqual(found)
    expect(findPlugin('unit-compositor', join(folder, 'lib')).folder).toBe(
      join(folder, 'node_modules', 'unit-compositor'),
    )
    expect(pluginOf(folder)).toEqual(found)
    expect(pluginOf(join(folder, 'lib'))).toBeUndefined()
    expect(() => findPlugin('no-such-plugin', folder)).toThrow(/no plugin 'no-such-plugin'/)
  })

  it('shows a saved change of a module inside it, with all state', async () => {
    await using workbench = await Workbench.open({ plugins: [findPlugin(folder, '/')], watch: true })
    const ask = (path: string, init?: RequestInit) =>
      workbench.answer(hostRequestOf(new Request(`http://localhost${path}`, init)))
    const live = (await ask('/live')).stream?.getReader()
    await ask(`${place}/blocks/${usage}/handlers/add`, { method: 'POST', body: '{}' })
    expect(String((await ask(`${place}/views/student_view`)).body)).toContain('<p>Clicks 1</p>')

    writeFileSync(source, block('Counts'))
    const decoder = new TextDecoder()
    for (;;) {
      const told = await live?.read()
      if (!told || told.done || decoder.decode(told.value).includes('"reload"')) break
    }
    expect(String((await ask(`${place}/views/student_view`)).body)).toContain('<p>Counts 1</p>')
  })

  it('is compiled where it says how, and what does not compile is said', async () => {
    const [found, packages] = [findPlugin(folder, '/'), createRequire(import.meta.url)]
    expect(compilerOf(found)).toBeUndefined()
    const typescript = join(folder, 'node_modules', 'typescript')
    symlinkSync(dirname(packages.resolve('typescript/package.json')), typescript, 'junction')
    const options = { target: 'ES2022', module: 'NodeNext', types: [], rootDir: 'src', outDir: 'made' }
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, include: ['src'] }),
    )
    mkdirSync(join(folder, 'src'))
    const source = join(folder, 'src', 'one.ts')
    writeFileSync(source, 'export const one: number = 1\n')
    expect(await compilerOf(found)?.()).toEqual([])
    expect(readFileSync(join(folder, 'made', 'one.js'), 'utf8')).toContain('export const one = 1')
    writeFileSync(source, "export const one: number = 'a'\n")
    expect(await compilerOf(found)?.()).toEqual([expect.stringMatching(/one\.ts\(1,14\): error TS2322/)])
    for (const broken of ['export const one: number = (\n', 'export class { @view }\n']) {
      writeFileSync(source, broken)
      expect(await compilerOf(found)?.()).toEqual(
        expect.arrayContaining([expect.stringMatching(/one\.ts\(\d+,\d+\): error TS/)]),
      )
      expect(readFileSync(join(folder, 'made', 'one.js'), 'utf8')).toContain('export const one = 1')
    }
  })

  it('is told where it threw', async () => {
    await using workbench = await Workbench.open({ plugins: [findPlugin(folder, '/')] })
    const ask = (path: string, init?: RequestInit) =>
      workbench.answer(hostRequestOf(new Request(`http://localhost${path}`, init)))
    await ask(`${place}/blocks/${usage}/handlers/fails`, { method: 'POST', body: '{}' })
    const [failure] = workbench.bench.timeLine('count-plugin/count').moments.at(-1)?.failures ?? []
    expect(failure?.message).toContain('out of range')
    expect(failure?.stack).toMatch(/RangeError: out of range\n\s+at .*count-block\.js:7:/)
    const panel = historyPanel(workbench.bench.timeLine('count-plugin/count').moments, undefined).text
    expect(panel).toContain('Where it was thrown')
    expect(panel).toContain('count-block.js:7:')

    const { body } = await ask(`${place}/panels`)
    const { overlay } = JSON.parse(String(body)) as { overlay: string }
    expect(overlay).toContain('lib/count-block.js:7:')
    expect(/<mark>([^]*?)<\/mark>/.exec(overlay)?.[1]).toMatch(
      /^ {3}7 {2} {2}fails\(\) \{ throw new RangeError\([^]*\n +\^\n$/,
    )
    await ask(`${place}/views/student_view`)
    const later = JSON.parse(String((await ask(`${place}/panels`)).body)) as { overlay: string }
    expect(later.overlay).toBe('')
  })

  it('is shown no line of a file that is not its own', () => {
    const failure = (at: string) =>
      ({ code: 'block-failed', message: 'No.', stack: `Error: No.\n    at one (${at}:1:1)` }) as const
    expect(codeFrame(failure(join(folder, 'lib', 'index.js')), [folder])).toMatchObject({
      file: join('lib', 'index.js'),
      line: 1,
    })
    for (const at of [
      '/etc/passwd',
      join(folder, '..', 'other.js'),
      join(folder, 'node_modules/unit-compositor/package.json'),
    ])
      expect([at, codeFrame(failure(at), [folder])]).toEqual([at, undefined])
  })

  it('is ended when it hangs, and is back with the next request', async () => {
    const threads = new StageThreads(2000)
    const stage = threads.open([findPlugin(folder, '/')], noHelp)
    const [person] = people
    if (!person) throw new Error('There is nobody.')
    const standing = { scenario: 'count-plugin/count', person, records: {}, edits: {}, place }
    await stage.catalogue()
    await expect(stage.show(standing, 'public_view')).rejects.toThrow(/did not come back within 2 s/)
    expect((await stage.show(standing, 'student_view')).html).toContain(' 0</p>')
    await stage.close()
    await threads.close()
  })
})

describe.skipIf(!PythonScripts.available())('a stage in a thread', () => {
  it('shows problems whose scripts run outside it, and goes on with the same Python when it is opened anew', async () => {
    const scripts = new PythonScripts({ processes: 1 })
    const threads = new StageThreads(20_000, scripts)
    const [person] = people
    if (!person) throw new Error('There is nobody.')
    const scenario = {
      scenario: 'unit-compositor/blocks/problem',
      person,
      records: {},
      edits: {},
      place: '/here',
    }
    const scripted = `<problem><script type="loncapa/python">
words = ['%s-%d' % (name, len(name)) for name in ('one', 'three')]
told = ' and '.join(words)
</script><p>Say $told</p><stringresponse answer="$told"><textline label="Answer"/></stringresponse></problem>`
    const usage = 'block-v1:Workbench+Scenarios+1+type@problem+block@problem'
    try {
      for (let round = 0; round < 2; round++) {
        const stage = threads.open([], noHelp)
        const blocks = await stage.inspect(scenario)
        const key = blocks.find(({ type }) => type === 'problem')?.usage ?? usage
        const edits = { [key]: { data: { value: scripted } } }
        expect((await stage.show({ ...scenario, edits }, 'student_view')).html).toContain(
          'Say one-3 and three-5',
        )
        await stage.close()
      }
    } finally {
      await threads.close()
      await scripts.close()
    }
  }, 60_000)
})
