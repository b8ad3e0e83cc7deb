import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { discoverPlugins, loadPlugins } from '../../plugins/index.js'

let host: string
beforeEach(() => {
  host = mkdtempSync(join(tmpdir(), 'plugins-'))
})
afterEach(() => rmSync(host, { recursive: true }))

interface Package {
  readonly blocks?: readonly string[]
  readonly listed?: readonly string[]
  readonly supports?: string
  readonly keywords?: readonly string[]
  readonly calls?: string
  readonly manifest?: unknown
  /** What the plugin has, and its manifest lists, besides block types. */
  readonly parts?: object
  readonly lists?: object
}

/** Installs a package whose plugin has these block types, as `isPlugin` sees one made by another copy. */
function install(name: string, options: Package = {}): string {
  const {
    blocks = [name],
    listed = blocks,
    supports = '^0.1.0',
    keywords = ['unit-compositor-plugin'],
  } = options
  const folder = join(host, 'node_modules', name)
  mkdirSync(folder, { recursive: true })
  const manifest =
    'manifest' in options ? options.manifest : { name, supports, blocks: listed, ...options.lists }
  const file = {
    name,
    version: '1.2.3',
    type: 'module',
    keywords,
    exports: './main.js',
    unitCompositor: manifest,
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(file))
  const types = blocks.map((type) => ({ name: type, plugin: name }))
  writeFileSync(
    join(folder, 'main.js'),
    `export default ${JSON.stringify({ name: options.calls ?? name, types, ...options.parts })}`,
  )
  return folder
}

function hostFile(dependencies: readonly string[]): void {
  const named = Object.fromEntries(dependencies.map((name) => [name, '*']))
  writeFileSync(join(host, 'package.json'), JSON.stringify({ name: 'host', dependencies: named }))
}

describe('a plugin written on another copy of this product', () => {
  it.each([
    ['a block', "types: [{ name: 'stranger', plugin: 'stranger', blockClass: class {} }]"],
    ['a mixin', "types: [], mixins: [{ name: 'strange', fields: [] }]"],
  ])('is refused for %s with the places of both', async (_what, parts) => {
    const folder = install('stranger', { manifest: undefined })
    mkdirSync(join(host, 'node_modules', 'unit-compositor'), { recursive: true })
    writeFileSync(join(folder, 'main.js'), `export default { name: 'stranger', ${parts} }`)
    const { types, diagnostics } = await loadPlugins({ specifiers: [folder] })
    expect(types.get('stranger')).toBeUndefined()
    expect(diagnostics).toMatchObject([{ code: 'plugin-invalid' }])
    expect(diagnostics[0]?.message).toContain(join('node_modules', 'unit-compositor'))
    expect(diagnostics[0]?.message).toContain('npm pack')
  })
})

describe('discovery', () => {
  it('finds the dependencies that say they are plugins, and runs none of their code', () => {
    install('poll')
    install('chart', { keywords: ['charts'] })
    install('unused')
    writeFileSync(join(install('badge'), 'main.js'), 'throw new Error("ran")')
    hostFile(['poll', 'chart', 'not-installed', 'badge'])
    const { plugins, diagnostics } = discoverPlugins(host)
    expect(diagnostics).toEqual([])
    expect(plugins.map((one) => [one.package, one.version, one.manifest.blocks])).toEqual([
      ['badge', '1.2.3', ['badge']],
      ['poll', '1.2.3', ['poll']],
    ])
    expect(plugins[1]?.specifier).toBe(pathToFileURL(join(host, 'node_modules/poll/main.js')).href)
  })

  it('reports a package that says it is a plugin and has no sound manifest, and goes on', () => {
    install('empty', { manifest: undefined })
    install('wrong', { manifest: { name: 'wrong', supports: 1 } })
    install('poll')
    hostFile(['empty', 'wrong', 'poll'])
    const { plugins, diagnostics } = discoverPlugins(host)
    expect(plugins.map((one) => one.package)).toEqual(['poll'])
    expect(diagnostics.map(({ code, message }) => [code, /'(\w+)'/.exec(message)?.[1]])).toEqual([
      ['plugin-invalid', 'empty'],
      ['plugin-invalid', 'wrong'],
    ])
    expect(diagnostics[1]?.message).toContain('supports')
  })

  it('says so when there is no package.json to look in', () => {
    expect(() => discoverPlugins(host)).toThrow(expect.objectContaining({ code: 'plugin-load' }))
  })
})

