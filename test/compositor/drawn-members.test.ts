import { describe, expect, it } from 'vitest'
import { bankPool, Compositor, holds, WorkerPool } from '../../compositor/index.js'
import { loadPlugins, shippedPlugin } from '../../plugins/index.js'
import type { ComposedUnit } from '../../runtime/index.js'
import { rankOf } from '../../runtime/unit/index.js'
import {
  contextual,
  courseKey,
  inCourse,
  inLibrary,
  library,
  libraryKey,
  publishUnits,
  unit,
  version,
} from './published.js'
import { memoryStore } from '../../store/index.js'

const plugins = { specifiers: [shippedPlugin] }
const source_libraries = [`${library}:${version}`]
const question = (id: string, kind = 'stringresponse') =>
  inLibrary('problem', id, {
    content: { data: `<problem><${kind} answer="1"><label>${id}?</label><textline/></${kind}></problem>` },
    settings: { display_name: `Question ${id}` },
  })
const quiz = inLibrary('vertical', 'quiz', { children: [question('inner')] })

async function opened(bank: Record<string, never> | object, blocks = [question('a'), question('b'), quiz]) {
  const page = unit(
    inCourse('vertical', 'page', {
      children: [inCourse('library_content', 'bank', { settings: { source_libraries, ...bank } })],
    }),
    blocks,
    { showanswer: 'closed' },
    (await loadPlugins(plugins)).types,
  )
  const store = await publishUnits(memoryStore(), [page])
  const { types } = await loadPlugins(plugins)
  const compositor = new Compositor({ store, types })
  const made = await compositor.unit(page.unit.key)
  return { compositor, made, bank: bankOf(made) }
}

const bankOf = ({ root }: ComposedUnit) => root.children[0] ?? root
const member = (type: string, id: string) =>
  contextual(courseKey('library_content', 'bank'), libraryKey(type, id))

describe('a bank of a composed unit', () => {
  it('holds a pool and no block of the library, until somebody draws one', async () => {
    const { compositor, made, bank } = await opened({ field_overrides: { max_attempts: 3 } })
    expect(bank.children).toEqual([])
    expect(bankPool(bank).keys).toEqual([
      member('problem', 'a'),
      member('problem', 'b'),
      member('vertical', 'quiz'),
    ])
    expect([...bankPool(bank).ranks]).toEqual(
      [libraryKey('problem', 'a'), libraryKey('problem', 'b'), libraryKey('vertical', 'quiz')].map(rankOf),
    )
    const before = compositor.stats()
    const drawn = { bank, key: member('problem', 'a') }
    expect(compositor.members.known(made, drawn)).toBeUndefined()
    const [composed] = await compositor.members.composed(made, [drawn])
    expect(composed).toMatchObject([
      {
        key: drawn.key,
        origin: { library, version, block: libraryKey('problem', 'a') },
        fields: { display_name: 'Question a', max_attempts: 3, showanswer: 'closed' },
      },
    ])
    expect(compositor.members.known(made, drawn)).toBe(composed)
    const [again, both] = await Promise.all([
      compositor.members.composed(made, [drawn]),
      compositor.members.composed(made, [drawn, { bank, key: member('problem', 'b') }]),
    ])
    expect([again[0], both[0]]).toEqual([composed, composed])
    expect(compositor.stats().inline + compositor.stats().pooled - before.inline - before.pooled).toBe(2)
    await compositor.close()
  })

  it('finds the member that a block is in, also one that nobody drew', async () => {
    const { compositor, made, bank } = await opened({})
    expect(bankPool(bank).memberHolding(member('problem', 'inner'))).toBe(member('vertical', 'quiz'))
    expect(holds(made.root, member('problem', 'inner'))).toBe(true)
    expect(holds(made.root, member('problem', 'stranger'))).toBe(false)
    const [composed] = await compositor.members.composed(made, [{ bank, key: member('vertical', 'quiz') }])
    expect(composed?.[0]?.children.map(({ key }) => key)).toEqual([member('problem', 'inner')])
    await compositor.close()
  })

  it('draws from problems of one kind alone where it asks for one', async () => {
    const blocks = [question('a'), question('b', 'numericalresponse'), quiz]
    const keys = async (capa_type: string | null) => {
      const { compositor, bank } = await opened({ capa_type }, blocks)
      await compositor.close()
      return bankPool(bank).keys
    }
    expect(await keys('numericalresponse')).toEqual([member('problem', 'b')])
    expect(await keys('imageresponse')).toEqual([])
    expect(await keys('any')).toHaveLength(3)
    expect(await keys(null)).toHaveLength(3)
  })

  it.skipIf(!WorkerPool.available())('has its members composed in threads as in place', async () => {
    const { compositor, made, bank } = await opened({})
    const { types } = await loadPlugins(plugins)
    await using pooled = new Compositor({ ...compositor.options, types, plugins, inlineLimit: 0 })
    const drawn = [{ bank, key: member('problem', 'b') }]
    expect(await pooled.members.composed(made, drawn)).toEqual(await compositor.members.composed(made, drawn))
    expect(pooled.stats()).toMatchObject({ pooled: 1, inline: 0 })
    await compositor.close()
  })
})
