import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const maker = join(root, 'docs/api-pages/main.mjs')
const { exports: doors } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  exports: Record<string, { types: string; default: string } | string>
}
/** Each door's page, and the module that a program gets. */
const pages = Object.entries(doors).flatMap(([path, door]) =>
  typeof door === 'string' ? [] : [[path === '.' ? 'runtime' : basename(path), door.default] as const],
)

describe.skipIf(!existsSync(join(root, 'dist/runtime/index.d.ts')))('the API pages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'api-pages-'))
  const page = (name: string) => readFileSync(join(folder, `${name}.md`), 'utf8')
  const headings = (name: string) => [...page(name).matchAll(/^### (\w+)$/gm)].map(([, heading]) => heading)

  beforeAll(() => void execFileSync(process.execPath, [maker, folder]), 60_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('are made of exports that all have a docstring', () => {
    const { stderr, status } = spawnSync(process.execPath, [maker, '--check', folder], { encoding: 'utf8' })
    expect([stderr, status]).toEqual(['', 0])
  })

  it.each(pages)('list everything that %s exports', async (name, module) => {
    const exported = Object.keys((await import(join(root, module))) as object)
    expect(headings(name)).toEqual(expect.arrayContaining(exported.filter((one) => one !== 'default')))
    expect(page('README')).toContain(`(${name}.md)`)
  })

  it('list types too, each once', () => {
    expect(headings('runtime')).toEqual(
      expect.arrayContaining(['HandlerRequest', 'ComposedBlock', 'FieldProperties']),
    )
    expect(new Set(headings('runtime')).size).toBe(headings('runtime').length)
  })

  it('say of a function what it takes, gives and throws', () => {
    const entry = /^### select\n[^]*?(?=^### )/m.exec(page('lms'))?.[0] ?? ''
    expect(entry).toMatch(/^function select\(/m)
    expect(page('runtime')).toMatch(/^- Throws CompositorError `handler-input` for what is no JSON/m)
  })

  it('show nothing private or internal', () => {
    for (const [name] of pages) expect(page(name)).not.toMatch(/^ +(private|#private)|@internal/m)
  })

  it('name the fields of the shipped block types', () => {
    const problem = /^### problem\n[^]*?(?=^### )/m.exec(page('blocks'))?.[0] ?? ''
    expect(problem).toMatch(/^\| `max_attempts` \| Integer \| settings \| `null` \|/m)
    expect(problem).toMatch(/^\| `student_answers` \| Dict \| userState \|/m)
  })
})
