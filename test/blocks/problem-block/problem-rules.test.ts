import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countedScore, gradingMethodOf } from '../../../blocks/problem/block/grading-method.js'
import { firstSeed, randomizationOf } from '../../../blocks/problem/block/randomization.js'
import { weightedScore } from '../../../blocks/problem/block/problem-score.js'

const draw = () => 0.7315

describe('the seed of a problem', () => {
  it('is 1 unless it is randomised', () => {
    expect(firstSeed('never', () => '42', 'k', draw)).toBe(1)
  })

  it('follows from learner and usage under per_student, as the incumbent hashes them', () => {
    // sha256("7b'problem'") begins with digits that leave 19 modulo 20; computed with Python's hashlib.
    expect(firstSeed('per_student', () => '7', 'problem', draw)).toBe(19)
    expect(firstSeed('per_student', () => '7', 'p', draw)).toBe(12)
  })

  it('is drawn out of a thousand otherwise', () => {
    expect(firstSeed('always', () => '42', 'k', draw)).toBe(731)
    expect(
      firstSeed(
        'onreset',
        () => '42',
        'k',
        () => 0.9999,
      ),
    ).toBe(999)
  })

  it('is one of those that its author kept, whatever the randomization', () => {
    const fixed = [4, 70, 9]
    expect(firstSeed('never', () => '42', 'k', draw, fixed)).toBe(4)
    // The first seven digits of sha256("7b'problem'") modulo 3, by Python's hashlib.
    expect(firstSeed('per_student', () => '7', 'problem', draw, fixed)).toBe(4)
    expect(firstSeed('always', () => '42', 'k', draw, fixed)).toBe(9)
    expect(
      firstSeed(
        'onreset',
        () => '42',
        'k',
        () => 0,
        fixed,
      ),
    ).toBe(4)
  })

  it.each([
    ['true', 'always'],
    ['', 'always'],
    ['false', 'per_student'],
    ['OnReset', 'onreset'],
    ['sometimes', 'never'],
  ])('reads rerandomize "%s" as %s', (setting, randomization) => {
    expect(randomizationOf(setting)).toBe(randomization)
  })
})

describe('the attempt that counts', () => {
  const history = [0.25, 1, 0.5].map((earned) => ({ earned, possible: 1 }))
  it.each([
    ['last_score', 0.5],
    ['first_score', 0.25],
    ['first', 0.25],
    ['highest', 1],
    ['average_score', 0.58],
    ['nonsense', 0.5],
  ])('is by %s worth %d', (method, earned) => {
    expect(countedScore(gradingMethodOf(method), history)).toEqual({ earned, possible: 1 })
  })

  it('rounds an average that lies between two hundredths to the even one', () => {
    const of = (...earned: number[]) =>
      countedScore(
        'average_score',
        earned.map((one) => ({ earned: one, possible: 1 })),
      ).earned
    expect([of(0, 0.25), of(0.5, 0.25), of(1, 0.25)]).toEqual([0.12, 0.38, 0.62])
  })

  it('is never worth more than the problem', () => {
    const scores = fc.array(fc.record({ earned: fc.integer({ min: 0, max: 5 }), possible: fc.constant(3) }), {
      minLength: 1,
    })
    fc.assert(
      fc.property(scores, fc.constantFrom('last', 'first', 'highest', 'average'), (all, method) => {
        const clamped = all.map(({ earned, possible }) => ({ earned: Math.min(earned, possible), possible }))
        const { earned, possible } = countedScore(gradingMethodOf(method), clamped)
        expect(earned).toBeGreaterThanOrEqual(0)
        expect(earned).toBeLessThanOrEqual(possible)
      }),
    )
  })
})

describe('the score shown', () => {
  it('is in units of the weight, or the points themselves', () => {
    expect(weightedScore({ earned: 1, possible: 4 }, 2)).toEqual({ earned: 0.5, possible: 2 })
    expect(weightedScore({ earned: 1, possible: 4 }, null)).toEqual({ earned: 1, possible: 4 })
  })

  it('is nothing where nothing can be earned', () => {
    expect(weightedScore({ earned: 0, possible: 0 }, 2)).toBeNull()
    expect(weightedScore({ earned: 1, possible: 1 }, 0)).toBeNull()
  })
})
