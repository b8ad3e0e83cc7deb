import { transformSync } from 'esbuild'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'decorated-'))
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(root, join(folder, 'node_modules', 'unit-compositor'), 'junction')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A plugin's module, compiled as tools do that are not told which decorators are meant. */
function compiled(name: string, source: string, experimentalDecorators: boolean): string {
  const { code } = transformSync(
    `import { aside, Aside, Block, block, Clock, definePlugin, handler, needs, rescores, view } from 'unit-compositor'
    ${source}
    export default definePlugin({ name: '${name}', blocks: [One] })`,
    {
      loader: 'ts',
      target: 'es2022',
      tsconfigRaw: { compilerOptions: { experimentalDecorators, useDefineForClassFields: false } },
    },
  )
  const path = join(folder, `${name}.mjs`)
  writeFileSync(path, code)
  return path
}

/** What a process of its own finds when it loads plugins by the built package, as a host does. */
function found(paths: readonly string[]): { readonly code: string; readonly message: string }[] {
  const code = `import { loadPlugins } from 'unit-compositor/plugins'
    const { diagnostics } = await loadPlugins({ specifiers: ${JSON.stringify(paths)} })
    console.log(JSON.stringify(diagnostics))`
  const answer = execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: folder })
  return JSON.parse(answer.toString()) as { code: string; message: string }[]
}

const blocks: readonly (readonly [string, string])[] = [
  ['view', `@block('one') class One extends Block({}) { @view studentView() { return {} } }`],
  ['handler', `@block('one') class One extends Block({}) { @handler press() { return {} } }`],
  [
    'handler',
    `@block('one') class One extends Block({}) { @handler({ reads: true }) press() { return {} } }`,
  ],
  ['rescores', `@block('one') class One extends Block({}) { @rescores again() {} }`],
  ['needs', `@block('one') @needs(Clock) class One extends Block({}) {}`],
  ['block', `@block('one') class One extends Block({}) {}`],
  ['aside', `@aside('one') class One extends Aside({}) {}`],
]

describe.skipIf(!existsSync(join(root, 'dist/plugins/index.js')))(
  'a plugin compiled with standard decorators',
  () => {
    it('is refused with what to set, whichever decorator comes first', () => {
      const paths = blocks.map(([, source], index) => compiled(`standard-${index}`, source, false))
      const findings = found(paths)
      expect(findings.map(({ code }) => code)).toEqual(blocks.map(() => 'plugin-load'))
      for (const [index, [decorator]] of blocks.entries()) {
        expect(findings[index]?.message).toContain(`@${decorator} on '`)
        expect(findings[index]?.message).toContain('"experimentalDecorators": true')
      }
    })

    it('loads once it is compiled with TypeScript’s', () => {
      const [, source = ''] = blocks[0] ?? []
      expect(found([compiled('experimental', source, true)])).toEqual([])
    })
  },
)
