import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AuthoringStore, checkStore, collect, history, importPath, publish } from '../../content/index.js'
import { loadPlugins, shippedPlugin } from '../../plugins/index.js'
import type { BlockTypes } from '../../runtime/index.js'
import { MemoryPlace, memoryStore, type Store } from '../../store/index.js'

const root = mkdtempSync(join(tmpdir(), 'upkeep-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const day = 86_400_000
const context = 'course-v1:O+C+R'
let types: BlockTypes
beforeAll(async () => {
  types = (await loadPlugins({ specifiers: [shippedPlugin] })).types
}, 60_000)

/** A site whose clock is set by hand, of stores and of logs. */
class Site {
  now = Date.UTC(2026, 0, 1)
  readonly place = new MemoryPlace()
  readonly store: Store = memoryStore(this.place, { now: () => this.now })
  readonly authoring = new AuthoringStore(this.store, () => new Date(this.now))

  /** Imports a course, a day after what was last. @returns the name of its version */
  async import(
    text: string,
    files: Readonly<Record<string, string>> = {},
    folder = 'course',
  ): Promise<string> {
    this.now += day
    const path = mkdtempSync(join(root, `${folder}-`))
    const course = `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s">
      <vertical url_name="v"><html url_name="h"><![CDATA[${text}]]></html></vertical></sequential></chapter></course>`
    for (const [name, content] of Object.entries({ 'course.xml': course, ...files })) {
      mkdirSync(dirname(join(path, name)), { recursive: true })
      writeFileSync(join(path, name), content)
    }
    return (await importPath(path, { types, store: this.authoring, edits: 'replace' })).imported
  }

  async isThere(name: string): Promise<boolean> {
    return (await this.store.blobs.having([`node:${name}`])).size > 0
  }

  collect(options: Parameters<typeof collect>[1] = {}) {
    return collect(this.store, { now: () => this.now, ...options })
  }
}

describe('a collector', () => {
  it('keeps the draft, what was published, named, commented or is referred to, and drafts of the last days', async () => {
    const site = new Site()
    const names: Record<string, string> = {}
    names['published'] = await site.import('published once')
    await site.authoring.markPublished(context, names['published'])
    names['old'] = await site.import('an old draft', { 'static/old.txt': 'only there' })
    names['referred'] = await site.import('referred to')
    names['pinned'] = await site.import('pinned by its name in an older store')
    names['before'] = await site.import('published before, and not now')
    await site.authoring.markPublished(context, names['before'])
    await site.authoring.markPublished(context, names['published'])
    site.now += 100 * day
    names['recent'] = await site.import('a draft of these days')
    names['draft'] = await site.import('the draft')
    const oldName = 'ab'.repeat(32)
    await site.store.heads.change([
      { name: `old:${context}:${oldName}`, before: undefined, after: names['pinned'] },
      {
        name: 'another',
        before: undefined,
        after: `{"pins":["${names['referred']}","${oldName}"]}`,
      },
    ])
    site.now += 2 * day
    const planned = await site.collect({ isDryRun: true })
    expect(planned).toMatchObject({ drafts: 1, files: 2 })
    expect(await site.isThere(names['old'])).toBe(true)
    const collected = await site.collect()
    expect(collected).toEqual(planned)
    const there = await Promise.all(
      Object.entries(names).map(async ([what, name]) => [what, await site.isThere(name)] as const),
    )
    expect(Object.fromEntries(there)).toEqual({
      published: true,
      old: false,
      referred: true,
      pinned: true,
      before: true,
      recent: true,
      draft: true,
    })
    expect((await checkStore(site.store)).damage).toEqual([])
    const numbers: number[] = []
    for await (const name of site.authoring.names(context)) numbers.push(Object.values(names).indexOf(name))
    expect(numbers).toHaveLength(7)
    await expect(site.authoring.view(context, names['old'])).rejects.toMatchObject({
      code: 'version-collected',
    })
    for (const name of ['published', 'referred', 'pinned', 'before', 'recent', 'draft']) {
      const view = await site.authoring.view(context, names[name] ?? '')
      let blocks = 0
      for await (const [, block] of view.allBlocks())
        blocks += (await view.definitions([block.definition])).size
      expect(blocks).toBe(5)
    }
    expect(await site.collect()).toMatchObject({ blobs: 0, files: 0, bytes: 0 })
  })

  it('leaves what was put in the last hours, as its writer may be under way, and renewed puts', async () => {
    const site = new Site()
    await site.import('a draft')
    await site.store.blobs.put([
      { name: `node:${'1'.repeat(64)}`, text: 'cut off' },
      { name: `node:${'2'.repeat(64)}`, text: 'put again' },
      { name: 'of a plugin', text: 'without a hash in its name' },
    ])
    site.now += 23 * 3_600_000
    expect(await site.collect()).toMatchObject({ blobs: 0 })
    await site.store.blobs.put([{ name: `node:${'2'.repeat(64)}`, text: 'put again' }])
    site.now += 2 * 3_600_000
    expect(await site.collect()).toMatchObject({ blobs: 1 })
    expect(await site.store.blobs.texts([`node:${'1'.repeat(64)}`, 'of a plugin'])).toEqual([
      undefined,
      'without a hash in its name',
    ])
    expect(await site.collect({ grace: 0 })).toMatchObject({ blobs: 1 })
  })

  /** A site with a published version, a draft, and a hundred drafts between them that nobody needs any more. */
  async function siteWithOldDrafts(): Promise<{ site: Site; first: string }> {
    const site = new Site()
    const first = await site.import('an old draft', { 'static/old.txt': 'only there' })
    for (let one = 0; one < 80; one++) await site.import(`old draft ${one}`)
    site.now += 100 * day
    await site.import('the draft')
    site.now += 2 * day
    return { site, first }
  }

  it('has removed whole versions only when it is cut off, at whichever step', async () => {
    const { site } = await siteWithOldDrafts()
    const whole = await site.collect({ isDryRun: true })
    expect(whole.drafts).toBe(81)
    expect(whole.blobs).toBeGreaterThan(500)
    for (let steps = 0, isCutOff = true; isCutOff; steps++) {
      let left = steps
      const cut = <Part extends Store['blobs'] | Store['files']>(part: Part): Part =>
        new Proxy(part, {
          get: (target, asked) => {
            const name = asked as keyof Part
            const member = target[name]
            if (typeof member !== 'function') return member
            return (...given: unknown[]) => {
              if (name === 'remove' && left-- === 0) throw new Error('cut off')
              return member.apply(target, given) as unknown
            }
          },
        })
      const { heads, records, blobs, files } = site.store
      const store = { ...site.store, heads, records, blobs: cut(blobs), files: cut(files) }
      isCutOff = await collect(store, { now: () => site.now }).then(
        () => false,
        () => true,
      )
      expect((await checkStore(site.store)).damage).toEqual([])
    }
    expect(await site.collect()).toMatchObject({ blobs: 0, files: 0 })
    // Each line of a history of any length stays.
    const { items } = await history(site.authoring, context)
    expect(items).toHaveLength(82)
    // Of one block, those of whose content something is known.
    const usage = 'block-v1:O+C+R+type@html+block@h'
    expect((await history(site.authoring, context, { usage })).items).toHaveLength(1)
  })

  it.each(['before it looks', 'after it looked', 'after versions are gone'])(
    'lets an author go back to an old draft or says that it is gone, and never leaves it in part (%s)',
    async (when) => {
      const { site, first } = await siteWithOldDrafts()
      let code = 'reverted'
      const revert = async () => {
        await site.authoring.revert(context, first).catch((thrown: { code: string }) => (code = thrown.code))
      }
      let looks = 0
      const { heads, records, files } = site.store
      const headsSeen = new Proxy(heads, {
        get: (target, name: keyof typeof heads) => {
          const member = target[name] as (...given: unknown[]) => unknown
          return async (...given: unknown[]) => {
            const answer = await member.apply(target, given)
            // All heads are asked for before it looks what they reach, and after.
            const isAll = name === 'names' && given[0] === ''
            if (isAll) looks++
            if (isAll && when === 'before it looks' && looks === 1) await revert()
            return answer
          }
        },
      })
      let removals = 0
      const blobs = new Proxy(site.store.blobs, {
        get: (target, name: keyof Store['blobs']) => {
          const member = target[name] as (...given: unknown[]) => unknown
          return (...given: unknown[]) => {
            if (name !== 'remove') return member.apply(target, given)
            removals++
            const isFirst = when === 'after it looked' && removals === 1
            const isLater = when === 'after versions are gone' && removals === 2
            return (isFirst || isLater ? revert() : Promise.resolve()).then(() => member.apply(target, given))
          }
        },
      })
      await collect({ ...site.store, heads: headsSeen, records, files, blobs }, { now: () => site.now })
      expect(code).toBe(when === 'after versions are gone' ? 'version-collected' : 'reverted')
      expect((await site.authoring.head(context)).draft === first).toBe(code === 'reverted')
      expect((await checkStore(site.store)).damage).toEqual([])
    },
  )

  it('drops composed forms of other days, which are made again, and those of what is gone', async () => {
    const site = new Site()
    const record = 'a'.repeat(64)
    const form = (of: string) => ({ name: `composed:${of}.${'b'.repeat(64)}:code`, text: 'composed' })
    await site.store.heads.change([{ name: 'published:x', before: undefined, after: record }])
    await site.store.blobs.put([form(record)])
    site.now += 80 * day
    await site.store.blobs.put([form('c'.repeat(64))])
    site.now += 5 * day
    expect(await site.collect()).toMatchObject({ blobs: 1 })
    expect((await site.store.blobs.having([form(record).name])).size).toBe(1)
    site.now += 10 * day
    expect(await site.collect()).toMatchObject({ blobs: 1 })
    expect((await site.store.blobs.having([form(record).name])).size).toBe(0)
  })

  it('drops drafts after as many days as it is told', async () => {
    const site = new Site()
    const first = await site.import('first')
    await site.import('second')
    site.now += 10 * day
    expect(await site.collect({ keep: 30 })).toMatchObject({ drafts: 0, files: 0 })
    expect((await site.collect({ keep: 5 })).drafts).toBe(1)
    expect(await site.isThere(first)).toBe(false)
  })
})

describe('a check', () => {
  const checked = async (damage: (site: Site) => void | Promise<void>) => {
    const site = new Site()
    const version = await site.import('text', { 'static/a.txt': 'a file' })
    await site.store.records.commit({ expected: new Map(), writes: new Map([['record a', '{"version":1}']]) })
    await damage(site)
    return { version, ...(await checkStore(site.store)) }
  }

  it('finds nothing in a store that is whole', async () => {
    const outcome = await checked(() => undefined)
    expect(outcome).toMatchObject({ files: 2, records: 1, versions: 1, damage: [] })
    expect(outcome.blobs).toBeGreaterThan(5)
  })

  it('finds texts and files that are not what their names say', async () => {
    let changed = ''
    const { damage } = await checked(({ place }) => {
      const [name = ''] = [...place.blobs.keys()].filter((one) => one.startsWith('definition:'))
      place.blobs.set(name, { text: '{"type":"html","content":{"data":"forged"}}', putAt: 0 })
      const [hash = ''] = place.files.keys()
      place.files.set(hash, { bytes: Buffer.from('forged'), putAt: 0 })
      changed = `${name}\nfile ${hash}`
    })
    expect(damage.map(({ what }) => what).join('\n')).toBe(changed)
  })

  it.each(['node:', 'definition:', 'reading:', 'entry:'])(
    'names the version that lacks a %s',
    async (kind) => {
      const { damage } = await checked(({ place }) => {
        const [name = ''] = [...place.blobs.keys()].filter((one) => one.startsWith(kind))
        place.blobs.delete(name)
      })
      expect(damage.length).toBeGreaterThan(0)
      for (const { what } of damage) expect(what).toContain(context)
    },
  )

  it('finds files that versions lack, records that are no JSON, and publications that are not there', async () => {
    const { damage } = await checked(async ({ place, store }) => {
      place.files.clear()
      const writes = new Map([['record b', '{"version":']])
      await store.records.commit({ expected: new Map(), writes })
      const name = 'published:course-v1:O+D+R'
      await store.heads.change([{ name, before: undefined, after: 'f'.repeat(64) }])
    })
    expect(damage.map(({ what }) => what)).toEqual([
      "record 'record b'",
      `version 1 of ${context}`,
      `version 1 of ${context}`,
      'what is published of course-v1:O+D+R',
    ])
  })

  it('finds whatever is lacking of what is published, of the demo with its banks', async () => {
    const place = new MemoryPlace()
    const store = memoryStore(place)
    const authoring = new AuthoringStore(store)
    for (const part of ['library', 'course']) {
      const path = fileURLToPath(new URL(`../../demo/${part}`, import.meta.url))
      const { context: key } = await importPath(path, { types, store: authoring })
      const { hash } = await publish(key, { ...store, store: authoring, types })
      await store.heads.change([{ name: `published:${key}`, before: undefined, after: hash }])
    }
    expect((await checkStore(store)).damage).toEqual([])
    const whole = new Map(place.blobs)
    const kinds = ['publication', 'unit', 'summary', 'block', 'pool', 'pool-part']
    for (const kind of kinds) {
      place.blobs.clear()
      for (const [name, blob] of whole) place.blobs.set(name, blob)
      const lost = [...whole.keys()].find((name) => name.startsWith(`${kind}:`)) ?? `no ${kind}`
      place.blobs.delete(lost)
      const { damage } = await checkStore(store)
      expect([kind, damage.map(({ message }) => message)]).toEqual([
        kind,
        expect.arrayContaining([`It lacks '${lost}'.`]),
      ])
    }
  })
})
