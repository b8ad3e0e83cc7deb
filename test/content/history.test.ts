import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AuthoringStore, difference, history, showVersion } from '../../content/index.js'
import { movedChildren } from '../../content/history/moved-children.js'
import { memoryStore as openMemory } from '../../store/index.js'
import { courseOf, makeFrom, memoryStore, saveTexts, testTypes } from './made-olx.js'

const context = 'course-v1:O+C+R'
const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const rename = (usage: string, name: string) => async () => {
  return { usage, content: {}, settings: { display_name: name }, reset: [] }
}

const one = courseOf('<quiz url_name="a" display_name="A">x</quiz><quiz url_name="b">y</quiz>', {
  'static/p.png': '1',
  'static/q.png': '1',
})
const two = courseOf(
  '<quiz url_name="b">y</quiz><note url_name="n"/><quiz url_name="a" max_attempts="2">z</quiz>',
  { 'static/p.png': '2', 'static/r.png': '1' },
)

describe('the log of a course', () => {
  it('tells who made which version of what, the newest first, and which are draft and published', async () => {
    const store = new AuthoringStore(openMemory(), () => new Date('2026-01-02T03:04:05Z'))
    const first = await makeFrom(store, one)
    await store.save(first, { name: 'spring', comment: 'as taught', author: 'ada' })
    await store.markPublished(context, first.view.name)
    const edited = await store.edit(context, testTypes, rename(key('quiz', 'b'), 'B'), { author: 'bob' })
    const { items } = await history(store, context)
    const at = '2026-01-02T03:04:05.000Z'
    const marks = { isDraft: false, isPublished: false }
    const line = { reading: 'published', at, ...marks }
    expect(items).toEqual([
      { ...line, number: 3, version: edited, what: 'edit', author: 'bob', parents: [1], isDraft: true },
      { ...line, number: 2, version: first.view.name, what: 'publish', parents: [1], isPublished: true },
      {
        ...line,
        number: 1,
        version: first.view.name,
        what: 'import',
        name: 'spring',
        comment: 'as taught',
        author: 'ada',
        parents: [],
      },
    ])
    const pages = await history(store, context, { limit: 2 })
    expect(pages).toEqual({ items: items.slice(0, 2), next: 2 })
    expect(await history(store, context, { after: 2 })).toEqual({ items: items.slice(2) })
    const ofA = await history(store, context, { usage: key('quiz', 'a') })
    expect(ofA.items.map(({ number }) => number)).toEqual([1])
    const ofB = await history(store, context, { usage: key('quiz', 'b') })
    expect(ofB.items.map(({ number }) => number)).toEqual([3, 1])
    await expect(history(store, context, { usage: 'x' })).rejects.toMatchObject({ code: 'block-not-found' })
    await expect(history(store, 'course-v1:x+y+z')).rejects.toMatchObject({ code: 'context-unknown' })
  })

  it('finds a version by number, name, the start of a hash, as draft and as published', async () => {
    const { store } = memoryStore()
    const first = await makeFrom(store, one)
    await store.save(first, { name: 'spring' })
    const second = await saveTexts(store, two)
    const asked = { '1': 1, spring: 1, [first.view.name.slice(0, 8)]: 1, [second]: 2, '2': 2, draft: 2 }
    for (const [text, number] of Object.entries(asked))
      expect((await showVersion(store, context, text)).number, text).toBe(number)
    expect(await showVersion(store, context, 'draft')).toMatchObject({
      blocks: 7,
      files: 4,
      title: 'Made',
      kind: 'course',
    })
    for (const text of ['3', '0', 'nobody', second.slice(0, 7), 'published', `${second}0`, ''])
      await expect(showVersion(store, context, text), text).rejects.toMatchObject({ code: 'version-unknown' })
  })

  it('goes back to an older version as a new draft, and loses nothing', async () => {
    const { store } = memoryStore()
    const first = await saveTexts(store, one)
    await store.markPublished(context, first)
    const second = await saveTexts(store, two)
    expect(await store.revert(context, '1', { comment: 'too soon' })).toEqual({
      version: first,
      number: 4,
      changed: true,
    })
    expect(await store.head(context)).toMatchObject({ draft: first, published: first, entries: 4 })
    expect((await showVersion(store, context, '4')).parents).toEqual([3, 1])
    expect(await store.revert(context, '1')).toMatchObject({ changed: false })
    expect(await store.revert(context, second.slice(0, 10))).toMatchObject({ version: second, changed: true })
  })

  it('discards all edits of a draft, or those of some blocks', async () => {
    const { store } = memoryStore()
    const first = await saveTexts(store, one)
    await expect(store.discard(context, testTypes)).rejects.toMatchObject({ code: 'version-unknown' })
    await store.markPublished(context, first)
    for (const id of ['a', 'b']) await store.edit(context, testTypes, rename(key('quiz', id), 'New'))
    expect(await store.discard(context, testTypes, [key('quiz', 'a')])).toMatchObject({ changed: true })
    const changed = await difference(store, context, 'published', 'draft')
    expect(changed.changed.map(({ usage }) => usage)).toEqual([key('quiz', 'b')])
    await expect(store.discard(context, testTypes, [key('quiz', 'x')])).rejects.toMatchObject({
      code: 'block-not-found',
    })
    expect(await store.discard(context, testTypes)).toMatchObject({ version: first, changed: true })
    expect((await difference(store, context, 'published', 'draft')).changed).toEqual([])
  })

  it('makes of what is published, and some blocks of the draft, a version to publish', async () => {
    const { store } = memoryStore()
    const first = await saveTexts(store, one)
    await store.markPublished(context, first)
    for (const id of ['a', 'b']) await store.edit(context, testTypes, rename(key('quiz', id), 'New'))
    const { draft } = await store.head(context)
    const chosen = await store.select(context, testTypes, [key('quiz', 'b')])
    expect(await store.head(context)).toMatchObject({ draft, published: first })
    await store.markPublished(context, chosen, { name: 'b alone' })
    const named = async (from: string, to: string) =>
      (await difference(store, context, from, to)).changed.map(({ usage, fields }) => [usage, fields.length])
    expect(await named(first, 'published')).toEqual([[key('quiz', 'b'), 1]])
    expect(await named('published', 'draft')).toEqual([[key('quiz', 'a'), 1]])
    expect((await showVersion(store, context, '5')).parents).toEqual([2, 4])
    expect(await showVersion(store, context, 'b alone')).toMatchObject({ isPublished: true, what: 'publish' })
    await expect(store.select(context, testTypes, ['x'])).rejects.toMatchObject({ code: 'block-not-found' })
  })

  it('numbers each block: one up for new content of it, for a revert too, and never again the same', async () => {
    const { store } = memoryStore()
    await saveTexts(store, one)
    await saveTexts(store, two)
    await store.revert(context, '1')
    for (const texts of [courseOf('<quiz url_name="b">y</quiz>'), one])
      await store.save(await makeFrom(store, texts), { edits: 'replace' })
    const numbers = async (version: string) => {
      const { entry } = await store.entry(context, version)
      const map = store.versions.map<number>(entry.numbers)
      const usages = [
        key('quiz', 'a'),
        key('quiz', 'b'),
        key('note', 'n'),
        key('vertical', 'v'),
        key('chapter', 'c'),
      ]
      const found = await map.getMany(usages)
      return usages.map((usage) => found.get(usage) ?? 1)
    }
    expect(await numbers('1')).toEqual([1, 1, 1, 1, 1])
    expect(await numbers('2')).toEqual([2, 1, 1, 2, 1])
    expect((await numbers('3')).slice(0, 2)).toEqual([3, 1])
    // Gone, and there again: other numbers than it ever had.
    expect((await numbers('5'))[0]).toBe(5)
    expect((await numbers('5'))[4]).toBe(1)
  })
})

