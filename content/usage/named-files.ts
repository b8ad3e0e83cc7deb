import { CourseFileNames } from '../../runtime/html/index.js'
import { lastWordOf, type FileWords } from './file-words.js'
import { scriptArchive } from './script-modules.js'

/** The static files of a version, found by what texts may call them. When in doubt a file counts as named. */
export class StaticFilesNamed {
  readonly #names: CourseFileNames
  /** By base name, and by the last word of names with spaces. */
  readonly #byBase = new Map<string, string[]>()
  readonly #byLastWord = new Map<string, string[]>()
  readonly #found = new Map<string, readonly string[]>()
  readonly #patterns = new Map<string, readonly string[]>()

  /**
   * @param files names @param aliases their other names, with the names
   * @param modules that scripts can import from the archive of the course; undefined where it cannot be read, and may have any
   */
  constructor(
    private readonly files: ReadonlySet<string>,
    private readonly aliases: ReadonlyMap<string, string>,
    private readonly modules: ReadonlySet<string> | undefined,
  ) {
    this.#names = new CourseFileNames([...files, ...aliases.keys()])
    for (const name of files) {
      const base = baseOf(name)
      push(this.#byBase, base, name)
      const last = lastWordOf(base)
      if (last !== base) push(this.#byLastWord, last, name)
    }
  }

  /** The files that these words name. */
  by({ names, patterns, modules }: FileWords): ReadonlySet<string> {
    const named = new Set<string>()
    for (const one of names) for (const file of this.#byName(one)) named.add(file)
    for (const one of patterns) for (const file of this.#byPattern(one)) named.add(file)
    if (this.files.has(scriptArchive))
      for (const one of modules) if (this.modules?.has(one) ?? true) named.add(scriptArchive)
    return named
  }

  #byName(name: string): readonly string[] {
    const known = this.#found.get(name)
    if (known) return known
    const own = this.#names.find(name)
    const base = baseOf(name)
    const named =
      own !== undefined
        ? [this.aliases.get(own) ?? own]
        : (this.#byBase.get(base) ?? this.#byLastWord.get(base) ?? [])
    this.#found.set(name, named)
    return named
  }

  #byPattern(pattern: string): readonly string[] {
    const known = this.#patterns.get(pattern)
    if (known) return known
    const parts = baseOf(pattern).split('*')
    const named = [...this.files].filter((name) => fits(baseOf(name), parts))
    this.#patterns.set(pattern, named)
    return named
  }
}

/** Whether a name is of these parts, in their order, with anything between them. */
function fits(name: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts
  const last = rest.pop() ?? ''
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last))
    return false
  let at = first.length
  for (const part of rest) {
    const found = name.indexOf(part, at)
    if (found === -1) return false
    at = found + part.length
  }
  return at <= name.length - last.length
}

function baseOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
