import { beforeAll, describe, expect, it } from 'vitest'
import { bankPool, compose, Compositor } from '../../compositor/index.js'
import { loadPlugins, shippedPlugin } from '../../plugins/index.js'
import type { BlockTypes, ComposedBlock, JsonObject, PublishedBlock } from '../../runtime/index.js'
import { memoryStore } from '../../store/index.js'
import {
  courseKey,
  inCourse,
  inLibrary,
  library,
  libraryKey,
  publishUnits,
  unit,
  version,
} from './published.js'

let types: BlockTypes
beforeAll(async () => {
  types = (await loadPlugins({ specifiers: [shippedPlugin] })).types
})

const source_libraries = [`${library}:${version}`]
const question = (id: string, settings: JsonObject = {}) =>
  inLibrary('problem', id, {
    content: { data: `<problem><stringresponse answer="${id}"><textline/></stringresponse></problem>` },
    settings: { display_name: `Question ${id}`, ...settings },
  })
const key = (id: string, type = 'problem') => libraryKey(type, id)
const referring = (id: string, blocks: readonly string[], more: JsonObject = {}) =>
  inLibrary('library_content_v2', id, { settings: { source_libraries, library_blocks: blocks, ...more } })

/** A library unit with a problem of its own, a reference to another one, and a bank. */
const quiz = inLibrary('vertical', 'quiz', {
  settings: { display_name: 'Quiz' },
  children: [
    question('own'),
    referring('ref', [key('far')], {
      block_field_overrides: { [key('far')]: { weight: 4, max_attempts: 6 } },
    }),
    inLibrary('itembank', 'bank', { settings: { source_libraries, pool: [key('a'), key('b')] } }),
  ],
})
const blocks = [quiz, question('far'), question('a'), question('b')]

function page(settings: JsonObject, inherited: JsonObject = {}, banks: 'listed' | 'pooled' = 'listed') {
  const reference = inCourse('library_content_v2', 'u', {
    settings: { source_libraries, library_blocks: [quiz.key], ...settings },
  })
  const root = inCourse('vertical', 'page', { children: [reference] })
  return unit(root, blocks, inherited, types, banks)
}

function named(root: ComposedBlock): ReadonlyMap<string, ComposedBlock> {
  const found = new Map<string, ComposedBlock>()
  const walk = (block: ComposedBlock) => {
    found.set(block.origin?.block ?? block.key, block)
    block.children.forEach(walk)
  }
  walk(root)
  return found
}

const composed = (...of: Parameters<typeof page>) => named(compose(page(...of), 'record', types).root)
const field = (all: ReadonlyMap<string, ComposedBlock>, id: string, name: string, type = 'problem') => [
  all.get(key(id, type))?.fields[name],
  all.get(key(id, type))?.sources?.[name],
]

