import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listedMembers, type ChoiceMembers, type DrawnBank, type Json } from '../../../runtime/index.js'
import { chooseChildren } from '../../../blocks/randomized/choose-children.js'
import { nextDraw } from '../../../blocks/randomized/stored-draw.js'

/** A bank of a test: its pool as letters, which are the components; the keys of its members are its own. */
interface Small {
  readonly usage: string
  readonly pool: readonly string[]
  readonly count: number
  readonly isFixed?: boolean
}

const keyOf = (usage: string, component: string) => `${usage}:${component}`
const componentOf = (key: string) => key.slice(key.indexOf(':') + 1)

function membersOf({ usage, pool }: Small): ChoiceMembers {
  const listed = listedMembers(pool.map((component) => keyOf(usage, component)))
  // Ranks follow from the component, as they do where members are of a library.
  const { ranks } = listedMembers(pool)
  return {
    ...listed,
    ranks,
    componentAt: (place) => pool[place] ?? '',
    placeOfComponent: (component) => pool.indexOf(component),
  }
}

/** What a learner sees of one bank, given what is stored of all. */
function shown(banks: readonly Small[], stored: Readonly<Record<string, Json>>, usage: string, seed: string) {
  const group = banks.map((bank): DrawnBank => ({
    usage: bank.usage,
    count: bank.count,
    members: membersOf(bank),
    ...(!bank.isFixed && { field: 'selected' }),
    stored: stored[bank.usage],
    seed: `${seed}|${bank.usage}`,
  }))
  const own = group.find((bank) => bank.usage === usage)
  if (!own) throw new Error(usage)
  return chooseChildren({ ...own, companions: { group } })
}

const letters = ['a', 'b', 'c', 'd', 'e', 'f']
const bank = fc.record({
  pool: fc.uniqueArray(fc.constantFrom(...letters), { maxLength: 5 }),
  count: fc.integer({ min: -1, max: 3 }),
  isFixed: fc.integer({ min: 0, max: 5 }).map((chance) => chance === 0),
})
const group = fc
  .array(bank, { minLength: 1, maxLength: 4 })
  .map((all) =>
    all.map((one, place): Small => ({ usage: `B${place}`, ...one, ...(one.isFixed && { count: -1 }) })),
  )
const seed = fc.string({ maxLength: 8 })

const limitOf = ({ count, pool }: Small) => (count < 0 ? pool.length : Math.min(count, pool.length))

function subsets<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]]
  return items.flatMap((item, place) =>
    subsets(items.slice(place + 1), size - 1).map((rest) => [item, ...rest]),
  )
}

/** The order in which a learner draws from a pool, by a bank that draws alone and shows all. */
function orderOf(one: Small, text: string, stored?: Json): string[] {
  const before =
    stored === undefined ? undefined : { draw: (stored as { draw?: number }).draw ?? 0, selected: [] }
  const { selected } = chooseChildren({
    members: membersOf(one),
    count: -1,
    stored: before,
    seed: `${text}|${one.usage}`,
  })
  return selected.map(componentOf)
}

/**
 * The model: all ways to fill up all banks, each with the sequence of turns of its members. The fewest repeats come first, then
 * the earliest turns of the first bank, and so on.
 */
function bestOf(banks: readonly Small[], kept: readonly (readonly string[])[], text: string): string[][] {
  let ways: { sets: string[][]; turns: number[] }[] = [{ sets: [], turns: [] }]
  for (const [place, one] of banks.entries()) {
    const order = orderOf(one, text)
    const own = kept[place] ?? []
    const rest = order.filter((component) => !own.includes(component))
    const fills = subsets(rest, limitOf(one) - own.length)
    ways = ways.flatMap(({ sets, turns }) =>
      fills.map((fill) => ({
        sets: [...sets, [...own, ...fill]],
        turns: [...turns, ...fill.map((component) => order.indexOf(component))],
      })),
    )
  }
  const distinct = ({ sets }: { sets: string[][] }) => new Set(sets.flat()).size
  const most = Math.max(...ways.map(distinct))
  const best = ways.filter((way) => distinct(way) === most)
  best.sort((one, other) => {
    const place = one.turns.findIndex((turn, at) => turn !== other.turns[at])
    return place < 0 ? 0 : (one.turns[place] ?? 0) - (other.turns[place] ?? 0)
  })
  return best[0]?.sets.map((set) => set.sort()) ?? []
}

