import type { Files } from './boot-world.mjs'

/** Where Python finds a course's archive as a file. */
const archiveFile = 'python_lib.zip'

/** Also a place to write to: it keeps nothing. */
const nowhere = '/dev/null'

/** The files of a run: it may write in its own folder and in `/tmp`, as scripts do, and nothing of it stays. */
export class ScratchFiles {
  readonly #home: string
  readonly #folders: readonly string[]
  #archive: Uint8Array | undefined
  #changed = false

  constructor(
    private readonly files: Files,
    private readonly text: (address: number) => string,
  ) {
    this.#home = files.cwd()
    this.#folders = [this.#home, '/tmp']
  }

  /** Whether a run may change what is at a path, which stands in its memory. It is taken to do so then. */
  mayChange(address: number): boolean {
    const path = this.text(address)
    const full = path.startsWith('/') ? path : `${this.files.cwd()}/${path}`
    if (full === nowhere) return true
    if (/(?:^|\/)(?:\.\.|__proto__)(?:\/|$)/.test(full)) return false
    const mine = this.#folders.some((folder) => full.startsWith(`${folder}/`))
    this.#changed ||= mine
    return mine
  }

  /** Takes a course's archive, which scripts find as a file. */
  layOut(archive: Uint8Array | undefined): void {
    this.#archive = archive
    this.#clear()
  }

  /** Puts all back as it was laid out. */
  restore(): void {
    for (const stream of this.files.streams) {
      if (stream && stream.fd > 2) this.files.close(stream)
    }
    this.files.chdir(this.#home)
    if (this.#changed) this.#clear()
  }

  #clear(): void {
    for (const folder of this.#folders) this.#empty(folder)
    if (this.#archive) this.files.writeFile(`${this.#home}/${archiveFile}`, this.#archive)
    this.#changed = false
  }

  #empty(folder: string): void {
    for (const name of this.files.readdir(folder)) {
      if (name === '.' || name === '..') continue
      const path = `${folder}/${name}`
      if (this.files.isDir(this.files.stat(path).mode)) {
        this.#empty(path)
        this.files.rmdir(path)
      } else this.files.unlink(path)
    }
  }
}
