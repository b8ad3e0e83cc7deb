import { describe, expect, it } from 'vitest'
import {
  Block,
  block,
  BlockRuntime,
  definePlugin,
  fieldMixin,
  Fragment,
  html,
  integer,
  string,
  view,
  type BlockType,
} from '../../runtime/index.js'
import { BlockTypeRegistry } from '../../plugins/index.js'
import { Container } from 'inversify'
import { composed, stored } from './memory-session.js'

const links = fieldMixin('upstream links', {
  settings: { upstream: string(), displayName: string('mixin') },
  userState: { visits: integer() },
})

@block('note')
class Note extends Block({ content: { text: string() }, settings: { displayName: string('own') } }) {
  @view studentView() {
    const { upstream, displayName, visits } = links.of(this)
    links.of(this).visits = visits + 1
    return new Fragment(html`${this.text} from ${upstream} called ${displayName}`)
  }
}

const notes = definePlugin({ name: 'notes', blocks: [Note] })
const linking = definePlugin({ name: 'linking', blocks: [], mixins: [links] })

function registry(...plugins: Parameters<BlockTypeRegistry['register']>[0][]) {
  const types = new BlockTypeRegistry()
  for (const plugin of plugins) types.register(plugin)
  return types
}

describe('a mixin of fields', () => {
  it.each([
    ['before', [linking, notes]],
    ['after', [notes, linking]],
  ])('is on every block type, registered %s it', async (_when, plugins) => {
    const types = registry(...plugins)
    const session = new BlockRuntime({ types, services: new Container() }).session({ fieldData: stored() })
    const note = composed('note', { text: 'A', upstream: 'lb:O:L:note:a' })
    expect((await session.fragment(note, 'student_view')).content.text).toContain(
      'A from lb:O:L:note:a called own',
    )
    expect(session.updates()).toEqual([{ scope: 'userState', id: note.key, field: 'visits', value: 1 }])
  })

  it('is read like any field from OLX, and yields to a field of the block with the same name', () => {
    const type = registry(notes, linking).get('note') as BlockType
    expect(type.fields.map(({ olxName, index }) => [olxName, index])).toEqual([
      ['text', 0],
      ['display_name', 1],
      ['upstream', 2],
      ['visits', 3],
    ])
    expect(type.fieldByOlxName('upstream')?.scope.name).toBe('settings')
    expect(type.fieldByOlxName('display_name')?.field.defaultValue).toBe('own')
  })

  it('can be read while composing, as far as it is authored', () => {
    const type = registry(notes, linking).get('note') as BlockType
    const source = {
      usage: composed('note').key,
      type: 'note',
      definition: 'd',
      fields: { upstream: 'lb:O:L:note:a' },
    }
    const fields: Note = type.sharedFields(source)
    expect(links.of(fields).upstream).toBe('lb:O:L:note:a')
    expect(() => links.of(fields).visits).toThrow(expect.objectContaining({ code: 'field-scope' }))
  })

  it('that no plugin lists is an error that says so', () => {
    const type = registry(notes).get('note') as BlockType
    const fields: Note = type.sharedFields({
      usage: composed('note').key,
      type: 'note',
      definition: 'd',
      fields: {},
    })
    expect(() => links.of(fields)).toThrow(/no plugin of this host lists it/)
  })

  it('leaves block types as they are where there is none', () => {
    expect(registry(notes).get('note')).toBe(notes.types[0])
  })

  it('cannot claim the name of another mixin’s field', () => {
    const rival = definePlugin({
      name: 'rival',
      blocks: [],
      mixins: [fieldMixin('rival', { content: { upstream: string() } })],
    })
    expect(() => registry(linking, rival)).toThrow(
      "Mixin field 'upstream' is claimed by plugin 'linking' and by plugin 'rival'.",
    )
  })
})