describe('what a reference says of a block inside the one that it refers to', () => {
  it.each([
    ['in it', 'own'],
    ['that a reference of the library brings', 'far'],
    ['in a bank of it', 'b'],
  ])('%s holds for that block alone', (_where, id) => {
    const all = composed({ block_field_overrides: { [key(id)]: { display_name: 'Ours', weight: 2 } } })
    for (const other of ['own', 'far', 'a', 'b']) {
      const isIt = other === id
      expect(field(all, other, 'display_name')).toEqual(
        isIt ? ['Ours', 'override'] : [`Question ${other}`, 'library'],
      )
      expect(all.get(key(other))?.fields['weight']).toBe(isIt ? 2 : other === 'far' ? 4 : undefined)
    }
  })

  it('comes before what a reference of the library says, and that before the block’s own', () => {
    const all = composed({ block_field_overrides: { [key('far')]: { weight: 2 } } })
    expect(field(all, 'far', 'weight')).toEqual([2, 'override'])
    expect(field(all, 'far', 'max_attempts')).toEqual([6, 'library'])
    expect(field(composed({}, { max_attempts: 9 }), 'far', 'max_attempts')).toEqual([9, 'inherited'])
  })

  it('of all blocks reaches inside with settings of the course, and with nothing else', () => {
    const all = composed({ field_overrides: { display_name: 'Mine', weight: '3', max_attempts: 5 } })
    expect(field(all, 'quiz', 'display_name', 'vertical')).toEqual(['Mine', 'override'])
    for (const id of ['own', 'far', 'a', 'b']) {
      expect(field(all, id, 'display_name')).toEqual([`Question ${id}`, 'library'])
      expect(field(all, id, 'weight')).toEqual([3, 'override'])
      expect(field(all, id, 'max_attempts')).toEqual([5, 'override'])
    }
  })

  it('leaves the records of the library as they are, but for one whose references it changes', () => {
    const plain = page({}, {}, 'pooled')
    const title = page({ block_field_overrides: { [key('own')]: { display_name: 'Ours' } } }, {}, 'pooled')
    expect(Object.keys(title.blocks).sort()).toEqual(Object.keys(plain.blocks).sort())
    const pool = page(
      { block_field_overrides: { [key('bank', 'itembank')]: { pool: [key('b')] } } },
      {},
      'listed',
    )
    const all = named(compose(pool, 'record', types).root)
    expect([all.has(key('a')), all.has(key('b'))]).toEqual([false, true])
  })

  it('holds for what is drawn of a bank’s pool', async () => {
    const one = page(
      { block_field_overrides: { [key('b')]: { display_name: 'Drawn' } }, field_overrides: { weight: 3 } },
      {},
      'pooled',
    )
    const store = await publishUnits(memoryStore(), [one])
    await using compositor = new Compositor({ store, types })
    const made = await compositor.unit(one.unit.key)
    const bank = [...named(made.root).values()].find(({ pool }) => pool)
    if (!bank) throw new Error('there is no bank')
    const keys = bankPool(bank).keys
    expect(keys).toHaveLength(2)
    const drawn = keys.map((one) => ({ bank, key: one }))
    const [a, b] = (await compositor.members.composed(made, drawn)).map(([first]) => first)
    expect([a?.fields['display_name'], a?.fields['weight']]).toEqual(['Question a', 3])
    expect([b?.fields['display_name'], b?.fields['weight']]).toEqual(['Drawn', 3])
  })

  it('of a unit that a bank draws holds inside it', async () => {
    const bank = inCourse('itembank', 'course-bank', {
      settings: {
        source_libraries,
        pool: [quiz.key, key('a')],
        block_field_overrides: { [key('own')]: { display_name: 'Ours' }, [key('far')]: { weight: 1 } },
      },
    })
    const one = unit(inCourse('vertical', 'page', { children: [bank] }), blocks, {}, types, 'pooled')
    const store = await publishUnits(memoryStore(), [one])
    await using compositor = new Compositor({ store, types })
    const made = await compositor.unit(one.unit.key)
    const [holder] = made.root.children
    if (!holder) throw new Error('there is no bank')
    const drawnKey = `cb::${courseKey('itembank', 'course-bank')}::${quiz.key}`
    const [members] = await compositor.members.composed(made, [{ bank: holder, key: drawnKey }])
    const all = named(members?.[0] as ComposedBlock)
    expect(field(all, 'own', 'display_name')).toEqual(['Ours', 'override'])
    expect(field(all, 'far', 'weight')).toEqual([1, 'override'])
  })
})

describe('settings of library blocks below a course that sets them', () => {
  const set = (id: string, settings: JsonObject): PublishedBlock => question(id, settings)
  const one = (settings: JsonObject, parent = 'library_content_v2') => {
    const blocksName = parent === 'library_content_v2' ? 'library_blocks' : 'pool'
    const reference = inCourse(parent, 'u', { settings: { source_libraries, [blocksName]: [key('q')] } })
    const root = inCourse('vertical', 'page', { children: [reference] })
    const inherited = { max_attempts: 7, showanswer: 'never', start: '2030-01-01T00:00:00Z' }
    return named(compose(unit(root, [set('q', settings)], inherited, types, 'listed'), 'r', types).root)
  }

  it('are the course’s where attempts, answers and weights are meant, and the library’s else', () => {
    const all = one({ max_attempts: 2, showanswer: 'always', start: '2031-01-01T00:00:00Z', weight: 5 })
    expect(field(all, 'q', 'max_attempts')).toEqual([7, 'inherited'])
    expect(field(all, 'q', 'showanswer')).toEqual(['never', 'inherited'])
    expect(field(all, 'q', 'start')).toEqual(['2031-01-01T00:00:00Z', 'library'])
    expect(field(all, 'q', 'weight')).toEqual([5, 'library'])
  })

  it('are the library’s first inside library_content, as the incumbent has it', () => {
    expect(field(one({ max_attempts: 2 }, 'library_content'), 'q', 'max_attempts')).toEqual([2, 'library'])
    expect(field(one({}, 'library_content'), 'q', 'max_attempts')).toEqual([7, 'inherited'])
  })
})
