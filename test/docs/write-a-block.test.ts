import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isBuilt, linkPackages, root } from './document-package.js'
import { snippetsOf } from './snippets.js'

const cli = join(root, 'dist/cli/main.js')
const compiler = join(root, 'node_modules/typescript/bin/tsc')
const snippets = snippetsOf('write-a-block.md')

describe.skipIf(!isBuilt)('docs/write-a-block.md', () => {
  const place = mkdtempSync(join(tmpdir(), 'write-a-block-'))
  const folder = join(place, 'mood')
  const node = (...given: string[]) => spawnSync(process.execPath, given, { cwd: folder, encoding: 'utf8' })

  /** Does what the document says, but for the installing, which another test does. */
  beforeAll(() => {
    const [command] = snippets.filter(({ language }) => language === 'sh')
    const [first = ''] = command?.text.split('\n') ?? []
    if (!first.startsWith('npx unit-compositor new block '))
      throw new Error(`The document begins with ${first}`)
    execFileSync(process.execPath, [cli, ...first.split(' ').slice(2)], { cwd: place })
    linkPackages(folder)
    for (const { path, text } of snippets) {
      if (path !== undefined) writeFileSync(join(folder, path), text)
    }
    const file = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as object
    const [shipped] = snippets.filter(({ language }) => language === 'json')
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ ...file, ...(JSON.parse(shipped?.text ?? '') as object) }),
    )
  })
  afterAll(() => rmSync(place, { recursive: true, force: true }))

  it('has only snippets that are run', () => {
    const idle = snippets.filter(
      ({ path, language }) => path === undefined && !['sh', 'json'].includes(language),
    )
    expect(idle).toEqual([])
  })

  it('compiles, and its tests pass', () => {
    const compiled = node(compiler)
    expect(compiled.stdout).toBe('')
    const tests = snippets.flatMap(({ path }) =>
      path?.endsWith('.test.ts') ? [path.replace('src/', 'dist/').replace('.ts', '.js')] : [],
    )
    const tested = node('--test', ...tests)
    expect(tested.stdout).toMatch(/fail 0\n/)
    expect(tests).toHaveLength(3)
    expect(tested.status).toBe(0)
  }, 120_000)

  it('opens a host with the plugin it made', () => {
    const { stdout, stderr } = node('dist/host.js')
    expect([stdout, stderr]).toEqual(['All plugins are sound.\n', ''])
  }, 60_000)
})
