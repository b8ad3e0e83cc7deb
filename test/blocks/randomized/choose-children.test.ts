import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listedMembers } from '../../../runtime/index.js'
import { chooseChildren } from '../../../blocks/randomized/choose-children.js'
import { nextDraw } from '../../../blocks/randomized/stored-draw.js'

const pool = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 30 })
const seed = fc.string()
const count = fc.integer({ min: -1, max: 35 })

describe('the draw of a bank', () => {
  it('shows as many different children of the pool as asked for, or all there are', () => {
    fc.assert(
      fc.property(pool, count, seed, (children, limit, text) => {
        const { selected } = chooseChildren({
          members: listedMembers(children),
          count: limit,
          stored: undefined,
          seed: text,
        })
        expect(new Set(selected).size).toBe(selected.length)
        expect(selected.every((key) => children.includes(key))).toBe(true)
        expect(selected).toHaveLength(limit < 0 ? children.length : Math.min(limit, children.length))
      }),
    )
  })

  it('is the same each time before it is stored, and untouched once it is', () => {
    fc.assert(
      fc.property(pool, count, seed, (children, limit, text) => {
        const first = chooseChildren({
          members: listedMembers(children),
          count: limit,
          stored: undefined,
          seed: text,
        })
        expect(
          chooseChildren({ members: listedMembers(children), count: limit, stored: undefined, seed: text }),
        ).toEqual(first)
        const again = chooseChildren({
          members: listedMembers(children),
          count: limit,
          stored: first.toStore,
          seed: text,
        })
        expect(again.changed).toBe(false)
        expect(again.selected).toEqual(first.selected)
      }),
    )
  })

  it('does not depend on the order the pool is written in', () => {
    fc.assert(
      fc.property(pool, count, seed, (children, limit, text) => {
        const draw = (order: string[]) =>
          chooseChildren({ members: listedMembers(order), count: limit, stored: undefined, seed: text })
            .selected
        expect(draw([...children].reverse())).toEqual(draw(children))
      }),
    )
  })

  it('changes no more than a changed pool or count demands, and keeps the order of what stays', () => {
    fc.assert(
      fc.property(pool, pool, count, count, seed, (before, after, first, second, text) => {
        const stored = chooseChildren({
          members: listedMembers(before),
          count: first,
          stored: undefined,
          seed: text,
        }).selected
        const { selected, invalid, overlimit, added } = chooseChildren({
          members: listedMembers(after),
          count: second,
          stored,
          seed: text,
        })
        const limit = second < 0 ? after.length : Math.min(second, after.length)
        const valid = stored.filter((key) => after.includes(key))
        expect(invalid).toEqual(stored.filter((key) => !after.includes(key)))
        expect(overlimit).toHaveLength(Math.max(0, valid.length - limit))
        expect(added).toHaveLength(Math.max(0, limit - valid.length))
        const stayed = valid.filter((key) => !overlimit.includes(key))
        expect(selected.filter((key) => stayed.includes(key))).toEqual(stayed)
      }),
    )
  })

  it('draws every child about equally often over many learners', () => {
    const children = ['a', 'b', 'c', 'd', 'e']
    const drawn = new Map(children.map((key) => [key, 0]))
    for (let learner = 0; learner < 5000; learner++) {
      for (const key of chooseChildren({
        members: listedMembers(children),
        count: 2,
        stored: undefined,
        seed: `learner ${learner}`,
      }).selected) {
        drawn.set(key, (drawn.get(key) ?? 0) + 1)
      }
    }
    for (const times of drawn.values()) expect(Math.abs(times - 2000)).toBeLessThan(200)
  })

  it('reads the pairs of type and id that the incumbent stored', () => {
    const children = [
      'block-v1:O+C+R+type@problem+block@p1',
      'cb::x::lb:O:L:problem:p2',
      'block-v1:O+C+R+type@html+block@p1',
    ]
    const stored = [
      ['problem', 'p2'],
      ['html', 'p1'],
    ]
    const { selected, changed } = chooseChildren({
      members: listedMembers(children),
      count: 2,
      stored,
      seed: '',
    })
    expect(selected).toEqual([children[1], children[2]])
    expect(changed).toBe(false)
  })

  it('draws anew after a reset, stable again from then on', () => {
    const children = Array.from({ length: 20 }, (_, index) => `k${index}`)
    const first = chooseChildren({
      members: listedMembers(children),
      count: 5,
      stored: undefined,
      seed: 'learner',
    })
    const reset = nextDraw(first.toStore)
    const second = chooseChildren({
      members: listedMembers(children),
      count: 5,
      stored: reset,
      seed: 'learner',
    })
    expect(second.selected).toHaveLength(5)
    expect(second.selected).not.toEqual(first.selected)
    const again = chooseChildren({
      members: listedMembers(children),
      count: 5,
      stored: second.toStore,
      seed: 'learner',
    })
    expect(again).toMatchObject({ changed: false, selected: second.selected })
    expect(
      chooseChildren({
        members: listedMembers(children),
        count: 5,
        stored: nextDraw(second.toStore),
        seed: 'learner',
      }).selected,
    ).not.toEqual(second.selected)
  })
})
