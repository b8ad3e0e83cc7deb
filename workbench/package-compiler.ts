import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { PluginPlace } from './plugin-place.js'

/** Compiles a package: gives what the compiler does not like, each in a line. */
export type CompilePackage = () => Promise<readonly string[]>

/**
 * How a package is compiled: while anything has an error nothing is written, so that what was built before stays.
 * Undefined for one without a `tsconfig.json`, or without TypeScript installed.
 */
export function compilerOf({ folder }: PluginPlace): CompilePackage | undefined {
  if (!existsSync(join(folder, 'tsconfig.json'))) return undefined
  let compiler: string
  try {
    const typescript = createRequire(join(folder, 'package.json')).resolve('typescript/package.json')
    compiler = join(dirname(typescript), 'bin', 'tsc')
  } catch {
    return undefined
  }
  return () =>
    new Promise((resolve) => {
      execFile(
        process.execPath,
        [compiler, '-p', folder, '--pretty', 'false', '--noEmitOnError'],
        (failed, printed) => {
          resolve(failed ? printed.split('\n').filter((line) => line.includes('error')) : [])
        },
      )
    })
}
