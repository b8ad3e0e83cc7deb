import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { exportVersion, importPath, type DraftOperation } from '../../../content/index.js'
import { openHost, type Host } from '../../../host/index.js'
import { parseContextKey, LibraryKey } from '../../../runtime/index.js'
import { memoryStore } from '../made-olx.js'
import { types } from './made-library.js'

const shared = fileURLToPath(new URL('../../../../shared/olx/', import.meta.url))
/** Folders with a library of either generation, wherever they are. */
function librariesIn(folder: string, depth = 6): string[] {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder, { withFileTypes: true })
  if (entries.some(({ name }) => name === 'package.toml' || name === 'library.xml')) return [folder]
  if (depth === 0) return []
  return entries
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => librariesIn(join(folder, name), depth - 1))
}
const libraries = librariesIn(shared).map((path) => ({ path, name: path.slice(shared.length) }))

const folder = mkdtempSync(join(tmpdir(), 'real-libraries-'))
const hosts: Host[] = []
afterAll(async () => {
  for (const host of hosts) await host.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A course that refers to blocks of a library, or to nothing. */
function courseOf(library: string, pool: readonly string[]): string {
  const path = mkdtempSync(join(folder, 'course-'))
  const reference = `<library_content_v2 source_libraries='["${library}"]' library_blocks='${JSON.stringify(pool)}'/>`
  writeFileSync(
    join(path, 'course.xml'),
    `<course org="Real" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v">${reference}</vertical></sequential></chapter></course>`,
  )
  return path
}

describe.skipIf(libraries.length === 0)('a real library', () => {
  it.each(libraries)(
    'goes through all that its authors do, and out and in again under another key ($name)',
    async ({ path, name }) => {
      const host = await openHost({
        store: join(folder, name.replaceAll('/', '_')),
        python: false,
        threads: 0,
        log: { info() {}, warn() {}, error() {} },
      })
      hosts.push(host)
      const { context, blocks: imported } = await host.authoring.import(path, { draft: true })
      const isV2 = parseContextKey(context) instanceof LibraryKey
      const { catalogue, content, libraries: authors, drafts } = host
      const draft = () => content.view(context, 'draft')
      const view = await draft()
      const before = view.name
      const { children: tops = [] } = (await view.block(view.root)) ?? {}
      expect(tops.length).toBeGreaterThan(0)
      expect(Object.values(imported).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(
        tops.length,
      )
      const all = await view.blocks(tops)
      const components = tops.filter((usage) => !/:(?:unit|subsection|section):/.test(usage))
      const problems = components.filter((usage) => all.get(usage)?.type === 'problem')
      const [first = ''] = problems.length > 0 ? problems : components

      // Filled, with a static file, and edited; then all of it taken back.
      const steps: DraftOperation[] = [
        { do: 'duplicate', usage: first },
        {
          do: 'add',
          parent: view.root,
          olx: '<html display_name="Added Ångström"><![CDATA[<img src="/static/dot.png"/>]]></html>',
          files: new Map([['dot.png', Buffer.from('dot')]]),
        },
      ]
      const { usages, version } = await drafts.operate(context, steps)
      const [copy = '', added = ''] = usages
      expect(version).not.toBe(before)
      if (isV2) {
        await authors.operate(context, [
          { do: 'put-file', usage: added, name: 'more.png', bytes: Buffer.from('x') },
        ])
        expect((await authors.files(context, added)).map((file) => file.name)).toEqual([
          'dot.png',
          'more.png',
        ])
      }
      await drafts.operate(context, [{ do: 'delete', usage: copy }])
      expect(await (await draft()).block(copy)).toBeUndefined()

      // Tagged and found, with who uses it.
      await catalogue.taxonomies.import('s', 'id,value\nt,Tag\n', { format: 'csv' })
      await catalogue.tagged.change(context, [{ usages: [first, added], add: [{ taxonomy: 's', tag: 't' }] }])
      const course = await host.authoring.import(courseOf(context, [first]))
      await catalogue.followAll()
      const found = async (request: object) =>
        (await catalogue.search({ contexts: [context], ...request })).items.map(({ usage }) => usage)
      expect(await found({ words: 'angstrom' })).toEqual([added])
      expect((await found({ tags: ['s:t'] })).toSorted()).toEqual([first, added].toSorted())
      expect((await catalogue.search({ contexts: [context] })).total).toBeGreaterThanOrEqual(tops.length)
      if (isV2) {
        const [used] = await catalogue.used([first])
        expect(used?.uses.map((use) => use.context)).toContain(course.context)
        expect(await found({ usedIn: [course.context] })).toEqual([first])
      }

      // Many set at once, and set back by one step.
      const named = { settings: { max_attempts: 7 }, type: 'problem' }
      const draftBefore = (await draft()).name
      const set = await authors.setAll(context, { ...named, usages: components })
      expect(set.changes.length).toBeGreaterThanOrEqual(problems.length > 0 ? 1 : 0)
      const changed = await (await draft()).blocks(set.changes.map(({ usage }) => usage))
      for (const { settings } of changed.values()) expect(settings['max_attempts']).toBe(7)
      if (set.changes.length > 0) await content.revert(context, String(set.before))
      expect((await draft()).name).toBe(draftBefore)

      // A sheet as it went out changes nothing.
      const sheet = await catalogue.sheets.export(context)
      expect(await catalogue.sheets.plan(context, sheet)).toMatchObject({
        titles: [],
        tags: [],
        conflicts: [],
        refused: [],
      })

      // Published under a name, and read again by it.
      await host.authoring.publish(context, undefined, undefined, { name: 'First' })
      const shown = await content.view(context, 'First')
      expect((await shown.block(added))?.settings['display_name']).toBe('Added Ångström')

      // Copied to another library and to the course.
      await authors.create({ key: 'lib:Real:Other', title: 'Other' })
      const into = { parent: 'lib:Real:Other' }
      const { usage: copied } = await host.migrations.transfer(first, into)
      const there = await (await content.view('lib:Real:Other', 'draft')).block(copied)
      expect(there?.type).toBe(all.get(first)?.type)

      // Out as an archive, and in again elsewhere under another key: the same blocks and files.
      const archive = join(folder, `${name.replaceAll('/', '_')}.zip`)
      await exportVersion(content, context, archive)
      const { store: elsewhere } = memoryStore()
      const as = isV2 ? 'lib:Real:Again' : 'library-v1:Real+Again'
      const again = await importPath(archive, { types, store: elsewhere, as, draft: true })
      expect(again.context).toBe(as)
      const mine = await draft()
      const theirs = await elsewhere.view(as, 'draft')
      expect(await theirs.blockCount()).toBe(await mine.blockCount())
      const old = isV2
        ? `${context.replace('lib:', 'lb:')}:`
        : `${context.replace('library-v1:', 'lib-block-v1:')}+`
      for await (const [usage, block] of theirs.allBlocks())
        expect(`${usage} ${JSON.stringify(block)}`).not.toContain(old)

      if (!isV2) {
        const report = await host.migrations.migrate(context, { to: 'lib:Real:Migrated' })
        expect(report.blocks.length).toBeGreaterThanOrEqual(tops.length)
      }
    },
    60_000,
  )
})
