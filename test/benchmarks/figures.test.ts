import { describe, expect, it } from 'vitest'
import { measurePairs, summarised } from '../../benchmarks/pairs.js'
import { median, percentile } from '../../benchmarks/figures.js'

describe('the figures of a benchmark', () => {
  it('have the middle value as median, and the mean of the two in the middle of an even number', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([10, 1, 2, 4])).toBe(3)
    expect(median([])).toBeNaN()
  })

  it('have as percentile the value below which that share lies', () => {
    const oneToHundred = Array.from({ length: 100 }, (_, index) => 100 - index)
    expect(percentile(oneToHundred, 0.99)).toBe(100)
    expect(percentile(oneToHundred, 0.5)).toBe(51)
    expect(percentile([7], 0.99)).toBe(7)
  })

  it('compare pair by pair, so that a slow moment for both says nothing', () => {
    const pairs = [
      { subject: 2, against: 1 },
      { subject: 300, against: 100 },
      { subject: 8, against: 2 },
    ]
    expect(summarised(pairs)).toEqual({ subject: 8, against: 2, ratio: 3, spread: [2, 4], runs: 3, pairs })
  })

  it('come from turns that alternate, warm-up not counted', async () => {
    const turns: string[] = []
    const one = (name: string) => ({ run: () => turns.push(name), times: 1 })
    const { runs } = await measurePairs(one('subject'), one('against'), { runs: 2, warmup: 1 })
    expect(runs).toBe(2)
    const warmUp = ['subject', 'against']
    expect(turns).toEqual([...warmUp, 'subject', 'against', 'against', 'subject'])
  })
})
