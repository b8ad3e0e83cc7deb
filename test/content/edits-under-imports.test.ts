import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import shippedBlocks from '../../blocks/index.js'
import { AuthoringStore, type DraftOperation, type OverEdits } from '../../content/index.js'
import { BlockTypeRegistry } from '../../plugins/index.js'
import { memoryStore as openMemory } from '../../store/index.js'
import { makeFrom, readTexts } from './made-olx.js'

const types = new BlockTypeRegistry()
types.register(shippedBlocks)

const context = 'course-v1:O+C+R'
const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const unit = (id: string) => key('vertical', id)
const html = (id: string) => key('html', id)

/** A course of some units, by the ids of the blocks in each, with files of its own for what is named in `titles`. */
type Units = Readonly<Record<string, readonly string[]>>
const course = (units: Units, titles: Readonly<Record<string, string>> = {}) => ({
  'course.xml': '<course url_name="R" org="O" course="C"/>',
  'course/R.xml': `<course display_name="Made"><chapter url_name="c"><sequential url_name="s">\n${Object.entries(
    units,
  )
    .map(
      ([id, blocks]) =>
        `<vertical url_name="${id}" display_name="Unit ${id}">\n${blocks
          .map(
            (one) => `  <html url_name="${one}" display_name="${titles[one] ?? one}">Text of ${one}</html>\n`,
          )
          .join('')}</vertical>\n`,
    )
    .join('')}</sequential></chapter></course>\n`,
})

async function opened(units: Units, titles?: Readonly<Record<string, string>>) {
  const store = new AuthoringStore(openMemory())
  const imports = async (texts: Readonly<Record<string, string>>, edits?: OverEdits) =>
    store.save(await makeFrom(store, texts, await readTexts(texts, false, types)), {
      types,
      ...(edits && { edits }),
    })
  await imports(course(units, titles))
  const run = (...operations: DraftOperation[]) => store.operate(context, types, operations)
  const draft = () => store.view(context, 'draft')
  /** The units of the draft with their blocks, by id. */
  const found = async (): Promise<Units> => {
    const view = await draft()
    const idOf = (usage: string) => usage.slice(usage.lastIndexOf('@') + 1)
    const sequence = (await view.block(key('sequential', 's')))?.children ?? []
    const blocks = await view.blocks(sequence)
    return Object.fromEntries(
      sequence.map((usage) => [idOf(usage), (blocks.get(usage)?.children ?? []).map(idOf)]),
    )
  }
  return { store, imports, run, draft, found }
}

const before = { v: ['a', 'b', 'c'], w: ['d'] }
const add = (parent: string, id: string, index?: number): DraftOperation => ({
  do: 'add',
  parent: unit(parent),
  olx: `<html url_name="${id}">Mine</html>`,
  ...(index !== undefined && { index }),
})
const move = (id: string, parent: string, index?: number): DraftOperation => ({
  do: 'move',
  usage: html(id),
  parent: unit(parent),
  ...(index !== undefined && { index }),
})
const remove = (usage: string): DraftOperation => ({ do: 'delete', usage })

