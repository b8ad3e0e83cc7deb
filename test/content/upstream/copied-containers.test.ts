import { describe, expect, it } from 'vitest'
import { syncUpstreams, type AuthoringStore, type DraftOperation } from '../../../content/index.js'
import { textOfValue } from '../../../runtime/index.js'
import { mergedMembers } from '../../../content/upstream/copy-members.js'
import { courseWith, inCourse, libraryWith, storeOf, types } from '../migrate/made-store.js'

describe('the members of a copy', () => {
  // Lower-case letters are linked to the library's, capitals the course's own; a space parts what joins, `-` what leaves.
  it.each([
    ['join where the library has them', 'ab', 'ab', 'xaby', 'xaby', ''],
    ['leave where the library has them no more', 'abc', 'abc', 'ac', 'ac', 'b'],
    ['take the order of the library', 'abc', 'abc', 'cab', 'cab', ''],
    [
      'keep an order that the course gave them, with what is new behind what precedes it',
      'cab',
      'abc',
      'bcax',
      'caxb',
      '',
    ],
    ['stay away where the course took them away', 'ac', 'abc', 'abc', 'ac', ''],
    ['leave what is the course’s own behind what it stands behind', 'PaQbRc', 'abc', 'cxa', 'PcxaQR', 'b'],
    ['are those that are linked where nobody noted them', 'abP', undefined, 'bcd', 'bPcd', 'a'],
    ['begin with what is new, behind what the course put first', 'Pa', 'a', 'xa', 'Pxa', ''],
  ])('%s', (_what, here, before, theirs, members, gone) => {
    const isOwn = (letter: string) => letter === letter.toUpperCase()
    const merged = mergedMembers(
      here.split('').map((letter) => ({ usage: letter, of: isOwn(letter) ? null : letter })),
      before === undefined ? undefined : before.split(''),
      theirs.split(''),
    )
    const text = (all: typeof merged.members) => all.map(({ usage, of }) => usage ?? of).join('')
    expect([text(merged.members), text(merged.gone)]).toEqual([members, gone])
    for (const { usage, of } of merged.members)
      expect(usage === undefined).toBe(!here.includes(of ?? usage ?? ''))
  })
})

describe('a copy of a container', () => {
  const [library, course] = ['lib:O:L', 'course-v1:O+C+R']
  const lb = (id: string) => `lb:O:L:html:${id}`

  /** A library with a subsection of two units, published, and a course with a copy of it in a section. */
  async function site() {
    const html = (id: string) => [`html/${id}`, `<html display_name="${id}">${id}</html>`] as const
    const store = await storeOf(
      libraryWith(Object.fromEntries(['a', 'b', 'c', 'd'].map(html))),
      courseWith(''),
    )
    const add = async (type: string) =>
      (await operate(store, [{ do: 'add', parent: library, type }]))[0] ?? ''
    const [one, two, all] = [await add('unit'), await add('unit'), await add('subsection')]
    await operate(store, [
      ...['a', 'b'].map((id) => ({ do: 'place', usage: lb(id), parent: one }) as const),
      { do: 'place', usage: lb('c'), parent: two },
      { do: 'place', usage: one, parent: all },
      { do: 'place', usage: two, parent: all },
    ])
    await publish(store)
    const [copy = ''] = await operate(
      store,
      [{ do: 'paste', usage: all, parent: inCourse('chapter', 'c') }],
      course,
    )
    return { store, one, two, all, copy }
  }
  const operate = async (store: AuthoringStore, steps: readonly DraftOperation[], context = library) =>
    (await store.operate(context, types, steps)).usages
  const publish = async (store: AuthoringStore) =>
    store.markPublished(library, (await store.head(library)).draft)
  /** Titles of what stands below a block, and keys by titles. */
  async function below(store: AuthoringStore, copy: string) {
    const view = await store.view(course, 'draft')
    const keys = new Map<string, string>()
    const units = []
    for (const unit of (await view.block(copy))?.children ?? []) {
      const members = (await view.block(unit))?.children ?? []
      const blocks = await view.blocks(members)
      const titles = members.map((key) => textOfValue(blocks.get(key)?.settings['display_name']))
      for (const [place, key] of members.entries()) keys.set(titles[place] ?? '', key)
      units.push(titles.join(''))
    }
    return { units, keys }
  }

  it('gets members that are new or stand elsewhere, moved ones under the keys they have, and keeps what its course made of it', async () => {
    const { store, one, two, copy } = await site()
    const before = await below(store, copy)
    expect(before.units).toEqual(['ab', 'c'])
    const [unit = ''] = (await (await store.view(course, 'draft')).block(copy))?.children ?? []
    await operate(
      store,
      [
        { do: 'add', parent: unit, index: 1, olx: '<html display_name="P">ours</html>' },
        {
          do: 'edit',
          edit: {
            usage: before.keys.get('b') ?? '',
            content: {},
            settings: { display_name: 'B' },
            reset: [],
          },
        },
      ],
      course,
    )
    await operate(store, [
      { do: 'move', usage: lb('b'), from: one, parent: two, index: 0 },
      { do: 'place', usage: lb('d'), parent: one, index: 0 },
    ])
    await publish(store)
    const entries = (await store.head(course)).entries
    await syncUpstreams(store, types, course)
    const after = await below(store, copy)
    expect(after.units).toEqual(['daP', 'Bc'])
    expect(after.keys.get('B')).toBe(before.keys.get('b'))
    expect((await store.head(course)).entries).toBe(entries + 1)
    expect((await syncUpstreams(store, types, course)).changed).toBe(false)
  })

  it('loses members only at the author’s word, and does not get back what its course took away', async () => {
    const { store, one, copy } = await site()
    const { keys } = await below(store, copy)
    await operate(store, [{ do: 'delete', usage: keys.get('a') ?? '' }], course)
    await operate(store, [
      { do: 'take', usage: lb('b'), parent: one },
      { do: 'place', usage: lb('d'), parent: one },
    ])
    await publish(store)
    expect((await syncUpstreams(store, types, course)).skipped).toMatchObject([{ usage: copy }])
    await expect(syncUpstreams(store, types, course, [copy])).rejects.toMatchObject({
      code: 'update-removes',
    })
    expect((await below(store, copy)).units).toEqual(['b', 'c'])
    await syncUpstreams(store, types, course, undefined, { removed: 'leave' })
    expect((await below(store, copy)).units).toEqual(['d', 'c'])
  })
})
