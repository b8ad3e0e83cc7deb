import { messageOf } from '../../../runtime/errors/index.js'
import type { XmlElement } from '../../../runtime/olx/index.js'
import { evaluate } from '../calc/evaluate-expression.js'
import { defaultTolerance, type Tolerance } from '../calc/tolerance.js'
import { stripped } from '../python-text.js'
import type { ResponseSource } from './response-source.js'

/** The tolerance of `<responseparam type="tolerance" default="4%">` anywhere in a response, or the default one. */
export function compileTolerance(source: ResponseSource): Tolerance {
  for (const param of source.element.descendants()) {
    if (param.name !== 'responseparam' || param.attribute('type') !== 'tolerance') continue
    const text = param.attribute('default')
    if (text !== undefined) return readTolerance(source, param, text)
  }
  return defaultTolerance
}

/** The tolerance a text such as `4%` or `0.1` means; one that is no number is noted, and the default holds. */
export function readTolerance(source: ResponseSource, at: XmlElement, written: string): Tolerance {
  const text = stripped(written)
  if (text === '0.001%') return defaultTolerance
  try {
    const size = evaluate(text.endsWith('%') ? text.slice(0, -1) : text).re
    if (!Number.isNaN(size)) {
      return text.endsWith('%') ? { kind: 'ofExpected', size: size * 0.01 } : { kind: 'absolute', size }
    }
    source.ignore(at, 'An empty tolerance is no number.')
  } catch (error) {
    source.ignore(at, `The tolerance '${text}' is no number: ${messageOf(error)}`)
  }
  return defaultTolerance
}

/** A tolerance `factor` times as wide. */
export function multiplied({ kind, size }: Tolerance, factor: number): Tolerance {
  return { kind: kind === 'ofLarger' && factor !== 1 ? 'ofExpected' : kind, size: size * factor }
}