describe('an import over a draft whose tree authors changed', () => {
  it.each<[string, DraftOperation[], Units, Units]>([
    [
      'an added block',
      [add('v', 'n', 1)],
      { v: ['a', 'x', 'b', 'c'], w: ['d'] },
      { v: ['a', 'n', 'x', 'b', 'c'], w: ['d'] },
    ],
    [
      'one added at the start',
      [add('v', 'n', 0)],
      { v: ['x', 'a', 'b', 'c'], w: ['d'] },
      { v: ['n', 'x', 'a', 'b', 'c'], w: ['d'] },
    ],
    [
      'one added behind one that is gone',
      [add('v', 'n', 2)],
      { v: ['a', 'c'], w: ['d'] },
      { v: ['a', 'n', 'c'], w: ['d'] },
    ],
    [
      'a deleted block',
      [remove(html('b'))],
      { v: ['a', 'b', 'c', 'x'], w: ['d'] },
      { v: ['a', 'c', 'x'], w: ['d'] },
    ],
    [
      'a deleted unit',
      [remove(unit('w'))],
      { v: ['a', 'b'], w: ['d'], y: ['e'] },
      { v: ['a', 'b'], y: ['e'] },
    ],
    [
      'one deleted on both sides',
      [remove(html('b'))],
      { v: ['a', 'c'], w: ['d'] },
      { v: ['a', 'c'], w: ['d'] },
    ],
    [
      'a moved block',
      [move('a', 'w', 0)],
      { v: ['a', 'b', 'c', 'x'], w: ['d', 'y'] },
      { v: ['b', 'c', 'x'], w: ['a', 'd', 'y'] },
    ],
    [
      'one moved out of a unit that was then deleted',
      [move('d', 'v'), remove(unit('w'))],
      { v: ['a', 'x', 'b', 'c'], w: ['d'] },
      { v: ['a', 'x', 'b', 'c', 'd'] },
    ],
    [
      'another order',
      [move('c', 'v', 0)],
      { v: ['a', 'x', 'b', 'c'], w: ['d'] },
      { v: ['c', 'x', 'a', 'b'], w: ['d'] },
    ],
    [
      'the same order on both sides',
      [move('c', 'v', 0)],
      { v: ['c', 'a', 'b'], w: ['d'] },
      { v: ['c', 'a', 'b'], w: ['d'] },
    ],
    [
      'an order that the import changed alone',
      [add('v', 'n')],
      { v: ['c', 'b', 'a'], w: ['d'] },
      { v: ['c', 'n', 'b', 'a'], w: ['d'] },
    ],
    [
      'a new unit',
      [
        {
          do: 'add',
          parent: key('sequential', 's'),
          index: 1,
          olx: '<vertical url_name="u"><html url_name="n">Mine</html></vertical>',
        },
      ],
      { v: ['a'], w: ['d'] },
      { v: ['a'], u: ['n'], w: ['d'] },
    ],
    [
      'a renamed block',
      [{ do: 'rename', usage: html('b'), urlName: 'bb' }],
      { v: ['a', 'x', 'b', 'c'], w: ['d'] },
      { v: ['a', 'x', 'bb', 'c'], w: ['d'] },
    ],
    [
      'a renamed unit with a new block',
      [{ do: 'rename', usage: unit('v'), urlName: 'vv' }, add('vv', 'n', 0)],
      { v: ['a', 'b', 'c', 'x'], w: ['d'] },
      { vv: ['n', 'a', 'b', 'c', 'x'], w: ['d'] },
    ],
  ])('keeps %s, and what the import added', async (_, steps, next, merged) => {
    for (const word of ['keep', 'merge'] as const) {
      const { run, imports, found, draft } = await opened(before)
      await run(...steps)
      await imports(course(next), word)
      expect([word, await found()]).toEqual([word, merged])
      for (const id of Object.values(merged).flat())
        expect([id, (await (await draft()).block(html(id)))?.type]).toEqual([id, 'html'])
      // Once more the same import changes nothing.
      expect((await imports(course(next), word)).changed).toBe(false)
    }
  })

  it.each<[string, DraftOperation[], Units, Record<string, string>, string, Units]>([
    [
      'was deleted here and changed there',
      [remove(html('b'))],
      before,
      { b: 'Theirs' },
      html('b'),
      { v: ['a', 'c'], w: ['d'] },
    ],
    [
      'was moved to two places',
      [move('a', 'w')],
      { v: ['b', 'c'], w: ['d'], y: ['a'] },
      {},
      html('a'),
      { v: ['b', 'c'], w: ['d', 'a'], y: [] },
    ],
    [
      'has two new orders',
      [move('c', 'v', 0)],
      { v: ['b', 'a', 'c'], w: ['d'] },
      {},
      unit('v'),
      { v: ['c', 'a', 'b'], w: ['d'] },
    ],
  ])(
    'names what %s, where it merges; keeps the draft’s, where it keeps',
    async (_, steps, next, titles, named, kept) => {
      const { run, imports, found, draft } = await opened(before)
      await run(...steps)
      const { name } = await draft()
      await expect(imports(course(next, titles), 'merge')).rejects.toMatchObject({
        code: 'draft-edited',
        message: expect.stringContaining(named),
      })
      expect((await draft()).name).toBe(name)
      await imports(course(next, titles), 'keep')
      expect(await found()).toEqual(kept)
    },
  )

  it.each<[string, DraftOperation[], Units, string]>([
    ['stands in what is gone', [add('w', 'n')], { v: ['a', 'b', 'c'] }, html('n')],
    ['was moved and is gone', [move('a', 'w')], { v: ['b', 'c'], w: ['d'] }, html('a')],
    ['has a name that is taken now', [add('v', 'x')], { v: ['a', 'b', 'c'], w: ['d', 'x'] }, html('x')],
    [
      'was renamed and is gone',
      [{ do: 'rename', usage: html('b'), urlName: 'bb' }],
      { v: ['a', 'c'], w: ['d'] },
      html('bb'),
    ],
  ])('names what %s, and changes nothing', async (_, steps, next, named) => {
    for (const word of ['keep', 'merge'] as const) {
      const { run, imports, draft } = await opened(before)
      await run(...steps)
      const { name } = await draft()
      await expect(imports(course(next), word)).rejects.toMatchObject({
        code: 'draft-edited',
        message: expect.stringContaining(named),
      })
      expect((await draft()).name).toBe(name)
    }
  })

  it('brings the edits of fields with it, of renamed blocks too', async () => {
    const { run, imports, draft } = await opened(before)
    const edit = (usage: string): DraftOperation => ({
      do: 'edit',
      edit: { usage, content: {}, settings: { display_name: 'Mine' }, reset: [] },
    })
    await run(
      { do: 'rename', usage: html('b'), urlName: 'bb' },
      edit(html('bb')),
      edit(html('c')),
      move('c', 'w'),
    )
    await imports(course({ v: ['a', 'b', 'c'], w: ['d'] }, { a: 'Theirs' }), 'merge')
    const blocks = await (await draft()).blocks(['a', 'bb', 'c'].map(html))
    expect([...blocks.values()].map(({ settings }) => settings['display_name'])).toEqual([
      'Theirs',
      'Mine',
      'Mine',
    ])
  })

  it('whatever both did, has what each added and nothing that either took away, or names what stands against it', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e']
    const step = fc.oneof(
      fc.record({ kind: fc.constant('add' as const), unit: fc.constantFrom('v', 'w'), index: fc.nat(3) }),
      fc.record({ kind: fc.constant('delete' as const), id: fc.constantFrom(...ids) }),
      fc.record({
        kind: fc.constant('move' as const),
        id: fc.constantFrom(...ids),
        unit: fc.constantFrom('v', 'w'),
        index: fc.nat(3),
      }),
    )
    const theirs = fc.record({
      order: fc.shuffledSubarray([...ids, 'x', 'y'], { minLength: 1 }),
      split: fc.nat(7),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 4 }), theirs, async (steps, { order, split }) => {
        const { run, imports, found } = await opened({ v: ['a', 'b', 'c'], w: ['d', 'e'] })
        for (const [number, one] of steps.entries()) {
          const here = Object.values(await found()).flat()
          if (one.kind === 'add') await run(add(one.unit, `n${number}`, one.index))
          else if (!here.includes(one.id)) continue
          else if (one.kind === 'delete') await run(remove(html(one.id)))
          else await run(move(one.id, one.unit, one.index))
        }
        const ours = Object.values(await found()).flat()
        const next = { v: order.slice(0, split), w: order.slice(split) }
        try {
          await imports(course(next), 'keep')
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'draft-edited' })
          return
        }
        const merged = Object.values(await found()).flat()
        const wanted = [
          ...ids.filter((id) => ours.includes(id) && order.includes(id)),
          ...ours.filter((id) => id.startsWith('n')),
          ...order.filter((id) => !ids.includes(id)),
        ]
        expect(merged.toSorted()).toEqual(wanted.toSorted())
      }),
      { seed: 9, numRuns: 25 },
    )
  })
})
