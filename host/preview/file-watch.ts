import { watch, type FSWatcher } from 'node:fs'
import { basename, dirname } from 'node:path'

/** Milliseconds to wait for more of what an editor does when it saves. */
const settling = 40

/** Tells when a file was saved, also by an editor that puts a new file in its place. */
export class FileWatch {
  readonly #watcher: FSWatcher
  #saved: NodeJS.Timeout | undefined

  constructor(file: string, onSave: () => void) {
    const name = basename(file)
    this.#watcher = watch(dirname(file), { persistent: false }, (_event, changed) => {
      if (changed !== null && changed !== name) return
      clearTimeout(this.#saved)
      this.#saved = setTimeout(onSave, settling)
    })
    this.#watcher.on('error', () => this.#watcher.close())
  }

  close(): void {
    clearTimeout(this.#saved)
    this.#watcher.close()
  }
}
