import { readdirSync, readFileSync } from 'node:fs'
import type { PublishedBlock } from '../../runtime/index.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { compose } from '../../compositor/index.js'
import { parseContextualKey, parseUsageKey, type BlockTypes } from '../../runtime/index.js'
import type { ComposedBlock, GatheredUnit } from '../../runtime/unit/index.js'
import {
  contextual,
  courseKey,
  inCourse,
  inLibrary,
  library,
  libraryKey,
  practiceTypes,
  unit,
  use,
  version,
} from './published.js'

let types: BlockTypes
beforeAll(async () => {
  types = await practiceTypes()
})
const composed = (one: GatheredUnit) => compose(one, 'record-1', types)
const shape = ({ children }: ComposedBlock) => children.map(({ type, key }) => [type, key])

const abc = inLibrary('problem', 'abc', {
  content: { data: 'a b c' },
  settings: { display_name: 'Library-defined problem title for ABC' },
})
const xyz = inLibrary('problem', 'xyz', {
  content: { data: 'x y z' },
  settings: { display_name: 'Library-defined problem title for XYZ', max_attempts: 9 },
})

describe('the example of the seed', () => {
  const reference = courseKey('uses', '3')
  const example = unit(
    inCourse('vertical', '1', {
      children: [
        inCourse('html', '2', { content: { data: '<p>Read this.</p>' } }),
        inCourse('uses', '3', {
          settings: {
            uses: [use(abc.key), use(xyz.key)],
            for_all: { max_attempts: 3 },
            for_one: { [xyz.key]: { display_name: 'Custom problem title for XYZ!' } },
          },
        }),
        inCourse('video', '4'),
      ],
    }),
    [abc, xyz],
  )

  it('keeps the unit key and puts the library problems in the place of the reference', () => {
    const { key, context, version: record, root, diagnostics } = composed(example)
    expect([key, root.key, context, record]).toEqual([
      courseKey('vertical', '1'),
      courseKey('vertical', '1'),
      'course-v1:edX+UseLib+1',
      'record-1',
    ])
    expect(shape(root)).toEqual([
      ['html', courseKey('html', '2')],
      ['problem', contextual(reference, abc.key)],
      ['problem', contextual(reference, xyz.key)],
      ['video', courseKey('video', '4')],
    ])
    expect(diagnostics).toBeUndefined()
  })

  it('gives each problem its fields, where they come from, and its origin', () => {
    const [, first, second] = composed(example).root.children
    expect(first).toEqual({
      key: contextual(reference, abc.key),
      type: 'problem',
      definition: abc.definition,
      origin: { library, version, block: abc.key },
      fields: { data: 'a b c', display_name: 'Library-defined problem title for ABC', max_attempts: 3 },
      sources: { data: 'library', display_name: 'library', max_attempts: 'override' },
      prepared: { words: ['a', 'b', 'c'], maxAttempts: 3 },
      children: [],
    })
    expect(second?.fields).toEqual({
      data: 'x y z',
      display_name: 'Custom problem title for XYZ!',
      max_attempts: 3,
    })
  })

  it('names each library block with a key whose parts are the reference and the library block', () => {
    const key = parseContextualKey(composed(example).root.children[1]?.key ?? '')
    expect([key.usage.toString(), key.definition.toString()]).toEqual([reference, abc.key])
  })
})

describe('a bank whose library blocks are listed in it, as in drafts', () => {
  const listed = (root: PublishedBlock, blocks: PublishedBlock[]) =>
    unit(root, blocks, {}, undefined, 'listed')

  it('keeps its place, with its own children first and then the library blocks', () => {
    const own = inCourse('problem', 'own')
    const bank = inCourse('bank', 'b', { settings: { uses: [use(abc.key), use(xyz.key)] }, children: [own] })
    const { children } = composed(listed(inCourse('vertical', '1', { children: [bank] }), [abc, xyz])).root
    expect(children.map(({ key }) => key)).toEqual([bank.key])
    expect(children[0] && shape(children[0])).toEqual([
      ['problem', own.key],
      ['problem', contextual(bank.key, abc.key)],
      ['problem', contextual(bank.key, xyz.key)],
    ])
  })

  it('goes without a block that is missing, and says so to staff', () => {
    const bank = inCourse('bank', 'b', {
      settings: { uses: [use(libraryKey('problem', 'gone')), use(abc.key)] },
    })
    const { root, diagnostics } = composed(listed(bank, [abc]))
    expect(shape(root)).toEqual([['problem', contextual(bank.key, abc.key)]])
    expect(root.failure).toBeUndefined()
    expect(diagnostics?.map(({ code }) => code)).toEqual(['library-block-missing'])
  })

  it('fails when none of its blocks is there', () => {
    const bank = inCourse('bank', 'b', { settings: { uses: [use(libraryKey('problem', 'gone'))] } })
    expect(composed(unit(bank, [])).root).toMatchObject({
      children: [],
      failure: { code: 'library-block-missing' },
    })
  })
})