describe('loading', () => {
  it('takes package folders, modules and file URLs', async () => {
    const folders = ['one', 'two', 'three'].map((name) => install(name))
    const [one = '', two = '', three = ''] = folders
    const specifiers = [one, join(two, 'main.js'), pathToFileURL(three).href]
    const { types, diagnostics } = await loadPlugins({ specifiers })
    expect(diagnostics).toEqual([])
    expect(types.plugins().map(({ name }) => name)).toEqual(['one', 'two', 'three'])
  })

  it.each([
    [
      'supports another version',
      { supports: '^7.0.0' },
      /'bad' supports unit-compositor \^7.0.0; this is 0\./,
    ],
    ['lists a type it lacks', { listed: ['bad', 'more'] }, /lists the block type 'more'/],
    [
      'hides a type',
      { listed: [] },
      /does not list the block type 'bad', which the plugin provides: it lists none; the plugin has 'bad'/,
    ],
    [
      'lists an aside it lacks',
      { lists: { asides: ['thumbs'] } },
      /lists the aside 'thumbs', which the plugin does not provide/,
    ],
    [
      'hides a mixin',
      { parts: { mixins: [{ name: 'reviews', fields: [] }] } },
      /does not list the mixin 'reviews'/,
    ],
    [
      'calls a service something else',
      { parts: { services: [{ token: { name: 'Weather' } }] }, lists: { services: ['Winds'] } },
      /it lists 'Winds'; the plugin has 'Weather'/,
    ],
    [
      'hides a kind of keys',
      { parts: { keyNamespaces: [{ namespace: 'shelf' }] } },
      /does not list the key namespace 'shelf'/,
    ],
    ['goes by two names', { calls: 'good' }, /calls itself 'good' and its manifest calls it 'bad'/],
    ['has a manifest that is none', { manifest: 7 }, /manifest of 'bad'/],
    ['writes its range wrongly', { supports: 'latest' }, /range 'latest'/],
  ])('refuses a plugin that %s, and loads the others', async (_what, options, message) => {
    const specifiers = [install('bad', options), install('poll')]
    const { types, diagnostics } = await loadPlugins({ specifiers })
    expect(diagnostics).toEqual([
      expect.objectContaining({ code: 'plugin-invalid', message: expect.stringMatching(message) as string }),
    ])
    expect(types.plugins().map(({ name }) => name)).toEqual(['poll'])
  })

  it('names both plugins that claim a block type, unless one may take it over', async () => {
    const specifiers = [install('first', { blocks: ['poll'] }), install('second', { blocks: ['poll'] })]
    const { types, diagnostics } = await loadPlugins({ specifiers })
    expect(diagnostics).toMatchObject([{ code: 'plugin-conflict' }])
    expect(diagnostics[0]?.message).toMatch(/'first'.*'second'/)
    expect(types.get('poll')?.plugin).toBe('first')
    const overriding = await loadPlugins({ specifiers, overrides: ['poll'] })
    expect(overriding.diagnostics).toEqual([])
    expect(overriding.types.get('poll')?.plugin).toBe('second')
  })

  it('names a plugin that cannot be loaded, with why', async () => {
    const { diagnostics } = await loadPlugins({ specifiers: ['no-such-plugin', join(host, 'nothing')] })
    expect(diagnostics.map(({ code }) => code)).toEqual(['plugin-load', 'plugin-load'])
    expect(diagnostics[0]?.message).toContain('no-such-plugin')
  })
})
