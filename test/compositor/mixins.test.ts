import { describe, expect, it } from 'vitest'
import { compose } from '../../compositor/compose.js'
import { WorkerPool } from '../../compositor/worker-pool.js'
import { BlockTypeRegistry } from '../../plugins/index.js'
import {
  Block,
  block,
  definePlugin,
  inheritance,
  optional,
  integer,
  string,
  upstreamLinks,
  type AnyFieldMixin,
  type BlockBase,
  type ComposedBlock,
  type ComposedUnit,
  type ConcreteBlockClass,
  type JsonObject,
} from '../../runtime/index.js'
import { inCourse, practicePlugin, recordHash, unit } from './published.js'

@block('question')
class Question extends Block({ settings: { maxAttempts: optional(integer()) } }) {}

@block('text')
class Text extends Block({ content: { text: string() } }) {}

@block('section')
class Section extends Block({}) {}

@block('library_content', { childDefaultsFirst: true })
class Copies extends Block({}) {}

function typesWith(...mixins: readonly AnyFieldMixin[]): BlockTypeRegistry {
  const types = new BlockTypeRegistry()
  const blocks: readonly ConcreteBlockClass[] = [Question, Text, Section, Copies]
  types.register(definePlugin({ name: 'test', blocks, mixins }))
  return types
}

/** The one block inside a block of type `parent`, in a unit that inherits `inherited`. */
function child(
  settings: JsonObject,
  { parent = 'section', inherited = {}, mixins = [inheritance, upstreamLinks], type = 'question' } = {},
): ComposedBlock {
  const types = typesWith(...mixins)
  const inside = inCourse(type, 'q', { settings })
  const one = unit(
    inCourse('section', 's', { children: [inCourse(parent, 'p', { children: [inside] })] }),
    [],
    inherited,
    types,
  )
  const [outer] = compose(one, 'record', types).root.children
  return outer?.children[0] as ComposedBlock
}

const linked = { upstream_block: 'lb:O:L:problem:p', upstream_defaults: { max_attempts: 3 } }

describe('a setting', () => {
  it('is its own, else inherited, else what the library gave, else the default of its type', () => {
    const inherited = { max_attempts: 7 }
    const value = ({ fields, sources }: ComposedBlock) => [fields['max_attempts'], sources?.['max_attempts']]
    expect(value(child({ ...linked, max_attempts: 1 }, { inherited }))).toEqual([1, undefined])
    expect(value(child(linked, { inherited }))).toEqual([7, 'inherited'])
    expect(value(child(linked))).toEqual([3, 'library'])
    expect(value(child({}))).toEqual([undefined, undefined])
  })

  it('inside library_content is what the library gave before it is inherited', () => {
    const inherited = { max_attempts: 7 }
    expect(child(linked, { inherited, parent: 'library_content' }).fields['max_attempts']).toBe(3)
    expect(child({}, { inherited, parent: 'library_content' }).fields['max_attempts']).toBe(7)
  })

  it('that the library gave in a form its field does not take is left out', () => {
    const block = child({ upstream_defaults: { max_attempts: 'many', unheard_of: 1 } })
    expect(block.fields).toEqual({ upstream_defaults: { max_attempts: 'many', unheard_of: 1 } })
  })

  it('of the mixin is on blocks whose type knows nothing of it', () => {
    const types = typesWith(inheritance, upstreamLinks)
    const composed = child(
      { upstream_version: 4 },
      { inherited: { graded: true, due: '2026-01-31' }, type: 'text' },
    )
    const { key: usage, type, definition, fields } = composed
    const text: BlockBase = types.get('text')?.sharedFields({ usage, type, definition, fields }) as never
    expect(inheritance.of(text)).toMatchObject({
      graded: true,
      due: new Date('2026-01-31T00:00:00Z'),
      showanswer: 'finished',
      showCorrectness: 'always',
      rerandomize: 'never',
    })
    expect(upstreamLinks.of(text)).toMatchObject({
      upstream: null,
      upstreamVersion: 4,
      downstreamCustomized: [],
    })
  })
})

describe('a host without the shipped mixins', () => {
  it('composes all the same: nothing inherits, and links are nothing', () => {
    const block = child(linked, { inherited: { max_attempts: 7 }, mixins: [] })
    expect(block).toMatchObject({ type: 'question', fields: linked })
    expect(block.failure).toBeUndefined()
  })
})

describe('a mixin of a plugin', () => {
  it('holds in workers as on the main thread', async () => {
    const one = unit(inCourse('vertical', 'v', { children: [inCourse('problem', 'p')] }), [], {
      max_attempts: 7,
    })
    await using pool = new WorkerPool({ plugins: { specifiers: [practicePlugin] }, threads: 1 })
    const { texts } = await pool.compose(JSON.stringify(one), recordHash(one))
    const [answer, children] = texts.map((text) => JSON.parse(text) as unknown)
    expect((answer as { unit: ComposedUnit }).unit.root.fields).toEqual({ max_attempts: 7 })
    expect(JSON.stringify(children)).toContain('"max_attempts":7')
  })
})
