import { execFile } from 'node:child_process'
import { existsSync, statSync, watch, type FSWatcher } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { PluginPlace } from './plugin-place.js'
import { scenarioFolder } from './scenario-files.js'

/** Milliseconds to wait for more of the files that an editor or a compiler writes together. */
const settling = 40

/** What a watch tells. */
export interface WatchEvents {
  /** Files that a stage or a page loads have changed. */
  readonly onChange: () => void
  /** What the compiler says of a source that it does not like; empty when it likes it again. */
  readonly onFindings: (findings: readonly string[]) => void
}

/**
 * Watches what a plugin under work is made of: its built modules, client files and scenarios. A package with a
 * `tsconfig.json` that has TypeScript installed is compiled when its sources change, so that nothing else need run.
 */
export class SourceWatch {
  readonly #watchers: FSWatcher[] = []
  #changed: NodeJS.Timeout | undefined
  #saved: NodeJS.Timeout | undefined
  #compiling = false
  #again = false

  constructor(
    private readonly places: readonly PluginPlace[],
    private readonly events: WatchEvents,
  ) {
    for (const place of places) {
      const { folder, entry } = place
      const built = dirname(entry)
      const watched = new Set([built, join(folder, 'client'), scenarioFolder(place)])
      for (const one of watched) this.#watch(one, () => this.#later())
      const compiler = compilerOf(place)
      if (compiler) this.#watch(join(folder, 'src'), () => this.#save(place, compiler))
    }
  }

  close(): void {
    for (const watcher of this.#watchers) watcher.close()
    clearTimeout(this.#changed)
    clearTimeout(this.#saved)
  }

  #watch(folder: string, onChange: () => void): void {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return
    // A package's own folder holds all it depends on, which is too much to watch.
    const recursive = !existsSync(join(folder, 'node_modules'))
    const watcher = watch(folder, { recursive, persistent: false }, (_event, file) => {
      if (!/(^|[\\/])\.|~$|\.tsbuildinfo$/.test(file ?? '')) onChange()
    })
    watcher.on('error', () => watcher.close())
    this.#watchers.push(watcher)
  }

  #later(): void {
    clearTimeout(this.#changed)
    this.#changed = setTimeout(() => this.events.onChange(), settling)
  }

  #save(place: PluginPlace, compiler: string): void {
    clearTimeout(this.#saved)
    this.#saved = setTimeout(() => this.#compile(place, compiler), settling)
  }

  #compile(place: PluginPlace, compiler: string): void {
    this.#again = this.#compiling
    if (this.#compiling) return
    this.#compiling = true
    execFile(process.execPath, [compiler, '-p', place.folder, '--pretty', 'false'], (failed, printed) => {
      this.#compiling = false
      this.events.onFindings(failed ? printed.split('\n').filter((line) => line.includes('error')) : [])
      if (this.#again) this.#compile(place, compiler)
    })
  }
}

/** The TypeScript compiler a package would be built with, where it has one and says how. */
function compilerOf({ folder }: PluginPlace): string | undefined {
  if (!existsSync(join(folder, 'tsconfig.json'))) return undefined
  try {
    return join(
      dirname(createRequire(join(folder, 'package.json')).resolve('typescript/package.json')),
      'bin',
      'tsc',
    )
  } catch {
    return undefined
  }
}
