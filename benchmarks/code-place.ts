import { existsSync, readFileSync } from 'node:fs'
import type { Runtime } from 'node:inspector'
import { SourceMap } from 'node:module'
import { fileURLToPath } from 'node:url'

/** Where a function stands, for somebody who does not know the code. */
export interface CodePlace {
  /** The part of the program that it belongs to, in plain words. */
  readonly part: string
  /** Its file and line; absent where V8 names none. */
  readonly at?: string
}

/** What each room of docs/architecture.md is for. */
const rooms: Readonly<Record<string, string>> = {
  runtime: 'blocks, their fields and sessions (runtime)',
  store: 'what is kept, and its drivers (store)',
  plugins: 'loading plugins (plugins)',
  content: "the authors' side (content)",
  compositor: 'composing units (compositor)',
  lms: 'one unit for one learner (lms)',
  python: 'scripts of problems (python)',
  host: 'requests and pages (host)',
  benchmarks: 'the benchmark itself, with what it measures against',
}

/** What V8 names that stands in no file. */
const ofV8: Readonly<Record<string, string>> = {
  '(garbage collector)': 'collecting garbage',
  '(program)': 'native code: Node.js, V8 and native packages',
}

/** Tells where a function of a profile stands, in the sources that the build was made of. */
export function codePlace({ functionName, url, lineNumber, columnNumber }: Runtime.CallFrame): CodePlace {
  if (url === '') return { part: ofV8[functionName] ?? 'functions that are part of Node.js and V8' }
  if (url.startsWith('node:')) return { part: 'Node.js', at: url }
  if (url.startsWith('wasm:')) return { part: 'WebAssembly: Python' }
  const [, inPackage] = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/.exec(url) ?? []
  if (inPackage !== undefined)
    return {
      part: `package ${inPackage}`,
      at: `${url.slice(url.lastIndexOf(`/${inPackage}/`) + 1)}:${lineNumber + 1}`,
    }
  const { file, line } = source(url, lineNumber, columnNumber)
  const [room = '', block = ''] = file.split('/')
  const part = room === 'blocks' ? `block type ${block} (blocks)` : rooms[room]
  return { part: part ?? 'other files', at: `${file}:${line}` }
}

/** By address of a built file, what it was made of. */
const maps = new Map<string, SourceMap | undefined>()

/** @returns the source file from the project's folder on, and the line there; of the built file where there is no map */
function source(url: string, line: number, column: number): { readonly file: string; readonly line: number } {
  const built = url.split('/dist/').at(-1) ?? url
  if (!maps.has(url)) maps.set(url, sourceMap(url))
  const entry = maps.get(url)?.findEntry(line, column)
  if (!entry || !('originalLine' in entry)) return { file: built, line: line + 1 }
  return { file: built.replace(/\.js$/, '.ts'), line: entry.originalLine + 1 }
}

function sourceMap(url: string): SourceMap | undefined {
  if (!url.startsWith('file:')) return undefined
  const file = `${fileURLToPath(url)}.map`
  return existsSync(file)
    ? new SourceMap(JSON.parse(readFileSync(file, 'utf8')) as SourceMap['payload'])
    : undefined
}