describe('a difference', () => {
  it('names blocks added, removed, moved and changed with values before and after, and files', async () => {
    const { store } = memoryStore()
    await saveTexts(store, one)
    await saveTexts(store, two)
    const found = await difference(store, context, '1', '2')
    const [a, b, n, v] = [key('quiz', 'a'), key('quiz', 'b'), key('note', 'n'), key('vertical', 'v')]
    expect(found).toMatchObject({
      added: [{ usage: n, type: 'note' }],
      removed: [],
      moved: [{ from: v, to: v }],
      files: {
        added: ['static/r.png'],
        removed: ['static/q.png'],
        changed: ['course/R.xml', 'static/p.png'],
      },
    })
    expect([a, b]).toContain(found.moved[0]?.usage)
    expect(found.changed.map(({ usage }) => usage)).toEqual([a, v])
    const fields = [...(found.changed[0]?.fields ?? [])].sort((x, y) => (x.name < y.name ? -1 : 1))
    expect(fields).toEqual([
      { name: 'data', before: 'x', after: 'z' },
      { name: 'display_name', before: 'A' },
      { name: 'max_attempts', after: 2 },
    ])
    const back = await difference(store, context, '2', '1')
    expect(back).toMatchObject({ removed: [{ usage: n }], files: { added: ['static/q.png'] } })
    expect(await difference(store, context, '1', '1')).toMatchObject({ added: [], changed: [], moved: [] })
  })

  it('names the fewest children that stand in another order', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e', 'f']),
        fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e', 'f']),
        (before, after) => {
          const moved = movedChildren(before, after)
          const rest = (list: readonly string[], without: readonly string[]) =>
            list.filter(
              (child) => before.includes(child) && after.includes(child) && !without.includes(child),
            )
          expect(rest(after, moved)).toEqual(rest(before, moved))
          // No smaller set does, tried by hand.
          const common = after.filter((child) => before.includes(child))
          for (let set = 0; set < 2 ** common.length; set++) {
            const tried = common.filter((_, index) => (set >> index) & 1)
            if (tried.length < moved.length) expect(rest(after, tried)).not.toEqual(rest(before, tried))
          }
        },
      ),
      { seed: 7, numRuns: 60 },
    )
  })
})
