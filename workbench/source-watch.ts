import { existsSync, statSync, watch, type FSWatcher } from 'node:fs'
import { dirname, join } from 'node:path'
import { compilerOf, type CompilePackage } from './package-compiler.js'
import type { PluginPlace } from './plugin-place.js'
import { scenarioFolder } from './scenario-files.js'

/** Milliseconds to wait for more of the files that an editor or a compiler writes together. */
const settling = 40

/** What a watch tells. */
export interface WatchEvents {
  /** Files that a stage or a page loads have changed. */
  readonly onChange: () => void
  /** What the compiler says of a source that it does not like; empty when it likes it again. */
  readonly onFindings: (folder: string, findings: readonly string[]) => void
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
      const compile = compilerOf(place)
      if (compile) this.#watch(join(folder, 'src'), () => this.#save(folder, compile))
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

  #save(folder: string, compile: CompilePackage): void {
    clearTimeout(this.#saved)
    this.#saved = setTimeout(() => void this.#compile(folder, compile), settling)
  }

  async #compile(folder: string, compile: CompilePackage): Promise<void> {
    this.#again = this.#compiling
    if (this.#compiling) return
    this.#compiling = true
    this.events.onFindings(folder, await compile())
    this.#compiling = false
    if (this.#again) await this.#compile(folder, compile)
  }
}
