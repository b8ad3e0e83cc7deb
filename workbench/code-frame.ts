import { readFileSync, realpathSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ErrorData } from '../runtime/index.js'

/** Lines of a source around the one where something was thrown. */
export interface CodeFrame {
  /** Below the package's folder, for people. */
  readonly file: string
  readonly line: number
  readonly column: number
  readonly lines: readonly { readonly number: number; readonly text: string; readonly isIt: boolean }[]
}

/** Lines shown before and after. */
const around = 3

/**
 * Where an author's own code threw: the innermost place of a stack that is in one of the packages under work, not in what they
 * depend on. Stacks name sources where the compiler wrote source maps.
 * @param folders of the packages under work
 */
export function codeFrame({ stack }: ErrorData, folders: readonly string[]): CodeFrame | undefined {
  if (stack === undefined) return undefined
  for (const [, address = '', line = '', column = ''] of stack.matchAll(
    /((?:file:\/\/\/|\/|[A-Z]:\\)[^():\n]+):(\d+):(\d+)/g,
  )) {
    const frame = frameIn(address, { line: Number(line), column: Number(column) }, folders)
    if (frame) return frame
  }
  return undefined
}

function frameIn(
  address: string,
  at: { readonly line: number; readonly column: number },
  folders: readonly string[],
): CodeFrame | undefined {
  try {
    const path = realpathSync(address.startsWith('file:') ? fileURLToPath(address) : address)
    const folder = folders.map((one) => realpathSync(one)).find((one) => path.startsWith(one + sep))
    if (folder === undefined) return undefined
    const file = relative(folder, path)
    if (file.split(sep).includes('node_modules')) return undefined
    const all = readFileSync(path, 'utf8').split(/\r?\n/)
    const first = Math.max(1, at.line - around)
    const lines = all
      .slice(first - 1, at.line + around)
      .map((text, index) => ({ number: first + index, text, isIt: first + index === at.line }))
    return lines.some(({ isIt }) => isIt) ? { file, ...at, lines } : undefined
  } catch {
    // The file is not there any more: the stack says where it was.
    return undefined
  }
}
