import type { ImportGate, PythonExports } from './import-gate.mjs'
import type { Pyodide } from './boot-world.mjs'
import { ScratchFiles } from './scratch-files.mjs'

/** The memory of Python at a moment, as far as it is used, from which it goes on as if nothing had been since. */
export type Image = Uint8Array

/** Bytes that Python's memory may grow; it never shrinks again, and all of it has to be cleared. */
const mostGrown = 64 * 1024 * 1024

/**
 * Python behind a shut gate. It is talked to in texts, through its memory alone: no JavaScript object goes in or out.
 * Whatever a run did in there, all of it is in its memory, and gone with the next {@link restore}.
 */
export class SealedPython {
  readonly #exports: PythonExports
  readonly #functions: Readonly<Record<string, number>>
  readonly #files: ScratchFiles
  readonly #most: number

  /** @param functions names of functions of Python that take a text and give one */
  constructor(python: Pyodide, gate: ImportGate, functions: readonly string[]) {
    const { _module: compiled } = python
    const { FS, UTF8ToString, PyProxy_getPtr: address } = compiled
    this.#exports = gate.exports()
    this.#functions = Object.fromEntries(functions.map((name) => [name, address(python.globals.get(name))]))
    this.#files = new ScratchFiles(FS, UTF8ToString)
    this.#most = this.#exports.memory.buffer.byteLength + mostGrown
    gate.shut((path) => this.#files.mayChange(path))
  }

  /**
   * Python's memory as it is. Only to be taken while nothing has run that is not ours.
   * @param old an image that is not needed any more
   */
  image(old?: Image): Image {
    const size = this.#exports.sbrk(0) >>> 0
    const memory = new Uint8Array(this.#exports.memory.buffer, 0, size)
    if (old?.length !== size) return memory.slice()
    old.set(memory)
    return old
  }

  /** Whether the memory has grown so much that putting it back is not worth it. */
  get isSpent(): boolean {
    return this.#exports.memory.buffer.byteLength > this.#most
  }

  /** Puts all back as it was. */
  restore(image: Image): void {
    const { buffer } = this.#exports.memory
    const memory = new Uint8Array(buffer)
    memory.set(image)
    memory.fill(0, image.length)
    this.#files.restore()
  }

  /** The text a function of Python gives for a text. @throws where Python itself is broken */
  call(name: string, text: string): string {
    const python = this.#exports
    const bytes = new TextEncoder().encode(text)
    const sent = python.malloc(bytes.length + 4)
    new Uint8Array(python.memory.buffer, sent, bytes.length).set(bytes)
    const argument = python.PyUnicode_FromStringAndSize(sent, bytes.length)
    const result = python.PyObject_CallOneArg(this.#functions[name] ?? 0, argument)
    const size = sent
    const start = result === 0 ? 0 : python.PyUnicode_AsUTF8AndSize(result, size)
    if (start === 0) throw new TypeError('Python gave no text.')
    const { buffer } = python.memory
    const length = new DataView(buffer).getUint32(size, true)
    return Buffer.from(buffer, start, length).toString('utf8')
  }

  /** Puts a course's archive where scripts find it as a file, or takes it away. */
  layOut(archive: Uint8Array | undefined): void {
    this.#files.layOut(archive)
  }
}
