/** What keys of a course or library begin with, as a text has it: with a divider at its end, or a whole key. */
export interface KeyStart {
  readonly before: string
  readonly after: string
  /** What may stand behind it and goes with it, as a pattern. */
  readonly without?: string
}

interface Renaming {
  readonly pattern: RegExp
  readonly after: string
}

/** Characters of keys besides those that divide their parts; bytes above ASCII are parts of letters. */
const inKey = String.raw`[\w.~\-\x80-\xff]`

/**
 * Keys of one course or library in texts, and what they become under another key. A key is taken whole: one that another begins
 * with is left alone. Addresses have them with their dividers written as `%3A`, `%2B` and `%40`, too.
 */
export class RenamedKeys {
  readonly #renamings: readonly Renaming[]
  /** Something that stands in each text that names such a key, as it is never written otherwise. */
  readonly #words: ReadonlySet<string>

  constructor(starts: readonly KeyStart[]) {
    this.#renamings = starts.flatMap((start) => [renaming(start, (text) => text), renaming(start, encoded)])
    this.#words = new Set(starts.map(({ before }) => latin1(/[^:+@]+(?=[:+@]?$)/.exec(before)?.[0] ?? '')))
  }

  /** A text in any encoding that has ASCII as it is; the same bytes where nothing is named. */
  in(bytes: Buffer): Buffer {
    const text = bytes.toString('latin1')
    if (![...this.#words].some((word) => text.includes(word))) return bytes
    const changed = this.#renamings.reduce(
      (all, { pattern, after }) => all.replaceAll(pattern, () => after),
      text,
    )
    return changed === text ? bytes : Buffer.from(changed, 'latin1')
  }
}

function renaming({ before, after, without = '' }: KeyStart, form: (text: string) => string): Renaming {
  const literal = latin1(form(before)).replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`)
  const end = /[:+@]$/.test(before) ? '' : `(?!${inKey})`
  const pattern = new RegExp(
    `(?<!${inKey})${literal}${form === encoded ? '' : without}${end}`,
    form === encoded ? 'gi' : 'g',
  )
  return { pattern, after: latin1(form(after)) }
}

function encoded(text: string): string {
  return text.replaceAll(/[:+@]/g, (divider) => encodeURIComponent(divider))
}

/** UTF-8, each byte written as a character. */
function latin1(text: string): string {
  return Buffer.from(text).toString('latin1')
}
