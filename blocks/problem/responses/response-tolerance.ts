import { messageOf } from '../../../runtime/errors/index.js'
import { evaluate } from '../calc/evaluate-expression.js'
import { defaultTolerance, type Tolerance } from '../calc/tolerance.js'
import type { ResponseSource } from './response-source.js'

/** The tolerance of `<responseparam type="tolerance" default="4%">` anywhere in a response, or the default one. */
export function compileTolerance(source: ResponseSource): Tolerance {
  for (const param of source.element.descendants()) {
    if (param.name !== 'responseparam' || param.attribute('type') !== 'tolerance') continue
    const text = param.attribute('default')?.trim()
    if (text === undefined) continue
    if (text === '0.001%') break
    try {
      const size = evaluate(text.endsWith('%') ? text.slice(0, -1) : text).re
      if (!Number.isNaN(size)) {
        return text.endsWith('%') ? { kind: 'ofExpected', size: size * 0.01 } : { kind: 'absolute', size }
      }
      source.ignore(param, 'An empty tolerance is no number.')
    } catch (error) {
      source.ignore(param, `The tolerance '${text}' is no number: ${messageOf(error)}`)
    }
    break
  }
  return defaultTolerance
}

/** A tolerance `factor` times as wide. */
export function multiplied({ kind, size }: Tolerance, factor: number): Tolerance {
  return { kind: kind === 'ofLarger' && factor !== 1 ? 'ofExpected' : kind, size: size * factor }
}
