import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { responseTags } from '../../blocks/problem/response-tags.js'
import { PythonScripts } from '../../python/index.js'

const text = readFileSync(new URL('../../docs/problems.md', import.meta.url), 'utf8')

describe('docs/problems.md', () => {
  it('says of every response whether it is graded', () => {
    const [table = ''] = /\| response [\s\S]*?\n\n/.exec(text) ?? []
    const named = Array.from(table.matchAll(/`(\w+response)`/g), ([, name = '']) => name)
    expect(named.toSorted()).toEqual([...responseTags.keys()].toSorted())
  })
})

describe.skipIf(!PythonScripts.available())('the modules in docs/problems.md', () => {
  const python = new PythonScripts({ processes: 1 })
  afterAll(() => python.close())

  async function value(code: string): Promise<string> {
    const run = { context: 'c', code, seed: 1, given: {}, occurring: ['x'] }
    return (await python.run(run)).texts['x'] ?? ''
  }

  it('name nothing of numpy that is not there', async () => {
    const [, list = ''] = /```text\n([\s\S]*?)```/.exec(text) ?? []
    const names = list.split(/\s+/).filter(Boolean)
    expect(names).toContain('linspace')
    const code = `import numpy\nx = [n for n in ${JSON.stringify(names)} if not hasattr(numpy, n)]`
    expect(await value(code)).toBe('[]')
  })

  it('have what is said of them', async () => {
    const [, modules = ''] = /## Modules([\s\S]*)/.exec(text) ?? []
    const rows = Array.from(
      modules.matchAll(/^\| `([a-z.]+)` +\| (.*) \|$/gm),
      ([, module = '', has = '']) => [
        module,
        Array.from(has.matchAll(/`([A-Za-z_]\w*)(?:\([^`]*)?`/g), ([, name = '']) => name),
      ],
    )
    const said = Object.fromEntries(rows.filter(([module]) => module !== 'scipy.stats')) as object
    expect(Object.keys(said)).toContain('chem.chemcalc')
    const code = `import importlib
x = [m + '.' + n for m, names in ${JSON.stringify(said)}.items() for n in names
     if not hasattr(importlib.import_module(m), n)]`
    expect(await value(code)).toBe('[]')
  })
})
