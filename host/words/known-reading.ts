import { IntlMessageFormat } from 'intl-messageformat'

/** A place in a message: what stands there in a text, or the number that a plural is of. */
export interface Place {
  readonly name: string
  readonly isNumber: boolean
}

/** One way that a message reads in English. */
export interface Reading {
  readonly parts: readonly (string | Place)[]
  /** Numbers that the message says in words, as `=1 {One block}` does. */
  readonly counts: Readonly<Record<string, number>>
}

type Element = ReturnType<IntlMessageFormat['getAst']>[number]

/** Ways that are kept of one message, of several plurals in it. */
const mostReadings = 16

const empty: Reading = { parts: [], counts: {} }

/** The ways that a message in ICU's syntax reads, one for each form of its plurals; elements in it are texts. @throws SyntaxError where it is none */
export function readingsOf(message: string): readonly Reading[] {
  return readingsIn(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst(), '')
}

/** @param counted the number that `#` stands for */
function readingsIn(elements: readonly Element[], counted: string): readonly Reading[] {
  let all: readonly Reading[] = [empty]
  for (const element of elements) {
    const more = readingsOfElement(element, counted)
    all = all.flatMap((one) => more.map((other) => joined(one, other))).slice(0, mostReadings)
  }
  return all
}

function readingsOfElement(element: Element, counted: string): readonly Reading[] {
  if ('options' in element)
    return Object.entries(element.options).flatMap(([form, { value }]) => {
      const number = form === 'one' ? 1 : Number(/^=(\d+)$/.exec(form)?.[1])
      const counts = Number.isNaN(number) ? {} : { [element.value]: number }
      return readingsIn(value, element.value).map((one) => joined({ parts: [], counts }, one))
    })
  if (!('value' in element)) return [{ parts: [{ name: counted, isNumber: true }], counts: {} }]
  const isText = element.type === 0
  return [{ parts: [isText ? element.value : { name: element.value, isNumber: false }], counts: {} }]
}

/** One after the other; texts that meet are one. */
function joined(one: Reading, more: Reading): Reading {
  const counts = { ...one.counts, ...more.counts }
  const [last, first] = [one.parts.at(-1), more.parts[0]]
  const parts =
    typeof last === 'string' && typeof first === 'string'
      ? [...one.parts.slice(0, -1), last + first, ...more.parts.slice(1)]
      : [...one.parts, ...more.parts]
  return { parts, counts }
}

/**
 * What stands in the places of a text that reads so; undefined for a text that does not. One walk along the text: each place ends where
 * the text after it stands first.
 */
export function valuesIn(
  text: string,
  { parts, counts }: Reading,
): Readonly<Record<string, string | number>> | undefined {
  const values: Record<string, string | number> = { ...counts }
  let at = 0
  for (const [index, part] of parts.entries()) {
    if (typeof part === 'string') {
      if (!text.startsWith(part, at)) return undefined
      at += part.length
      continue
    }
    const next = parts[index + 1]
    const isLast = index + 2 >= parts.length
    const end =
      typeof next !== 'string' ? text.length : isLast ? text.length - next.length : text.indexOf(next, at)
    if (end < at) return undefined
    const written = text.slice(at, end)
    if (part.isNumber && !/^\d+$/.test(written)) return undefined
    values[part.name] = part.isNumber ? Number(written) : written
    at = end
  }
  return at === text.length ? values : undefined
}
