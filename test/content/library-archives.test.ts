import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import shippedBlocks from '../../blocks/index.js'
import { exportVersion, importPath, type ImportOptions } from '../../content/index.js'
import { BlockTypeRegistry } from '../../plugins/index.js'
import type { Finding } from '../../runtime/index.js'
import { tarArchive, zipArchive, type MadeEntry } from './archives.js'
import { memoryStore } from './made-olx.js'

const folder = mkdtempSync(join(tmpdir(), 'library-archives-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const types = new BlockTypeRegistry()
types.register(shippedBlocks)

const shared = fileURLToPath(new URL('../../../shared/olx/', import.meta.url))
const root = fileURLToPath(new URL('../../', import.meta.url))
let made = 0
const free = (ending = '') => join(folder, `made-${++made}${ending}`)

function written(texts: Readonly<Record<string, string>>): string {
  const path = free()
  for (const [name, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), text)
  }
  return path
}

const entity = (
  key: string,
  { draft = 1, published = 1, container = '', versions = '' }: Readonly<Record<string, unknown>> = {},
) =>
  `[entity]\nkey = "${key}"\ncreated = 2026-01-01T00:00:00Z\n${String(container)}\n[entity.draft]\nversion_num = ${String(draft)}\n\n[entity.published]\nversion_num = ${String(published)}\n${String(versions) || '\n[[version]]\ntitle = "One"\nversion_num = 1\n'}`
const block = 'entities/xblock.v1/html/a'

/** A library of one text that has a draft, one pinned in a unit, and a collection. */
const library: Readonly<Record<string, string>> = {
  'package.toml':
    '# ours\n[meta]\nformat_version = 1\n\n[learning_package]\ntitle = "Archived"\nkey = "lib:Made:Archived"\n',
  [`${block}.toml`]: entity('xblock.v1:html:a', {
    draft: 2,
    versions:
      '\n[[version]]\ntitle = "Newer"\nversion_num = 2\n\n[[version]]\ntitle = "Older"\nversion_num = 1\n',
  }),
  [`${block}/component_versions/v1/block.xml`]: '<html display_name="Older">published</html>',
  [`${block}/component_versions/v2/block.xml`]: '<html display_name="Newer">draft</html>',
  'entities/unit-1.toml': entity('unit-1', {
    container: '\n[entity.container.unit]\n',
    versions:
      '\n[[version]]\ntitle = "Unit"\nversion_num = 1\n\n[version.container]\nchildren = ["xblock.v1:html:a"]\n',
  }),
  'collections/first.toml':
    '[collection]\ntitle = "First"\nkey = "first"\ndescription = ""\ncreated = 2026-01-01T00:00:00Z\nentities = ["xblock.v1:html:a"]\n',
}
const oldLibrary: Readonly<Record<string, string>> = {
  'library.xml':
    '<library org="Made" library="Old" display_name="Old"><html url_name="a">text</html></library>\n',
}

/** A usage key without its library. */
const shortOf = (usage: string) => usage.split(/[:@+]/).slice(-2).join(':')

const restored = [
  { what: 'a v2 library', path: () => written(library), as: 'lib:Other:New', draft: false },
  { what: 'the drafts of a v2 library', path: () => written(library), as: 'lib:Other:New', draft: true },
  { what: 'a v1 library', path: () => written(oldLibrary), as: 'library-v1:Other+New', draft: false },
  { what: 'the demo', path: () => join(root, 'demo/library'), as: 'lib:Other:New', draft: false },
  {
    what: 'v2-library-sample',
    path: () => join(shared, 'v2-library-sample'),
    as: 'lib:Other:New',
    draft: false,
  },
  { what: 'lib50', path: () => join(shared, 'lib50'), as: 'lib:Other:New', draft: false },
]

describe('a library that is restored under another key', () => {
  it.each(restored)(
    'has the same blocks and files under it, in every form ($what)',
    async ({ path, as, draft }) => {
      const from = path()
      if (!existsSync(from)) return
      const { store } = memoryStore()
      const first = await importPath(from, { types, store, draft }).catch(() => undefined)
      // A folder of real libraries may hold several.
      if (!first) return
      const shown = async (context: string, version: string) => {
        const view = await store.view(context, version)
        const all: string[] = []
        for await (const [usage, { definition, settings, parent }] of view.allBlocks()) {
          const isRoot = usage === view.root
          all.push(
            `${isRoot ? 'root' : shortOf(usage)} in ${parent === view.root ? 'root' : shortOf(parent ?? '')}: ${definition} ${JSON.stringify(settings)}`,
          )
        }
        return all.sort()
      }
      const said = (all: readonly Finding[]) =>
        all
          .filter(({ code }) => code !== 'import-unrelated')
          .map(({ code, file, line, message }) => [code, file, line, message])
      const names = new Set<string>()
      for (const ending of ['', '.tar.gz', '.zip']) {
        const to = free(ending)
        await exportVersion(store, first.context, to)
        const again = await importPath(to, { types, store, draft, as })
        expect(again.context).toBe(as)
        expect(said(again.findings)).toEqual(said(first.findings))
        expect(again.blocks).toEqual(first.blocks)
        names.add(again.version)
        const mine = await shown(first.context, first.version)
        expect((await shown(as, again.version)).length).toBe(mine.length)
      }
      // The same files, whichever way they came; and what was here goes on as it was.
      expect(names.size).toBe(1)
      expect((await store.head(first.context)).draft).toBe(first.version)
      const back = free()
      await exportVersion(store, as, back)
      const { store: elsewhere } = memoryStore()
      expect(await importPath(back, { types, store: elsewhere, draft })).toMatchObject({ context: as })
    },
  )

  it('leads its links and references to itself to where it is, and those of others to where they were', async () => {
    const { store } = memoryStore()
    const pin = 'f'.repeat(64)
    const told = (key: string, rest = '') =>
      `<a href="/jump_to/lb:${key}:html:a">x</a> <a href='/jump_to/lb%3A${key.replace(':', '%3A')}%3Ahtml%3Aa'>y</a> lib:${key}${rest} lct:${key}:unit:unit-1`
    const text = (key: string, rest = '') =>
      `<html display_name="é" copied_from_block="lb:${key}:html:b"><![CDATA[${told(key, rest)} ${told('Made:Archived2', `:${pin}`)} xlib:Made:Archived]]></html>`
    const bank = (key: string, rest = '') =>
      `<vertical display_name="V"><itembank source_libraries="[&quot;lib:${key}${rest}&quot;]" pool="[&quot;lb:${key}:html:a&quot;]"/></vertical>`
    const made = (key: string, rest = '') => ({
      ...library,
      [`${block}/component_versions/v1/block.xml`]: text(key, rest),
      [`${block}/component_versions/v2/block.xml`]: text(key, rest),
      [`${block}/component_versions/v1/static/page.txt`]: told(key),
      'entities/xblock.v1/vertical/v.toml': entity('xblock.v1:vertical:v'),
      'entities/xblock.v1/vertical/v/component_versions/v1/block.xml': bank(key, rest),
    })
    await importPath(written(made('Made:Archived', `:${pin}`)), { types, store, as: 'lib:Other:New' })
    const to = free()
    await exportVersion(store, 'lib:Other:New', to)
    const wanted: Record<string, string> = {
      ...made('Other:New'),
      'package.toml': library['package.toml']?.replace('lib:Made:Archived', 'lib:Other:New') ?? '',
      [`${block}/component_versions/v1/static/page.txt`]: told('Made:Archived'),
    }
    for (const [path, expected] of Object.entries(wanted))
      expect([path, readFileSync(join(to, path), 'utf8')]).toEqual([path, expected])
    const old = (org: string, name: string) =>
      `<library org="${org}" library="${name}"><html url_name="a"><![CDATA[<a href="/jump_to/lib-block-v1:${org}+${name}+type@html+block@a">x</a> lib-block-v1:Made+Older+type@html+block@a]]></html><library_content url_name="b" source_library_id="library-v1:${org}+${name}"/></library>\n`
    const v1 = await importPath(written({ 'library.xml': old('Made', 'Old') }), {
      types,
      store,
      as: 'library-v1:Other+New',
    })
    const back = free()
    await exportVersion(store, v1.context, back)
    expect(readFileSync(join(back, 'library.xml'), 'utf8')).toBe(old('Other', 'New'))
  })

  it('differs from what was archived in what says the key alone', async () => {
    const { store } = memoryStore()
    await importPath(written(library), { types, store, as: 'lib:Other:New' })
    const to = free()
    await exportVersion(store, 'lib:Other:New', to)
    for (const [path, text] of Object.entries(library))
      expect(readFileSync(join(to, path), 'utf8')).toBe(text.replace('lib:Made:Archived', 'lib:Other:New'))
  })

  it.each([
    ['lib:Other:New', oldLibrary, 'key-kind'],
    ['library-v1:Other+New', library, 'key-kind'],
    ['lib:Other', library, 'key-malformed'],
    ['course-v1:O+C+R', { 'course.xml': '<course org="O" course="C" url_name="R"/>' }, 'key-kind'],
  ])('is refused as %s where that is no key for it', async (as, texts, code) => {
    const { store } = memoryStore()
    await expect(importPath(written(texts), { types, store, as })).rejects.toMatchObject({ code })
    expect(await store.contexts()).toEqual([])
  })
})

/** What is wrong with an archive, and what is said of it: an error that refuses the whole, or a finding. */
const wrong: readonly {
  readonly what: string
  readonly texts?: Readonly<Record<string, string>>
  readonly entries?: readonly MadeEntry[]
  readonly refused?: string
  readonly finding?: string
  readonly options?: Partial<ImportOptions>
}[] = [
  {
    what: 'a path that climbs out',
    entries: [{ name: '../evil.txt', text: 'x' }],
    refused: 'archive-unsafe',
  },
  { what: 'an absolute path', entries: [{ name: '/etc/evil', text: 'x' }], refused: 'archive-unsafe' },
  { what: 'a path of Windows', entries: [{ name: 'C:\\evil', text: 'x' }], refused: 'archive-unsafe' },
  {
    what: 'a file twice with other content',
    entries: [{ name: `${block}.toml`, text: 'other' }],
    refused: 'archive-unsafe',
  },
  { what: 'no root', texts: { 'package.toml': '' }, refused: 'olx-unreadable' },
  {
    what: 'a form of another day',
    texts: {
      'package.toml': library['package.toml']?.replace('format_version = 1', 'format_version = 2') ?? '',
    },
    refused: 'olx-unreadable',
  },
  {
    what: 'a root that is no TOML',
    texts: { 'package.toml': '[learning_package\n' },
    refused: 'olx-malformed',
  },
  {
    what: 'a key that is none',
    texts: { 'package.toml': '[learning_package]\nkey = "Archived"\n' },
    refused: 'olx-unreadable',
  },
  {
    what: 'a component without its block',
    texts: { 'entities/xblock.v1/html/b.toml': entity('xblock.v1:html:b') },
    finding: 'olx-file-missing',
  },
  {
    what: 'a version that is not listed',
    texts: {
      'entities/unit-1.toml': entity('unit-1', { published: 7, container: '\n[entity.container.unit]\n' }),
    },
    finding: 'olx-file-missing',
  },
  {
    what: 'an entity twice',
    texts: { 'entities/again.toml': library[`${block}.toml`] ?? '' },
    finding: 'olx-duplicate',
  },
  { what: 'an entity that is no TOML', texts: { [`${block}.toml`]: '[entity' }, finding: 'olx-malformed' },
  {
    what: 'an entity of no kind',
    texts: { 'entities/odd.toml': entity('odd') },
    finding: 'olx-attribute',
  },
  {
    what: 'a container of what is not there',
    texts: {
      'entities/unit-1.toml': library['entities/unit-1.toml']?.replace('html:a', 'html:gone') ?? '',
    },
    finding: 'olx-file-missing',
  },
  {
    what: 'a block that is no XML',
    texts: { [`${block}/component_versions/v1/block.xml`]: '<html>' },
    finding: 'olx-malformed',
  },
]

describe('an archive of a library that is not as it should be', () => {
  const forms = [
    ['.tar.gz', (entries: readonly MadeEntry[]) => gzipSync(tarArchive(entries))],
    ['.zip', (entries: readonly MadeEntry[]) => zipArchive(entries)],
  ] as const

  it.each(wrong)(
    'is refused, or what is wrong is found: $what',
    async ({ texts, entries = [], refused, finding }) => {
      const files = Object.entries({ ...library, ...texts }).map(([name, text]) => ({ name, text }))
      for (const [ending, pack] of forms) {
        const path = free(ending)
        writeFileSync(path, pack([...files, ...entries]))
        const { store } = memoryStore()
        const outcome = importPath(path, { types, store })
        if (refused !== undefined) {
          await expect(outcome).rejects.toMatchObject({ code: refused })
          expect(await store.contexts()).toEqual([])
          continue
        }
        const { findings, context } = await outcome
        expect(findings.map(({ code }) => code)).toContain(finding)
        expect(findings.every(({ file }) => file !== undefined)).toBe(true)
        expect(context).toBe('lib:Made:Archived')
      }
    },
  )

  it.each(forms)('is refused where its bytes are not what its checksums say (%s)', async (ending, pack) => {
    // Bytes that cannot be packed, so that one in the middle is one of its own.
    const noise = Buffer.concat(
      Array.from({ length: 200 }, (_, n) => createHash('sha256').update(String(n)).digest()),
    )
    const name = `${block}/component_versions/v1/static/noise.bin`
    const bytes = pack([
      { name, bytes: noise },
      ...Object.entries(library).map(([path, text]) => ({ name: path, text })),
    ])
    let refused = 0
    for (let place = 500; place < noise.length - 500; place += 1000) {
      const damaged = Buffer.from(bytes)
      damaged[place] = (damaged[place] ?? 0) ^ 0x10
      const path = free(ending)
      writeFileSync(path, damaged)
      const { store } = memoryStore()
      const code = await importPath(path, { types, store }).then(
        () => 'taken',
        (thrown: { code: string }) => thrown.code,
      )
      expect(code).toMatch(/^archive-/)
      refused++
    }
    expect(refused).toBeGreaterThan(3)
  })
})