describe('a reference', () => {
  it('to * brings every block at the top of the library, in its order, with what is inside', () => {
    const box = inLibrary('box', 'z', { children: [xyz] })
    const uses = inCourse('uses', 'u', { settings: { uses: [use('*')] } })
    const { root } = composed(unit(inCourse('vertical', '1', { children: [uses] }), [box, abc, xyz]))
    expect(shape(root)).toEqual([
      ['box', contextual(uses.key, box.key)],
      ['problem', contextual(uses.key, abc.key)],
    ])
    expect(root.children[0] && shape(root.children[0])).toEqual([['problem', contextual(uses.key, xyz.key)]])
    expect(root.children[0]?.children[0]?.origin?.block).toBe(xyz.key)
  })

  it('to * takes overrides for single blocks by their key', () => {
    const uses = inCourse('uses', 'u', {
      settings: {
        uses: [{ ...use('*'), overridesByBlock: { [abc.key]: { weight: 3 } } }],
        for_all: { weight: 2 },
      },
    })
    const { root } = composed(unit(inCourse('vertical', '1', { children: [uses] }), [abc, xyz]))
    expect(root.children.map(({ fields }) => fields['weight'])).toEqual([3, 2])
  })

  it('inside a library nests its contextual keys', () => {
    const inner = inLibrary('uses', 'inner', { settings: { uses: [use(abc.key)] } })
    const outer = inCourse('uses', 'outer', { settings: { uses: [use(inner.key)] } })
    const { root } = composed(unit(inCourse('vertical', '1', { children: [outer] }), [inner, abc]))
    const [only, ...others] = root.children
    expect([only?.type, others]).toEqual(['problem', []])
    const key = parseContextualKey(only?.key ?? '')
    expect(key.definition.toString()).toBe(abc.key)
    expect(key.usage.toString()).toBe(contextual(outer.key, inner.key))
    expect(parseUsageKey(key.toString()).context.toString()).toBe('course-v1:edX+UseLib+1')
  })

  it('to the same block twice brings it once', () => {
    const uses = inCourse('uses', 'u', { settings: { uses: [use(abc.key), use(abc.key)] } })
    const { root, diagnostics } = composed(unit(inCourse('vertical', '1', { children: [uses] }), [abc]))
    expect(root.children).toHaveLength(1)
    expect(diagnostics).toMatchObject([{ level: 'warning', code: 'reference-duplicate' }])
  })

  it('at the root of a unit leaves the root where it is', () => {
    const root = inCourse('uses', 'u', { settings: { uses: [use(abc.key)] } })
    expect(composed(unit(root, [abc])).root).toMatchObject({
      key: root.key,
      type: 'uses',
      children: [{ key: contextual(root.key, abc.key) }],
    })
  })

  it.each([
    ['a missing block', use(libraryKey('problem', 'gone')), 'library-block-missing', true],
    ['a name every object has', use('constructor'), 'library-block-missing', false],
    ['a missing version', { ...use(abc.key), version: 'other' }, 'library-version-missing', true],
    ['a missing library', { ...use(abc.key), library: 'lib:edX:none' }, 'library-version-missing', true],
  ])('to %s leaves a failure there, and the rest of the unit', (_what, broken, code, keyed) => {
    const uses = inCourse('uses', 'u', { settings: { uses: [broken, use(xyz.key)] } })
    const { root, diagnostics } = composed(unit(inCourse('vertical', '1', { children: [uses] }), [xyz]))
    expect(root.children).toMatchObject([
      { key: keyed ? contextual(uses.key, broken.block) : uses.key, type: 'unsupported', failure: { code } },
      { key: contextual(uses.key, xyz.key), type: 'problem' },
    ])
    expect(diagnostics).toMatchObject([{ level: 'error', code }])
  })

  it('that leads back to itself is cut there', () => {
    const one = inLibrary('uses', 'one', {
      settings: { uses: [use(libraryKey('uses', 'two')), use(abc.key)] },
    })
    const two = inLibrary('uses', 'two', { settings: { uses: [use(one.key)] } })
    const uses = inCourse('uses', 'u', { settings: { uses: [use(one.key)] } })
    const { root } = composed(unit(inCourse('vertical', '1', { children: [uses] }), [one, two, abc]))
    expect(root.children).toMatchObject([
      { failure: { code: 'reference-cycle' } },
      { type: 'problem', origin: { block: abc.key } },
    ])
  })

  it('chained longer than a key can say ends in a failure', () => {
    const chain = Array.from({ length: 30 }, (_, index) =>
      inLibrary('uses', `n${index}`, { settings: { uses: [use(libraryKey('uses', `n${index + 1}`))] } }),
    )
    const uses = inCourse('uses', 'u', { settings: { uses: [use(libraryKey('uses', 'n0'))] } })
    const { root } = composed(unit(inCourse('vertical', '1', { children: [uses] }), chain))
    expect(root.children).toMatchObject([{ failure: { code: 'key-malformed' } }])
  })

  it('that multiplies without end is stopped, and what came before stands', () => {
    const names = Array.from({ length: 12 }, (_, index) => `f${index}`)
    const levels = ['a', 'b', 'c', 'd', 'e', 'f']
    const blocks = levels.flatMap((level, index) =>
      names.map((name) => {
        const next = levels[index + 1]
        const uses = next ? names.map((other) => use(libraryKey('uses', next + other))) : []
        return inLibrary('uses', level + name, { settings: { uses } })
      }),
    )
    const bomb = inCourse('uses', 'u', {
      settings: { uses: names.map((name) => use(libraryKey('uses', `a${name}`))) },
    })
    const before = inCourse('html', 'h')
    const { root } = composed(unit(inCourse('vertical', '1', { children: [before, bomb] }), blocks))
    expect(root.children[0]?.key).toBe(before.key)
    expect(root.children.filter(({ failure }) => failure?.code === 'composition-too-large')).toHaveLength(1)
  })
})