const sorted = (keys: readonly string[]) => keys.map(componentOf).sort()

describe('the draw of a reference group', () => {
  it('shows as few components twice as the pools allow, earlier banks what comes first for them, as all ways compared say', () => {
    fc.assert(
      fc.property(group, seed, (banks, text) => {
        const model = bestOf(
          banks,
          banks.map(() => []),
          text,
        )
        const drawn = banks.map((one) =>
          one.isFixed ? [...one.pool].sort() : sorted(shown(banks, {}, one.usage, text).selected),
        )
        expect(drawn).toEqual(model)
      }),
      { numRuns: 400 },
    )
  })

  it('keeps what is stored of each bank, and fills up the others as all ways compared say', () => {
    fc.assert(
      fc.property(group, seed, fc.infiniteStream(fc.integer({ min: 0, max: 9 })), (banks, text, chance) => {
        const next = () => chance.next().value ?? 0
        const kept = banks.map((one) =>
          one.isFixed ? [] : one.pool.filter(() => next() < 3).slice(0, limitOf(one)),
        )
        const stored = Object.fromEntries(
          banks.map((one, place) => [
            one.usage,
            (kept[place] ?? []).map((component) => keyOf(one.usage, component)),
          ]),
        )
        const model = bestOf(banks, kept, text)
        const drawn = banks.map((one) =>
          one.isFixed ? [...one.pool].sort() : sorted(shown(banks, stored, one.usage, text).selected),
        )
        expect(drawn).toEqual(model)
      }),
      { numRuns: 400 },
    )
  })

  it('is the same before and after any part of it is stored, in whatever order banks are met', () => {
    fc.assert(
      fc.property(group, seed, fc.infiniteStream(fc.nat()), (banks, text, chance) => {
        const open = banks.filter(({ isFixed }) => !isFixed)
        const before = open.map((one) => shown(banks, {}, one.usage, text).selected)
        const stored: Record<string, Json> = {}
        for (let left = [...open]; left.length > 0;) {
          const [one] = left.splice((chance.next().value ?? 0) % left.length, 1)
          if (!one) break
          stored[one.usage] = shown(banks, stored, one.usage, text).toStore
          const now = open.map((other) => shown(banks, stored, other.usage, text).selected)
          expect(now).toEqual(before)
        }
        expect(open.map((one) => shown(banks, stored, one.usage, text).changed)).toEqual(
          open.map(() => false),
        )
      }),
      { numRuns: 200 },
    )
  })

  it('shows the same of large pools, where nothing can run short, as of pools just large enough', () => {
    // 400 members and 9 slots take the short way; with a reference to 395 of them the long way is taken.
    const pool = Array.from({ length: 400 }, (_, place) => `c${place}`)
    const banks = ['B0', 'B1', 'B2'].map((usage): Small => ({ usage, pool, count: 3 }))
    for (let learner = 0; learner < 4; learner++) {
      const drawn = banks.map(({ usage }) => shown(banks, {}, usage, `l${learner}`).selected.map(componentOf))
      expect(new Set(drawn.flat()).size).toBe(9)
      const rest = pool.filter((component) => !drawn.flat().includes(component))
      const tight = [...banks, { usage: 'B3', pool: [...rest, ...drawn.flat()], count: 391 }]
      expect(
        banks.map(({ usage }) => shown(tight, {}, usage, `l${learner}`).selected.map(componentOf)),
      ).toEqual(drawn)
      expect(shown(tight, {}, 'B3', `l${learner}`).selected.map(componentOf).sort()).toEqual([...rest].sort())
    }
  })

  it('is made in bounded time of a hundred banks that together need all there is', () => {
    const pool = Array.from({ length: 2000 }, (_, place) => `c${place}`)
    const banks = Array.from({ length: 100 }, (_, place): Small => ({ usage: `B${place}`, pool, count: 20 }))
    const members = membersOf({ usage: '', pool, count: 0 })
    const list = banks.map(({ usage, count }): DrawnBank => ({
      usage,
      count,
      members: { ...members, shared: members },
      field: 'selected',
      stored: undefined,
      seed: usage,
    }))
    const began = performance.now()
    const last = list[99]
    if (!last) throw new Error('none')
    chooseChildren({ ...last, companions: { group: list } })
    expect(performance.now() - began).toBeLessThan(3000)
    const all = list.flatMap((one) => chooseChildren({ ...one, companions: { group: list } }).selected)
    expect(new Set(all).size).toBe(2000)
  })
})

