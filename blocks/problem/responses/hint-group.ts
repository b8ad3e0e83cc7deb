import type { XmlElement } from '../../../runtime/olx/index.js'
import type { InputGrade } from '../correct-map.js'
import type { ResponseSource } from './response-source.js'

/**
 * `<hintgroup>`: named conditions on the answer, and parts that are shown when a condition holds.
 * `C` is what a condition is tested by, such as the text the answer must equal.
 */
export interface HintGroup<C = string> {
  /** `always`, or `on_request`. */
  readonly mode: string
  readonly conditions: readonly { readonly name: string; readonly condition: C }[]
  readonly parts: readonly { readonly on: string; readonly html: string }[]
}

/** The hint group of a response, or null where it has none with conditions of the kind `tag`. */
export function compileHintGroup<C>(
  source: ResponseSource,
  tag: string,
  condition: (hint: XmlElement) => C | undefined,
): HintGroup<C> | null {
  const group = source.element.element('hintgroup')
  const hints = group?.elements(tag) ?? []
  if (group === undefined || hints.length === 0 || group.attribute('hintfn') !== undefined) return null
  return {
    mode: group.attribute('mode') ?? 'always',
    conditions: hints.flatMap((hint) => {
      const tested = condition(hint)
      return tested === undefined ? [] : [{ name: hint.attribute('name') ?? '', condition: tested }]
    }),
    parts: group.elements('hintpart').map((part) => ({
      on: part.attribute('on') ?? '',
      html: source.clean((part.element('text') ?? part).children).trim(),
    })),
  }
}

/** `grade` with the hint of the last part whose condition holds. */
export function hintGroupGrade<C>(
  { conditions, parts, mode }: HintGroup<C>,
  grade: InputGrade,
  holds: (condition: C) => boolean,
): InputGrade {
  const names = new Set(conditions.filter(({ condition }) => holds(condition)).map(({ name }) => name))
  const shown = parts.findLast(({ on }) => names.has(on))
  return shown === undefined ? grade : { ...grade, hint: shown.html, hintmode: mode }
}
