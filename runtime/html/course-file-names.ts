import { unescapePercents } from './unescape-percents.js'

/**
 * The names of a course's files, found under whatever a link calls them: with percent escapes or without, composed or
 * decomposed accents, the characters that the incumbent replaces by `_`, the folder of an old course before it.
 */
export class CourseFileNames {
  readonly #names: ReadonlySet<string>
  #byPlainName: Map<string, string> | undefined

  constructor(names: Iterable<string>) {
    this.#names = new Set(names)
  }

  /** The file's own name, or undefined where no file goes by it. */
  find(name: string): string | undefined {
    if (this.#names.has(name)) return name
    if (name.length > longestName) return undefined
    const unescaped = withoutEscapes(name).normalize('NFC')
    if (this.#names.has(unescaped)) return unescaped
    const byPlainName = (this.#byPlainName ??= namesByPlainName(this.#names))
    const parts = name.replace(/^\/+/, '').split('/')
    for (let from = 0; from < Math.min(parts.length, mostFolders); from++) {
      const found = byPlainName.get(plainName(parts.slice(from).join('/')))
      if (found !== undefined) return found
    }
    return undefined
  }
}

/** Bounds for names that visitors make up. */
const longestName = 1000
const mostFolders = 8
const mostEscapes = 4

function namesByPlainName(names: Iterable<string>): Map<string, string> {
  const byPlainName = new Map<string, string>()
  for (const name of names) {
    const plain = plainName(name)
    if (!byPlainName.has(plain)) byPlainName.set(plain, name)
  }
  return byPlainName
}

/** What all spellings of a name have in common. */
function plainName(name: string): string {
  return withoutEscapes(name)
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}_~.:%-]/gu, '_')
}

/** A name with percent escapes undone as often as it was escaped. */
function withoutEscapes(name: string): string {
  let plain = name
  for (let times = 0; times < mostEscapes && plain.includes('%'); times++) {
    const before = plain
    plain = unescapePercents(before)
    if (plain === before) break
  }
  return plain
}