describe('a field', () => {
  const below = (settings: Record<string, number | null>, ...children: ReturnType<typeof inCourse>[]) =>
    inCourse('vertical', '1', { settings, children })
  const attempts = (one: GatheredUnit) => {
    const [child] = composed(one).root.children
    return [child?.fields['max_attempts'], child?.sources?.['max_attempts']]
  }
  const uses = (forAll: Record<string, unknown>, block: string) =>
    inCourse('uses', 'u', { settings: { uses: [use(block)], for_all: forAll as Record<string, number> } })

  it.each([
    [
      'its own value first',
      unit(below({ max_attempts: 2 }, inCourse('problem', 'p', { settings: { max_attempts: 1 } })), [], {
        max_attempts: 5,
      }),
      1,
      undefined,
    ],
    [
      'null of its own rather than an ancestor’s',
      unit(below({}, inCourse('problem', 'p', { settings: { max_attempts: null } })), [], {
        max_attempts: 5,
      }),
      null,
      undefined,
    ],
    [
      'the nearest ancestor next',
      unit(below({ max_attempts: 2 }, inCourse('problem', 'p')), [], { max_attempts: 5 }),
      2,
      'inherited',
    ],
    [
      'what stands above the unit last',
      unit(below({}, inCourse('problem', 'p')), [], { max_attempts: 5 }),
      5,
      'inherited',
    ],
    [
      'nothing, for the default, when nobody sets it',
      unit(below({}, inCourse('problem', 'p'))),
      undefined,
      undefined,
    ],
    [
      'what an ancestor of the course says before the library’s value, as attempts are the course’s',
      unit(below({ max_attempts: 2 }, uses({}, xyz.key)), [xyz]),
      2,
      'inherited',
    ],
    [
      'an ancestor’s when the library has none',
      unit(below({ max_attempts: 2 }, uses({}, abc.key)), [abc]),
      2,
      'inherited',
    ],
    [
      'the author’s override before all',
      unit(below({ max_attempts: 2 }, uses({ max_attempts: 4 }, xyz.key)), [xyz]),
      4,
      'override',
    ],
    [
      'nothing inherited that does not fit',
      unit(below({}, inCourse('problem', 'p')), [], { max_attempts: { no: 1 } }),
      undefined,
      undefined,
    ],
  ] as const)('takes %s', (_what, one, value, source) => {
    expect(attempts(one)).toEqual([value, source])
  })

  it('that neither its type nor a mixin declares is not inherited', () => {
    const { children } = composed(unit(below({}, inCourse('html', 'h')), [], { tint: 'red' })).root
    expect(children[0]?.fields).toEqual({})
  })

  it('is passed on through blocks that do not declare it themselves', () => {
    const deep = inCourse('box', 'b', { settings: { max_attempts: 7 }, children: [inCourse('problem', 'p')] })
    const { root } = composed(unit(below({}, deep), [], { max_attempts: 5 }))
    expect(root.children[0]?.children[0]?.fields).toEqual({ max_attempts: 7 })
  })

  it('is overridden on the referenced block only, but for settings of the course, which reach what is inside', () => {
    const box = inLibrary('box', 'z', {
      settings: { display_name: 'Box' },
      children: [inLibrary('problem', 'in', { settings: { display_name: 'In' } })],
    })
    const overriding = uses({ display_name: 'Mine', max_attempts: 4 }, box.key)
    const [outer] = composed(unit(below({}, overriding), [box])).root.children
    expect(outer?.fields).toEqual({ display_name: 'Mine', max_attempts: 4 })
    expect(outer?.children[0]).toMatchObject({
      fields: { display_name: 'In', max_attempts: 4 },
      sources: { display_name: 'library', max_attempts: 'override' },
    })
  })

  it('keeps the library’s value when the override does not fit, and other overrides still hold', () => {
    const overriding = uses({ max_attempts: 'many', weight: 2, attempts: 5, nonsense: 1 }, xyz.key)
    const { root, diagnostics } = composed(unit(below({}, overriding), [xyz]))
    expect(root.children[0]?.fields).toEqual({ ...xyz.content, ...xyz.settings, weight: 2 })
    expect(diagnostics).toMatchObject([
      { level: 'warning', code: 'field-value', usage: contextual(overriding.key, xyz.key) },
    ])
    expect(diagnostics?.[0]?.message).toContain("'max_attempts'")
  })

  it('is kept only for the notice when nobody provides the type, and children are left out', () => {
    const stranger = inCourse('jigsaw', 'j', {
      settings: { display_name: 'Jigsaw', pieces: 40 },
      children: [inCourse('problem', 'p')],
    })
    expect(composed(unit(below({}, stranger))).root.children).toEqual([
      {
        key: stranger.key,
        type: 'jigsaw',
        definition: stranger.definition,
        fields: { display_name: 'Jigsaw' },
        children: [],
      },
    ])
  })
})

