import type { LookedAt } from '../../blocks/problem/index.js'
import { isJsonObject, type Json } from '../../runtime/index.js'
import type { EditorWish } from './edited-problem.js'

/** Characters of answers that the name of a case has. */
const mostNamed = 60

/**
 * The file of a problem's cases after a wish; undefined where it stays as it is, as there were no answers to keep.
 * @param text the file as it is, '' for none
 */
export function writtenCases(
  text: string,
  wish: Extract<EditorWish, { readonly do: 'keep' | 'drop' }>,
  { tried, isDrawn }: Pick<LookedAt, 'tried' | 'isDrawn'>,
  seed: number,
): Uint8Array | undefined {
  const file = fileIn(text)
  const cases = Array.isArray(file['cases']) ? file['cases'] : []
  if (wish.do === 'drop') return bytesOf({ ...file, cases: cases.filter((_, at) => at !== wish.index) })
  if (!tried) return undefined
  const given = Object.values(tried.answers).flat().join(', ')
  const one = {
    name: given.length > mostNamed ? `${given.slice(0, mostNamed)}…` : given,
    answers: tried.answers,
    verdict: wish.verdict,
    ...(isDrawn && { seeds: [seed] }),
  }
  return bytesOf({ ...file, cases: [...cases, one] })
}

function fileIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value = JSON.parse(text) as Json
    return isJsonObject(value) ? value : {}
  } catch {
    return {}
  }
}

function bytesOf(file: object): Uint8Array {
  return Buffer.from(`${JSON.stringify(file, undefined, 2)}\n`)
}
