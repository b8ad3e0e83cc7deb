/**
 * The process that scripts of problems run in: JSON lines in, JSON lines out, one at a time. It is started by
 * PythonProcess with nothing but what it needs: `node script-process.mjs PYODIDE WORLD SNAPSHOT HEAP-BYTES`.
 */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { bootWorld, type Serve } from './boot-world.mjs'

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
const python = await bootWorld({
  pyodide,
  world,
  snapshot: snapshotFile === '' ? undefined : readFileSync(snapshotFile),
})
const serve = python.globals.get('serve') as Serve
const useLibrary = python.globals.get('use_library') as (archive: string) => void
const usePackage = python.globals.get('use_package') as (archive: string) => void
const contain = python.globals.get('contain') as () => void
contain()
hideHost()
stdout.write('{"ready":true}\n')

for await (const line of createInterface({ input: stdin })) {
  try {
    stdout.write(`${answer(line)}\n`)
  } catch {
    // Python itself is broken, such as by a stack that overflowed: the pool starts another process.
    exit(1)
  }
}

function answer(line: string): string {
  const space = line.indexOf(' ')
  const rest = line.slice(space + 1)
  const kind = line.slice(0, space)
  if (kind === 'run') return serve(rest)
  if (kind === 'package') usePackage(rest)
  else useLibrary(rest)
  return '{}'
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
