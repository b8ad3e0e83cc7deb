import { Container } from 'inversify'
import { describe, expect, it } from 'vitest'
import { BlockTypeRegistry } from '../../plugins/index.js'
import {
  Aside,
  aside,
  Block,
  block,
  BlockRuntime,
  definePlugin,
  fieldMixin,
  Fragment,
  html,
  needs,
  parseKey,
  parseUsageKey,
  provide,
  string,
  UsageKey,
  view,
  type JsonObject,
  type LearningContextKey,
  type PluginSpec,
} from '../../runtime/index.js'
import { composed, stored } from '../runtime/memory-session.js'

abstract class Weather {
  abstract today(): string
}

class Station extends Weather {
  constructor(private readonly weather: string) {
    super()
  }

  today(): string {
    return this.weather
  }
}

@needs(Weather)
@block('forecast')
class Forecast extends Block({}) {
  @view studentView() {
    return new Fragment(html`${this.service(Weather).today()}`)
  }
}

/** A block on a shelf: `shelf:ROOM:NUMBER`. */
class ShelfKey extends UsageKey {
  readonly blockType = 'book'

  constructor(
    readonly room: string,
    readonly blockId: string,
  ) {
    super('shelf', `shelf:${room}:${blockId}`)
    if (!/^\d+$/.test(blockId)) throw this.malformed('its NUMBER is no number')
  }

  get context(): LearningContextKey {
    throw new Error('a shelf stands alone')
  }

  parts(): JsonObject {
    return { room: this.room, number: this.blockId }
  }
}

const shelves = {
  namespace: 'shelf',
  grammar: 'shelf:ROOM:NUMBER',
  read: (_text: string, rest: string) => {
    const [room = '', number = ''] = rest.split(':')
    return new ShelfKey(room, number)
  },
}

function plugin(name: string, parts: Partial<PluginSpec>) {
  return definePlugin({ name, blocks: [], ...parts })
}

@aside('notes')
class Notes extends Aside({}) {}

@aside('notes')
class OtherNotes extends Aside({}) {}

const reviews = fieldMixin('reviews', { settings: { reviewedBy: string() } })
const otherReviews = fieldMixin('reviews', { settings: { seenBy: string() } })

describe('two plugins that claim one name', () => {
  const claims: readonly (readonly [what: string, Partial<PluginSpec>, Partial<PluginSpec>, name: string])[] =
    [
      ['Aside', { asides: [Notes] }, { asides: [OtherNotes] }, 'notes'],
      ['Mixin', { mixins: [reviews] }, { mixins: [otherReviews] }, 'reviews'],
      [
        'Service',
        { services: [provide(Weather, () => new Station('rain'))] },
        { services: [provide(Weather, () => new Station('sun'))] },
        'Weather',
      ],
      ['Key namespace', { keyNamespaces: [shelves] }, { keyNamespaces: [shelves] }, 'shelf'],
    ]

  it.each(claims)('are an error that names both: %s', (what, one, other, name) => {
    const types = new BlockTypeRegistry()
    types.register(plugin('first', one))
    expect(() => types.register(plugin('second', other))).toThrow(
      `${what} '${name}' is claimed by plugin 'first' and by plugin 'second'.`,
    )
    expect(types.plugins().map((known) => known.name)).toEqual(['first'])
  })

  it.each(claims)('may do so where the host says the second takes over: %s', (_what, one, other, name) => {
    const types = new BlockTypeRegistry()
    types.register(plugin('first', one))
    types.register(plugin('second', other), new Set([name]))
    expect(types.plugins().map((known) => known.name)).toEqual(['first', 'second'])
    expect(types.asides.length + types.mixins.all.length + types.services.length).toBeLessThanOrEqual(1)
  })

  it('goes for the name of the plugin too; the very same plugin twice is one', () => {
    const types = new BlockTypeRegistry()
    const first = plugin('same', { blocks: [Forecast] })
    types.register(first)
    types.register(first)
    expect(() => types.register(plugin('same', {}))).toThrow(
      expect.objectContaining({ code: 'plugin-conflict' }),
    )
  })
})

describe('a service of a plugin', () => {
  const types = () => {
    const registry = new BlockTypeRegistry()
    registry.register(plugin('station', { services: [provide(Weather, () => new Station('rain'))] }))
    registry.register(plugin('forecasts', { blocks: [Forecast] }))
    return registry
  }
  const shown = async (services: Container) => {
    const session = new BlockRuntime({ types: types(), services }).session({ fieldData: stored() })
    return (await session.fragment(composed('forecast'), 'student_view')).content.text
  }

  it('reaches blocks of other plugins', async () => {
    expect(await shown(new Container())).toContain('rain')
  })

  it('stands back where the host binds its own', async () => {
    const services = new Container()
    services.bind(Weather).toConstantValue(new Station('sun'))
    expect(await shown(services)).toContain('sun')
  })
})

describe('keys of a plugin', () => {
  it('are read like any others once it is registered', () => {
    new BlockTypeRegistry().register(plugin('shelves', { keyNamespaces: [shelves] }))
    const key = parseUsageKey('shelf:attic:12')
    expect([key.kind, key.toString(), key.parts()]).toEqual([
      'shelf',
      'shelf:attic:12',
      { room: 'attic', number: '12' },
    ])
    expect(key.equals(new ShelfKey('attic', '12'))).toBe(true)
    expect(() => parseKey('shelf:attic:x')).toThrow(expect.objectContaining({ code: 'key-malformed' }))
  })

  it('cannot take over a namespace that is known already', () => {
    const taken = { ...shelves, namespace: 'lb' }
    expect(() => plugin('thief', { keyNamespaces: [taken] })).toThrow("'lb', which is known already")
  })
})
