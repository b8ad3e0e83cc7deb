import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Snippet } from './snippets.js'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Whether the package was built, which documents are run against. */
export const isBuilt = existsSync(join(root, 'dist/cli/main.js'))

/** Options of a plugin author's compiler. */
const compilerOptions = {
  target: 'ES2022',
  module: 'NodeNext',
  strict: true,
  allowJs: true,
  checkJs: true,
  noUncheckedIndexedAccess: true,
  experimentalDecorators: true,
  useDefineForClassFields: false,
  skipLibCheck: true,
  lib: ['ES2023', 'DOM'],
  types: ['node'],
  rootDir: '.',
  outDir: 'dist',
}

/** Lets code in a folder find this package, and what it is built with, by their names. */
export function linkPackages(folder: string): void {
  mkdirSync(join(folder, 'node_modules/@types'), { recursive: true })
  symlinkSync(root, join(folder, 'node_modules/unit-compositor'), 'junction')
  for (const one of ['zod', '@types/node', 'undici-types']) {
    symlinkSync(join(root, 'node_modules', one), join(folder, 'node_modules', one), 'junction')
  }
}

/** What a program wrote. */
export interface Ran {
  readonly stdout: string
  readonly stderr: string
}

/** A package out of the snippets of a document, in a temporary folder. */
export class DocumentPackage {
  readonly folder = mkdtempSync(join(tmpdir(), 'document-'))

  constructor() {
    linkPackages(this.folder)
    this.write('package.json', JSON.stringify({ type: 'module' }))
    this.write('tsconfig.json', JSON.stringify({ compilerOptions, exclude: ['node_modules', 'dist'] }))
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true })
    writeFileSync(join(this.folder, path), text)
  }

  /** Writes the snippets that name a file. */
  writeAll(snippets: readonly Snippet[]): void {
    for (const { path, text } of snippets) if (path !== undefined) this.write(path, text)
  }

  /** Compiles everything. @returns what the compiler says; nothing if all is well */
  compile(): string {
    return this.#node(join(root, 'node_modules/typescript/bin/tsc')).stdout
  }

  /** Runs a compiled file, given as it was written: `src/program.ts`. */
  run(path: string): Ran {
    return this.#node(join('dist', path.replace(/\.ts$/, '.js')))
  }

  /** What a compiled file writes as JSON. */
  answerOf(path: string): unknown {
    const { stdout, stderr } = this.run(path)
    if (stderr !== '') throw new Error(stderr)
    return JSON.parse(stdout) as unknown
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  #node(...given: string[]): Ran {
    return spawnSync(process.execPath, given, { cwd: this.folder, encoding: 'utf8' })
  }
}
