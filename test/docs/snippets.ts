import { readFileSync } from 'node:fs'
import * as runtime from '../../runtime/index.js'

/** A fenced code block of a document. */
export interface Snippet {
  readonly language: string
  readonly text: string
  /** The path its first line names in a comment, or undefined. */
  readonly path: string | undefined
}

/** The code blocks of a document in `docs`, or of `../README.md`, in order. */
export function snippetsOf(document: string): Snippet[] {
  const text = readFileSync(new URL(`../../docs/${document}`, import.meta.url), 'utf8')
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', body = '']) => ({
    language,
    text: body,
    path: /^(?:\/\/|<!--) (\S+\.\w+)(?: -->)?\n/.exec(body)?.[1],
  }))
}

/** The import of what a snippet takes from the package, where it leaves that out. */
export function importsOf(snippet: string): string {
  const names = Object.keys(runtime).filter((name) => new RegExp(`(?<![.\\w])${name}\\b`).test(snippet))
  return `import { ${names.join(', ')} } from 'unit-compositor'\n`
}
