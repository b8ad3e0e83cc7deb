import { html, type SafeHtml } from '../../runtime/index.js'
import type { PageWords } from '../words/index.js'

/** A number with its noun: `1 block`, `3 blocks`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** A link to where a course or library is edited. */
export function contextLink(
  base: string,
  { context, kind }: { readonly context: string; readonly kind?: 'course' | 'library' },
  words: string = context,
): SafeHtml {
  const isLibrary = kind === undefined ? /^lib(?:rary-v1)?:/.test(context) : kind === 'library'
  return html`<a href="${base}/author/${isLibrary ? 'libraries' : 'contexts'}/${encodeURIComponent(context)}">${words}</a>`
}

/** The size of a file as the page's language writes it. */
export function sizeIn(words: PageWords, bytes: number): string {
  const [unit, step] =
    bytes < 1e6
      ? (['kilobyte', 1e3] as const)
      : bytes < 1e9
        ? (['megabyte', 1e6] as const)
        : (['gigabyte', 1e9] as const)
  const size = bytes / step
  return words.formatNumber(size, { style: 'unit', unit, maximumFractionDigits: size < 10 ? 1 : 0 })
}
