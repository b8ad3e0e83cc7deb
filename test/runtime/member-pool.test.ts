import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memberIn, MemberPool, openedPool, packedPool, type PoolLine } from '../../runtime/unit/index.js'

const hash = (text: string) => createHash('sha256').update(text).digest('hex')

const line = (library: string, id: string, more: Partial<PoolLine> = {}): PoolLine => ({
  library: `lib:O:${library}`,
  version: hash(library),
  block: `lb:O:${library}:problem:${id}`,
  type: 'problem',
  record: hash(`record ${id}`),
  summary: hash(`summary ${id}`),
  title: `Question ${id}`,
  ...more,
})

const lines = fc.uniqueArray(
  fc.record({ library: fc.constantFrom('a', 'b'), id: fc.stringMatching(/^[a-zé]{1,12}$/) }),
  { selector: ({ library, id }) => `${library} ${id}`, minLength: 1, maxLength: 200 },
)

describe('a pool of members', () => {
  it('gives of each what was packed, by its place and by its key', () => {
    fc.assert(
      fc.property(lines, (given) => {
        const members = given.map(({ library, id }, place) =>
          line(library, id, {
            overrides: place % 7 === 3 ? { weight: place } : {},
            inside: [`within ${id}`],
          }),
        )
        const { pool, parts } = packedPool(members)
        const read = new MemberPool(JSON.parse(JSON.stringify(pool)))
        expect(read.size).toBe(members.length)
        for (const [
          place,
          { library, version, block, record, summary, title, overrides },
        ] of members.entries()) {
          expect(read.origin(place)).toEqual({ library, version, block })
          expect(read.placeOf(block)).toBe(place)
          expect(read.overrides(place)).toEqual(overrides)
          const part = parts.get(read.partOf(place))
          expect(part && memberIn(part, place)).toEqual({ record, summary, title })
          expect(read.ranks[place]).toBe(parseInt(hash(block).slice(0, 8), 16))
        }
        expect(read.block(members.length)).toBe('')
        expect(read.placeOf('lb:O:a:problem:NONE')).toBe(-1)
        expect(read.placeHolding('within none')).toBe(-1)
        expect(read.inside(read.placeHolding(`within ${given[0]?.id}`))).toEqual([`within ${given[0]?.id}`])
      }),
      { numRuns: 30, seed: 11 },
    )
  })

  it('is opened, too, as it was published with everything of all members in one text', () => {
    const [a, b] = [line('a', 'one'), line('b', 'two')]
    const text = JSON.stringify({
      size: 2,
      libraries: [
        { library: a.library, version: a.version, from: 0 },
        { library: b.library, version: b.version, from: 1 },
      ],
      blocks: `${a.block}\n${b.block}`,
      types: 'problem\nproblem',
      titles: 'Question one\nQuestion two',
      records: `${a.record} ${b.record}`,
      summaries: `${a.summary} ${b.summary}`,
      ranks: 'AAAAAAAAAAA=',
      overrides: { all: { weight: 2 }, single: { 1: { weight: 3 } } },
      inside: { 1: ['lb:O:b:problem:in'] },
    })
    const pool = openedPool(text)
    const part = pool.parts?.get(pool.partOf(1))
    expect(pool.origin(1)).toEqual({ library: b.library, version: b.version, block: b.block })
    expect(part && memberIn(part, 1)).toEqual({ record: b.record, summary: b.summary, title: b.title })
    expect([pool.overrides(0), pool.overrides(1)]).toEqual([{ weight: 2 }, { weight: 3 }])
    expect(pool.placeHolding('lb:O:b:problem:in')).toBe(1)
  })
})
