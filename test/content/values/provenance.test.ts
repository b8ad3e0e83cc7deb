import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { compose } from '../../../compositor/index.js'
import { provenanceOf, ValueTrace } from '../../../content/values/index.js'
import { loadPlugins, shippedPlugin } from '../../../plugins/index.js'
import {
  isAuthored,
  parseUsageKey,
  type BlockTypes,
  type ComposedBlock,
  type FieldSource,
  type JsonObject,
  type PublishedBlock,
  type ValueLayer,
} from '../../../runtime/index.js'
import type { GatheredUnit } from '../../../runtime/unit/index.js'
import {
  courseKey,
  inCourse,
  inLibrary,
  library,
  libraryKey,
  unit,
  version,
} from '../../compositor/published.js'

let types: BlockTypes
beforeAll(async () => {
  types = (await loadPlugins({ specifiers: [shippedPlugin] })).types
})

const source_libraries = [`${library}:${version}`]

/** Settings of several owners and kinds: some inherit, some are the course's, some neither, some do not fit. */
const settings = fc.record(
  {
    max_attempts: fc.constantFrom(1, 2, '3', null, 'many'),
    showanswer: fc.constantFrom('never', 'always', 'attempted'),
    start: fc.constantFrom('2030-01-01T00:00:00Z', '2031-01-01T00:00:00Z'),
    weight: fc.constantFrom(2, 0.5, '4', 'heavy'),
    display_name: fc.constantFrom('One', 'Two'),
    self_paced: fc.boolean(),
    due: fc.constantFrom('2032-01-01T00:00:00Z', null),
    upstream_defaults: fc.constantFrom<JsonObject>(
      { max_attempts: 9, weight: 9 },
      { display_name: 'Theirs' },
    ),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<JsonObject>

const ids = ['a', 'b', 'c'].map((id) => libraryKey('problem', id))
const inner = libraryKey('library_content_v2', 'ref')
const bankKey = libraryKey('itembank', 'bank')
const quiz = libraryKey('vertical', 'quiz')
const without = (values: JsonObject, ...names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)))

const overrides = {
  field_overrides: settings.map((set) => without(set, 'upstream_defaults')),
  block_field_overrides: fc.dictionary(fc.constantFrom(...ids, quiz, bankKey, inner), settings),
}

const pages: fc.Arbitrary<GatheredUnit> = fc
  .record({
    problems: fc.tuple(settings, settings, settings),
    quiz: settings,
    inner: fc.record({ own: settings, ...overrides }),
    page: settings,
    plain: settings,
    reference: fc.record({ own: settings, ...overrides }),
    bank: fc.record({ own: settings, ...overrides, type: fc.constantFrom('itembank', 'library_content') }),
    above: settings.map((set) => without(set, 'upstream_defaults', 'display_name', 'weight')),
  })
  .map((made) => {
    const [first, second, third] = made.problems
    const problem = (id: string, own: JsonObject) => inLibrary('problem', id, { settings: own })
    const b = problem('b', second)
    const referring = (own: typeof made.inner, blocks: JsonObject) => {
      const { own: set, field_overrides, block_field_overrides } = own
      return {
        settings: {
          ...set,
          source_libraries,
          field_overrides,
          block_field_overrides,
          ...blocks,
        } as JsonObject,
      }
    }
    const blocks: PublishedBlock[] = [
      b,
      problem('c', third),
      inLibrary('vertical', 'quiz', {
        settings: made.quiz,
        children: [
          problem('a', first),
          inLibrary('library_content_v2', 'ref', referring(made.inner, { library_blocks: [b.key] })),
          inLibrary('itembank', 'bank', {
            settings: { source_libraries, pool: [libraryKey('problem', 'c')] },
          }),
        ],
      }),
    ]
    const root = inCourse('vertical', 'page', {
      settings: made.page,
      children: [
        inCourse('problem', 'plain', { settings: made.plain }),
        inCourse('library_content_v2', 'u', referring(made.reference, { library_blocks: [quiz, b.key] })),
        inCourse(made.bank.type, 'draws', {
          ...referring(made.bank, { pool: [libraryKey('problem', 'c'), quiz] }),
          children: [
            inCourse('problem', 'copy', { settings: { ...made.plain, upstream_block: ids[0] ?? '' } }),
          ],
        }),
      ],
    })
    return unit(root, blocks, made.above, types, 'listed')
  })

