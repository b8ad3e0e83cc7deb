import { describe, expect, it } from 'vitest'
import { MersenneTwister } from '../../../blocks/problem/random/mersenne-twister.js'

describe('the generator behind shuffled choices', () => {
  it.each([
    [0, 0.8444218515250481],
    [1, 0.13436424411240122],
    [42, 0.6394267984578837],
    [723, 0.5425984872541005],
    [2 ** 40 + 5, 0.5043802970418443],
    [-1, 0.13436424411240122],
  ])('starts with the number Python’s random.Random(%d) starts with', (seed, first) => {
    expect(new MersenneTwister(seed).random()).toBe(first)
  })

  it.each([
    [7, [5, 4, 6, 7, 0, 3, 1, 2]],
    [1, [1, 4, 2, 3, 0]],
    [99, [0, 3, 2, 5, 6, 9, 7, 8, 1, 4]],
  ])('shuffles by int(random() * n), seed %d', (seed, expected) => {
    const items = expected.toSorted((a, b) => a - b)
    new MersenneTwister(seed).shuffle(items)
    expect(items).toEqual(expected)
  })

  it('draws between bounds', () => {
    const random = new MersenneTwister(5)
    for (let draw = 0; draw < 2000; draw++) {
      const [whole, real] = [random.below(3), random.uniform(-2, 2)]
      expect([0, 1, 2]).toContain(whole)
      expect(Math.abs(real)).toBeLessThanOrEqual(2)
    }
  })
})