describe('a block type that throws', () => {
  it.each([
    [
      'in its preparation',
      inCourse('broken', 'x', { content: { how: 'throw' } }),
      'block-failed',
      /no such luck/,
    ],
    [
      'by preparing what JSON loses',
      inCourse('broken', 'x', { content: { how: 'map' } }),
      'block-failed',
      /map is a Map/,
    ],
    ['by reading a learner’s field', inCourse('spy', 'x'), 'field-scope', /attempts/],
    ['in its references', inCourse('liar', 'x'), 'block-failed', /cannot say/],
    ['as its fields do not fit', inCourse('problem', 'x', { content: { data: 7 } }), 'field-value', /String/],
  ])('%s fails alone', (_how, broken, code, message) => {
    const after = inCourse('html', 'h')
    const { root, diagnostics } = composed(unit(inCourse('vertical', '1', { children: [broken, after] })))
    expect(root.children).toMatchObject([{ key: broken.key, failure: { code } }, { key: after.key }])
    expect(root.children[0]?.failure?.message).toMatch(message)
    expect(diagnostics).toMatchObject([{ level: 'error', code, usage: broken.key }])
  })
})

describe('composing', () => {
  it('asks no block which type it is: capabilities say what a type can do', () => {
    const room = new URL('../../compositor/', import.meta.url)
    const sources = readdirSync(room).map(
      (file) => [file, readFileSync(new URL(file, room), 'utf8')] as const,
    )
    const asking = sources.filter(([, text]) =>
      /\b(type|blockType|type\.name)\s*[!=]==|types\.get\('/.test(text),
    )
    expect(asking.map(([file]) => file)).toEqual([])
  })

  it('bounds how deep blocks may be nested', () => {
    let block = inCourse('box', 'b0')
    for (let level = 1; level < 1000; level++) block = inCourse('box', `b${level}`, { children: [block] })
    const { diagnostics } = composed(unit(block))
    expect(diagnostics).toMatchObject([{ code: 'composition-too-large' }])
  })
})