function* within(block: ComposedBlock): Iterable<ComposedBlock> {
  yield block
  for (const child of block.children) yield* within(child)
}

const traced = (page: GatheredUnit, usage: string) => {
  const trace = new ValueTrace(types, page.blocks)
  trace.belowLine('course', page.inherited)
  const found = trace.to(parseUsageKey(usage), page.unit.root)
  if (!found) throw new Error(`${usage} is not there`)
  return found
}

const layersOf: Readonly<Record<FieldSource, readonly ValueLayer[]>> = {
  override: ['override', 'override-all'],
  library: ['library', 'library-override', 'upstream'],
  inherited: ['inherited', 'library-inherited'],
  policy: ['policy'],
}

describe('the layer that won', () => {
  it('says what composing gives, whatever is said where, of every field of every block', () => {
    expect.hasAssertions()
    fc.assert(
      fc.property(pages, (page) => {
        const all: unknown[] = []
        for (const block of within(compose(page, 'record', types).root)) {
          const type = types.get(block.type)
          if (!type) throw new Error(`${block.key} is of no type`)
          const trace = traced(page, block.key)
          const wrong = type.fields.filter(isAuthored).flatMap((field) => {
            const { value, layer, layers } = provenanceOf(trace, field)
            const composed = block.fields[field.olxName] ?? field.field.toJson(field.field.freshDefault())
            const source = block.sources?.[field.olxName]
            const isRight =
              JSON.stringify(value) === JSON.stringify(composed) &&
              (source === undefined || layersOf[source].includes(layer)) &&
              layers.filter(({ won }) => won).length === 1
            return isRight
              ? []
              : [{ key: block.key, field: field.olxName, value, composed, layer, source, layers }]
          })
          all.push(...wrong)
        }
        expect(all).toEqual([])
      }),
      { numRuns: 30, seed: 109 },
    )
  })
})

describe('the layers of a value', () => {
  it('are told with who says each, the strongest first', () => {
    const problem = inLibrary('problem', 'a', { settings: { max_attempts: 2, weight: 5 } })
    const page = unit(
      inCourse('vertical', 'page', {
        settings: { max_attempts: 8 },
        children: [
          inCourse('library_content_v2', 'u', {
            settings: {
              source_libraries,
              library_blocks: [problem.key],
              field_overrides: { max_attempts: '6', weight: 3 },
              block_field_overrides: { [problem.key]: { max_attempts: 4 } },
            },
          }),
        ],
      }),
      [problem],
      { max_attempts: 7 },
      types,
      'listed',
    )
    const usage = `cb::${courseKey('library_content_v2', 'u')}::${problem.key}`
    const at = traced(page, usage)
    const of = (name: string) => {
      const field = at.type?.fieldByOlxName(name)
      if (!field) throw new Error(name)
      return provenanceOf(at, field)
    }
    const reference = courseKey('library_content_v2', 'u')
    expect(of('max_attempts')).toMatchObject({ owner: 'course', value: 4, layer: 'override' })
    expect(of('max_attempts').layers).toEqual([
      { layer: 'override', value: 4, from: reference, won: true },
      { layer: 'override-all', value: 6, from: reference, won: false },
      { layer: 'inherited', value: 8, from: courseKey('vertical', 'page'), won: false },
      { layer: 'inherited', value: 7, from: 'course', won: false },
      { layer: 'library', value: 2, from: problem.key, version, won: false },
      { layer: 'default', value: null, won: false },
    ])
    expect(of('weight')).toMatchObject({ value: 3, layer: 'override-all' })
    expect(of('data')).toMatchObject({ owner: 'library', scope: 'content', layer: 'default' })
  })
})
