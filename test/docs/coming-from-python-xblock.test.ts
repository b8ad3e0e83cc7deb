import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as testing from '../../plugins/testing/index.js'
import * as runtime from '../../runtime/index.js'

const text = readFileSync(new URL('../../docs/coming-from-python-xblock.md', import.meta.url), 'utf8')
const rows = text
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| Python'))
  .map((line) => line.split(' | ').at(-1) ?? '')

/** Names that are no value: types, members, and words of package.json. */
const others = new Set(
  `ClientInit HandlerResponse addCss addJavascript choice readOlx overrides label help values content client settings
   unitCompositor`.split(/\s+/),
)

describe('docs/coming-from-python-xblock.md', () => {
  it('names only what is exported', () => {
    const exported = new Set([...Object.keys(runtime), ...Object.keys(testing)])
    const groups = new Set(Object.keys(runtime.scopes))
    const named = rows.flatMap((row) => [...row.matchAll(/`@?([A-Za-z]\w*)`/g)].map(([, name = '']) => name))
    expect(named.length).toBeGreaterThan(50)
    expect(named.filter((name) => !exported.has(name) && !groups.has(name) && !others.has(name))).toEqual([])
  })
})
