import { constants, readFileSync } from 'node:fs'

/** What of pyodide is used here; the snapshot options and its insides are not in its own types. */
export interface Pyodide {
  readonly globals: { get(name: string): unknown }
  runPython(code: string): unknown
  makeMemorySnapshot(): Uint8Array
  readonly _module: {
    PyProxy_getPtr(proxy: unknown): number
    UTF8ToString(address: number): string
    readonly FS: Files
  }
}

/** The files Python sees, kept in memory. */
export interface Files {
  readonly streams: readonly ({ readonly fd: number } | null | undefined)[]
  cwd(): string
  chdir(path: string): void
  close(stream: object): void
  readdir(path: string): readonly string[]
  stat(path: string): { readonly mode: number }
  isDir(mode: number): boolean
  unlink(path: string): void
  rmdir(path: string): void
  writeFile(path: string, bytes: Uint8Array): void
}
interface PyodideModule {
  loadPyodide(options: object): Promise<Pyodide>
}

export interface BootOptions {
  /** `file:` address of pyodide's module. */
  readonly pyodide: string
  /** Path of `world.py`. */
  readonly world: string
  readonly snapshot?: Uint8Array | undefined
  readonly makeSnapshot?: boolean
}

/** Starts Python with the world of scripts in it, from a snapshot where there is one. */
export async function bootWorld({
  pyodide,
  world,
  snapshot,
  makeSnapshot = false,
}: BootOptions): Promise<Pyodide> {
  // Pyodide asks for file constants by a door that the permission model closes.
  Object.defineProperty(process, 'binding', { value: () => ({ fs: constants }), configurable: true })
  const { loadPyodide } = (await import(pyodide)) as PyodideModule
  const python = await loadPyodide({
    indexURL: new URL('.', pyodide).pathname,
    stdout: () => {},
    stderr: () => {},
    stdin: () => null,
    ...(makeSnapshot && { _makeSnapshot: true }),
    ...(snapshot && { _loadSnapshot: snapshot }),
  })
  if (!snapshot) python.runPython(readFileSync(world, 'utf8'))
  return python
}
