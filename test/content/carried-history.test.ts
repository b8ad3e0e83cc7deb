import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import shippedBlocks from '../../blocks/index.js'
import { checkStore, exportVersion, history, importPath, type AuthoringStore } from '../../content/index.js'
import { BlockTypeRegistry } from '../../plugins/index.js'
import { memoryStore as openMemory } from '../../store/index.js'
import { memoryStore } from './made-olx.js'

const folder = mkdtempSync(join(tmpdir(), 'carried-history-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const types = new BlockTypeRegistry()
types.register(shippedBlocks)
let made = 0
const free = (ending = '') => join(folder, `made-${++made}${ending}`)

function library(text: string): string {
  const path = free()
  const files = {
    'library.xml': `<library org="Made" library="Told" display_name="Told"><html url_name="a">${text}</html><html>${text}, without a name</html></library>`,
    [`static/${text}.txt`]: `${text} alone`,
  }
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), content)
  }
  return path
}
const context = 'library-v1:Made+Told'

/** A library that was imported, published, named, imported again and gone back with. */
async function told() {
  const { store, place } = memoryStore()
  const { version: first } = await importPath(library('one'), { types, store })
  await store.markPublished(context, first, { name: 'Spring', comment: 'for the course', author: 'ann' })
  await importPath(library('two'), { types, store, edits: 'replace' })
  await importPath(library('three'), { types, store, edits: 'replace' })
  await store.revert(context, first, { author: 'ben' })
  return { store, place }
}

const linesOf = async (store: AuthoringStore, of: string) =>
  (await history(store, of, { limit: 100 })).items.map(({ what, name, comment, author, at, version }) => ({
    what,
    name,
    comment,
    author,
    at,
    version,
  }))

describe('a history that an export carries', () => {
  it.each(['', '.tar.gz', '.zip'])(
    'comes in with all its versions and lines elsewhere (form "%s")',
    async (ending) => {
      const { store } = await told()
      const to = free(ending)
      const { version } = await exportVersion(store, context, to, { history: true })
      const { store: other, place } = memoryStore()
      const outcome = await importPath(to, { types, store: other })
      // It is the version that it would be without its history, and no older one is the newest by that.
      expect(outcome).toMatchObject({ version, imported: version, publishedBefore: null })
      const [last, ...before] = await linesOf(other, context)
      expect(last).toMatchObject({ what: 'import', version })
      expect(before).toEqual(await linesOf(store, context))
      expect((await other.head(context)).published).toBeNull()
      // Older versions are whole, with the same blocks, and can be gone back to.
      for (const line of before) {
        const [here, there] = await Promise.all([
          other.view(context, line.version),
          store.view(context, line.version),
        ])
        const changes: unknown[] = []
        for await (const change of here.changes(there)) changes.push(change)
        expect(changes).toEqual([])
        const paths: string[] = []
        for await (const [path, { hash }] of here.tree.entries()) {
          paths.push(path)
          expect(await other.file(hash)).toEqual(await store.file(hash))
        }
        expect(paths).toHaveLength(2)
      }
      const back = before.find((line) => line.version !== version)
      await other.revert(context, back?.version ?? '')
      expect((await other.head(context)).draft).toBe(back?.version)
      expect((await checkStore(openMemory(place))).damage).toEqual([])
    },
  )

  it('is passed over where the context has a history of its own, and is no part of what is imported', async () => {
    const { store } = await told()
    const to = free()
    await exportVersion(store, context, to, { history: true })
    const before = await linesOf(store, context)
    const { findings, changed } = await importPath(to, { types, store, edits: 'replace' })
    expect(changed).toBe(false)
    expect(findings.map(({ code }) => code)).toEqual(['history-left'])
    expect((await linesOf(store, context)).length).toBeLessThanOrEqual(before.length + 1)
  })

  it('comes in under another key, too', async () => {
    const { store } = await told()
    const to = free('.zip')
    await exportVersion(store, context, to, { history: true })
    const { store: other } = memoryStore()
    const { context: as } = await importPath(to, { types, store: other, as: 'library-v1:Other+Told' })
    const lines = await linesOf(other, as)
    expect(lines.slice(1).map(({ what, name }) => [what, name])).toEqual(
      (await linesOf(store, context)).map(({ what, name }) => [what, name]),
    )
    expect((await other.view(as, lines.at(-1)?.version ?? '')).context).toBe(as)
  })

  it.each([
    ['files that are not what their names say', 'files', (text: string) => `${text}!`],
    [
      'versions of other files than their names say',
      'trees',
      (text: string) => text.replace('static/', 'static/x'),
    ],
    ['a log that is none', 'log.json', () => '[]'],
    [
      'a version whose files are missing',
      'trees',
      (text: string) => text.replace(/[0-9a-f]{64}/, '0'.repeat(64)),
    ],
  ])('is refused with all of it where it has %s', async (_what, part, change) => {
    const { store } = await told()
    const to = free()
    await exportVersion(store, context, to, { history: true })
    const place = join(to, 'unit-compositor.history', part)
    const paths = part.endsWith('.json') ? [place] : readdirSync(place).map((name) => join(place, name))
    for (const path of paths) writeFileSync(path, change(readFileSync(path, 'utf8')))
    const { store: other } = memoryStore()
    await expect(importPath(to, { types, store: other })).rejects.toMatchObject({
      code: 'archive-unreadable',
    })
    expect(await other.contexts()).toEqual([])
  })
})
