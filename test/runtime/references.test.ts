import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { BlockTypeRegistry } from '../../plugins/index.js'
import {
  Block,
  block,
  definePlugin,
  dict,
  list,
  string,
  type BlockReference,
  type JsonObject,
  type PublishedBlock,
} from '../../runtime/index.js'
import { gatherUnit, LibraryAtHand } from '../../runtime/reference/index.js'

@block('question', {
  hasScore: true,
  summary: ({ data }: { readonly data: string }) => {
    if (data === 'broken') throw new Error('no question at all')
    return { maxScore: data.length, kinds: [...new Set(data)] }
  },
})
class Question extends Block({ content: { data: string() }, settings: { displayName: string() } }) {}

@block('text', {})
class Text extends Block({ content: { data: string() } }) {}

const references = ({
  uses,
  forAll,
}: {
  readonly uses: readonly JsonObject[]
  readonly forAll: JsonObject
}) => uses.map((use) => ({ overrides: forAll, ...use }) as unknown as BlockReference)

@block('uses', { references })
class Uses extends Block({ settings: { uses: list(dict()), forAll: dict() } }) {}

const types = new BlockTypeRegistry()
types.register(definePlugin({ name: 'test', blocks: [Question, Text, Uses] }))

const lb = (id: string, type = 'question') => `lb:O:L:${type}:${id}`
const pin = { library: 'lib:O:L', version: '1' }
const use = (id: string, type = 'question') => ({ ...pin, block: lb(id, type) })

function one(key: string, type: string, parts: Partial<PublishedBlock> = {}): PublishedBlock {
  return { key, type, definition: `of ${key}`, content: {}, settings: {}, children: [], ...parts }
}
const question = (id: string, data: string) => one(lb(id), 'question', { content: { data } })
const referring = (id: string, uses: readonly JsonObject[], forAll: JsonObject = {}) =>
  one(lb(id, 'uses'), 'uses', { settings: { uses, for_all: forAll } })

function resolved(uses: readonly JsonObject[], library: readonly PublishedBlock[], forAll: JsonObject = {}) {
  const root = one('block-v1:O+C+R+type@uses+block@u', 'uses', { settings: { uses, for_all: forAll } })
  const context = 'course-v1:O+C+R'
  return gatherUnit({ key: root.key, context, root }, types, [new LibraryAtHand(pin, library)])
}

const keysOf = ({ referred = [] }: PublishedBlock) =>
  referred.map((each) => ('failure' in each ? each.failure.code : each.block))

describe('a whole library', () => {
  const library = [
    question('b', 'xy'),
    one(lb('t', 'text'), 'text'),
    question('a', 'x'),
    question('z', 'broken'),
  ]

  it.each([
    [undefined, [lb('b'), lb('t', 'text'), lb('a'), lb('z')]],
    ['question', [lb('b'), lb('a'), lb('z')]],
    ['text', [lb('t', 'text')]],
    ['x', [lb('b'), lb('a')]],
    ['y', [lb('b')]],
    ['toString', ['library-block-missing']],
  ])('of the kind %s is its blocks of that type or kind, in its order', (kind, expected) => {
    const all = { ...pin, block: '*', ...(kind !== undefined && { kind }) }
    expect(keysOf(resolved([all], library).unit.root)).toEqual(expected)
  })
})

describe('a member', () => {
  it('says its type, title and weight as they are in its place, and 32 bits of the hash of its key', () => {
    const forAll = { display_name: 'Ours' }
    const { unit, blocks } = resolved([use('a')], [question('a', 'x')], forAll)
    const [member] = unit.root.referred ?? []
    expect(member).toMatchObject({ ...use('a'), type: 'question', title: 'Ours', overrides: forAll })
    const rank = parseInt(createHash('sha256').update(lb('a')).digest('hex').slice(0, 8), 16)
    expect(member && 'rank' in member && member.rank).toBe(rank)
    expect(Object.values(blocks)).toMatchObject([{ key: lb('a'), settings: {} }])
  })

  it('of many who refer to it is kept once', () => {
    const library = [question('a', 'x'), referring('p', [use('a')]), referring('q', [use('a')])]
    const { blocks } = resolved([use('p', 'uses'), use('q', 'uses'), use('a')], library)
    expect(
      Object.values(blocks)
        .map(({ key }) => key)
        .sort(),
    ).toEqual([lb('a'), lb('p', 'uses'), lb('q', 'uses')].sort())
  })

  it('of a block inside a container, which another refers to, is that block alone', () => {
    const inside = question('in', 'x')
    const box = one(lb('box', 'text'), 'text', { children: [inside] })
    expect(keysOf(resolved([use('in')], [box]).unit.root)).toEqual([lb('in')])
  })
})

describe('a circle of references', () => {
  it('is cut where it leads back, the same whoever refers to it', () => {
    const library = [
      referring('p', [use('q', 'uses'), use('a')]),
      referring('q', [use('p', 'uses')]),
      question('a', 'x'),
    ]
    const { unit, blocks } = resolved([use('p', 'uses'), use('q', 'uses')], library)
    const chains = (unit.root.referred ?? []).map((first) => {
      const outer = 'record' in first ? blocks[first.record] : undefined
      const next = outer?.referred?.[0]
      const inner = next && 'record' in next ? blocks[next.record] : undefined
      return [outer && keysOf(outer), inner && keysOf(inner)]
    })
    expect(chains).toEqual([
      [[lb('q', 'uses'), lb('a')], ['reference-cycle']],
      [[lb('p', 'uses')], ['reference-cycle', lb('a')]],
    ])
  })

  it('in which everything refers to everything comes to an end', () => {
    const ids = Array.from({ length: 12 }, (_, index) => `n${index}`)
    const library = ids.map((id) =>
      referring(
        id,
        ids.map((other) => use(other, 'uses')),
      ),
    )
    const { unit } = resolved([use('n0', 'uses')], library)
    expect(keysOf(unit.root)).toEqual([lb('n0', 'uses')])
  })
})
