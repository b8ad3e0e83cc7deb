/**
 * The process that scripts of problems run in: JSON lines in, JSON lines out, one at a time. It is started by
 * PythonProcess with nothing but what it needs: `node script-process.mjs PYODIDE WORLD SNAPSHOT HEAP-BYTES`.
 */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { bootWorld } from './boot-world.mjs'
import { importGate } from './import-gate.mjs'
import { SealedPython } from './sealed-python.mjs'

/** The library of types for Node leaves it out. */
interface WebAssemblyGlobal {
  readonly WebAssembly: {
    readonly Memory: { readonly prototype: HeapMemory }
  }
}
interface HeapMemory {
  readonly buffer: ArrayBuffer
  grow(this: HeapMemory, pages: number): number
}

const [, , pyodide = '', world = '', snapshotFile = '', heapBytes = ''] = process.argv
const { stdin, stdout } = process
const exit = process.exit.bind(process)

limitHeap(Number(heapBytes))
const gate = importGate(() => exit(1))
const python = await bootWorld({
  pyodide,
  world,
  snapshot: snapshotFile === '' ? undefined : readFileSync(snapshotFile),
})
python.runPython('contain()')
const sealed = new SealedPython(python, gate, ['serve', 'prepare', 'use_library', 'use_package'])
hideHost()
/** What each course begins from: Python with the packages of the host. */
let start = sealed.image()
/** What each run begins from: with the library of one course, and what was compiled of its scripts, as well. */
let image = start
const met = new Set<string>()
stdout.write('+{}\n')

for await (const line of createInterface({ input: stdin })) {
  try {
    const [said, used] = answered(line)
    stdout.write(`${sealed.isSpent ? '-' : '+'}${said}\n`)
    if (used !== undefined) putBack(used)
  } catch {
    // Python itself is broken, such as by a stack that overflowed: the pool starts another process.
    exit(1)
  }
}

/** What is answered to a line; after a run, also what it says that it imported of the course. */
function answered(line: string): readonly [string, string?] {
  const space = line.indexOf(' ')
  const rest = line.slice(space + 1)
  const kind = line.slice(0, space)
  if (kind === 'run') {
    prepare(codesOf(rest))
    const text = sealed.call('serve', rest)
    const end = text.indexOf('\n')
    return [text.slice(end + 1), text.slice(0, end)]
  }
  if (kind === 'package') {
    sealed.call('use_package', rest)
    image = sealed.image(image)
    start = image
  } else {
    sealed.restore(start)
    met.clear()
    sealed.layOut(rest === '' ? undefined : Buffer.from(rest, 'base64'))
    sealed.call('use_library', rest)
    image = sealed.image(image === start ? undefined : image)
  }
  return ['{}']
}

/** The author's texts of a run that were not met since the library was taken; undefined where there is none. */
function codesOf(run: string): string | undefined {
  const { code, step } = JSON.parse(run) as {
    readonly code: string
    readonly step?: { readonly code: string }
  }
  const codes = [code, ...(step ? [step.code] : [])].filter((one) => !met.has(one))
  for (const one of codes) met.add(one)
  return codes.length === 0 ? undefined : JSON.stringify({ codes })
}

/** Compiles what was not compiled yet, while nothing but an author's text is there, and keeps it. */
function prepare(what: string | undefined): void {
  if (what !== undefined && sealed.call('prepare', what) !== '') {
    image = sealed.image(image === start ? undefined : image)
  }
}

/** Undoes a run. What it says of itself is taken for names of modules, which are compiled for the next. */
function putBack(used: string): void {
  sealed.restore(image)
  if (used !== '') prepare(JSON.stringify({ modules: used.split(' ') }))
}

/** Python sees a full memory as a MemoryError of its own, and never takes more. */
function limitHeap(limit: number): void {
  const { prototype } = (globalThis as unknown as WebAssemblyGlobal).WebAssembly.Memory
  const grow = prototype.grow
  prototype.grow = function (pages) {
    if (this.buffer.byteLength + pages * 65_536 > limit)
      throw new RangeError('The memory of scripts is used up.')
    return grow.call(this, pages)
  }
}

/** What a script that got hold of a JavaScript object would look for first. The fence is the process, not this. */
function hideHost(): void {
  const doors = [
    'binding',
    '_linkedBinding',
    'dlopen',
    'kill',
    '_kill',
    '_debugProcess',
    '_debugEnd',
    'getBuiltinModule',
  ]
  for (const door of doors) Object.defineProperty(process, door, { value: undefined, configurable: false })
  for (const name of ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'require', 'process']) {
    Object.defineProperty(globalThis, name, { value: undefined, configurable: false })
  }
}
