import type { BenchmarkResult } from './result.js'

/** What of a result is the same on another machine: its ratio to what it was measured against, and the value where it is a count. */
export interface TravellingFigure {
  readonly id: string
  readonly ratio: number
  readonly spread: readonly [number, number]
  readonly count?: { readonly value: number; readonly unit: string }
  readonly target: string
  readonly met: boolean
}

/** Units of the clock or the processor: they tell of the machine. */
const ofTheMachine = new Set(['ns', 'µs', 'ms', 's', 'requests/s', 'units/s', 'lines/s'])

/** Figures that CI may keep and compare: no times. A target in time is left out with them. */
export function travelling(results: readonly BenchmarkResult[]): TravellingFigure[] {
  return results
    .filter(({ target }) => !/ ms\b| s$| a second/.test(target))
    .map(({ id, ratio, spread, value, unit, target, met }) => ({
      id,
      ratio,
      spread,
      ...(!ofTheMachine.has(unit) && { count: { value, unit } }),
      target,
      met,
    }))
}
