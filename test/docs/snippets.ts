import { readFileSync } from 'node:fs'

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
