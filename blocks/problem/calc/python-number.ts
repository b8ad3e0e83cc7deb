import { stripped } from '../python-text.js'
import { complex, type Quantity } from './quantity.js'

const digits = String.raw`\d+(?:_\d+)*`
const number = String.raw`(?:${digits}\.?(?:${digits})?|\.${digits})(?:e[+-]?${digits})?|inf(?:inity)?|nan`
const floatPattern = new RegExp(`^[+-]?(?:${number})$`, 'i')
const complexPattern = new RegExp(`^([+-]?(?:${number}))?(?:([+-]?)(${number})?j)?$`, 'i')

/** The number Python's `float(text)` gives, or undefined where it raises ValueError. */
export function pythonFloat(text: string): number | undefined {
  const trimmed = stripped(text)
  return floatPattern.test(trimmed) ? numberOf(trimmed) : undefined
}

/** The number Python's `int(text)` gives for decimal digits, or undefined where it raises ValueError. */
export function pythonInteger(text: string): number | undefined {
  const trimmed = stripped(text)
  return /^[+-]?\d+(?:_\d+)*$/.test(trimmed) ? Number(trimmed.replaceAll('_', '')) : undefined
}

/** The number Python's `complex(text)` gives, or undefined where it raises ValueError. */
export function pythonComplex(text: string): Quantity | undefined {
  const trimmed = stripped(text).replace(/^\(\s*(.*?)\s*\)$/, '$1')
  if (floatPattern.test(trimmed)) return complex(numberOf(trimmed), 0)
  if (!/j$/i.test(trimmed)) return undefined
  const onlyImaginary = pythonFloat(trimmed.slice(0, -1))
  if (onlyImaginary !== undefined) return complex(0, onlyImaginary)
  const found = complexPattern.exec(trimmed)
  if (found === null || (found[1] !== undefined && found[2] === '')) return undefined
  return complex(
    found[1] === undefined ? 0 : numberOf(found[1]),
    numberOf(`${found[2] ?? ''}${found[3] ?? '1'}`),
  )
}

function numberOf(text: string): number {
  const plain = text.replaceAll('_', '')
  const named = /^([+-]?)(inf|nan)/i.exec(plain)
  if (named === null) return Number(plain)
  if (named[2]?.toLowerCase() === 'nan') return Number.NaN
  return named[1] === '-' ? -Infinity : Infinity
}