describe('a bank that shows the same as another', () => {
  const pool = letters
  const leader: Small = { usage: 'A', pool, count: 3 }
  const follow = (own: Small, stored: Json | undefined, before: Json | undefined) =>
    chooseChildren({
      usage: own.usage,
      members: membersOf(own),
      count: own.count,
      stored,
      seed: `l|${own.usage}`,
      companions: {
        leader: {
          bank: { ...leader, members: membersOf(leader), field: 'selected', stored: before, seed: 'l|A' },
        },
      },
    })
  const alone = chooseChildren({ members: membersOf(leader), count: 3, stored: undefined, seed: 'l|A' })
  const components = alone.selected.map(componentOf)

  it('shows the components that are shown there, in that order, whatever its own count, before and after either is stored', () => {
    const own: Small = { usage: 'B', pool: [...pool].reverse(), count: 1 }
    const first = follow(own, undefined, undefined)
    expect(first.selected).toEqual(components.map((component) => keyOf('B', component)))
    expect(follow(own, first.toStore, undefined)).toMatchObject({ changed: false, selected: first.selected })
    expect(follow(own, first.toStore, alone.toStore)).toMatchObject({
      changed: false,
      selected: first.selected,
    })
  })

  it('follows where the learner begins anew there, and says what went and what came', () => {
    const own: Small = { usage: 'B', pool, count: 3 }
    const first = follow(own, undefined, alone.toStore)
    const anew = nextDraw(alone.toStore, true)
    const other = follow(own, first.toStore, anew)
    expect(other.selected).toHaveLength(3)
    expect(other.overlimit).toEqual(first.selected)
    expect(other.added).toEqual(other.selected)
  })

  it('shows of its pool what there is of it', () => {
    const own: Small = { usage: 'B', pool: components.slice(1), count: 3 }
    expect(follow(own, undefined, undefined).selected.map(componentOf)).toEqual(components.slice(1))
  })
})

describe('a bank that is to be different from last time', () => {
  it('shows others to who begins anew, as far as there are any, and stays so once it is stored', () => {
    fc.assert(
      fc.property(seed, fc.integer({ min: 1, max: 6 }), (text, count) => {
        const members = listedMembers(letters)
        const draw = (stored: Json | undefined) => chooseChildren({ members, count, stored, seed: text })
        const first = draw(undefined)
        const second = draw(nextDraw(first.toStore, true))
        const again = second.selected.filter((key) => first.selected.includes(key))
        expect(again).toHaveLength(Math.max(0, 2 * count - letters.length))
        expect(draw(second.toStore)).toMatchObject({ changed: false, selected: second.selected })
        const third = draw(nextDraw(second.toStore, true))
        expect(third.selected.filter((key) => second.selected.includes(key))).toHaveLength(
          Math.max(0, 2 * count - letters.length),
        )
      }),
    )
  })
})
