import { isInfinite, magnitude, subtract, type Quantity } from './quantity.js'

/** How far an answer may be off: absolute, a share of the expected value, or a share of the larger of both. */
export interface Tolerance {
  readonly kind: 'absolute' | 'ofExpected' | 'ofLarger'
  readonly size: number
}

/** The tolerance where an author gives none: 0.001 % of the larger value. */
export const defaultTolerance: Tolerance = { kind: 'ofLarger', size: 0.001 * 0.01 }

/**
 * Whether `given` is as good as `expected`. Real numbers are compared in decimal, so 9.83 is within 0.02 of 9.81;
 * infinite ones must be equal (the incumbent's `capa.util`).
 */
export function withinTolerance(given: Quantity, expected: Quantity, { kind, size }: Tolerance): boolean {
  if (isInfinite(given) || isInfinite(expected)) return given.re === expected.re && given.im === expected.im
  let allowed = size
  if (kind === 'ofExpected') allowed *= magnitude(expected)
  else if (kind === 'ofLarger') allowed *= Math.max(magnitude(given), magnitude(expected))
  if (given.im !== 0 || expected.im !== 0)
    return magnitude({ ...subtract(given, expected), complex: true }) <= allowed
  return decimallyWithin(given.re, expected.re, allowed)
}

function decimallyWithin(a: number, b: number, allowed: number): boolean {
  const gap = Math.abs(a - b)
  if (Number.isNaN(gap) || Number.isNaN(allowed)) return false
  const doubt = 1e-12 * Math.max(Math.abs(a), Math.abs(b), Math.abs(allowed))
  if (Math.abs(gap - allowed) > doubt || !Number.isFinite(allowed)) return gap <= allowed
  const [x, y, limit] = [decimal(a), decimal(b), decimal(allowed)]
  const scale = Math.min(x.exponent, y.exponent, limit.exponent)
  const difference = scaled(x, scale) - scaled(y, scale)
  return (difference < 0n ? -difference : difference) <= scaled(limit, scale)
}

interface Decimal {
  readonly digits: bigint
  readonly exponent: number
}

/** The shortest decimal that reads as `value`, as Python's `str` gives it. */
function decimal(value: number): Decimal {
  const [mantissa = '0', power = '0'] = String(value).split('e')
  const [whole = '0', fraction = ''] = mantissa.split('.')
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length }
}

function scaled({ digits, exponent }: Decimal, scale: number): bigint {
  return digits * 10n ** BigInt(exponent - scale)
}
