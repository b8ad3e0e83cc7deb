import { escapeLooseColons } from '../../runtime/keys/key-escaping.js'
import type { Records } from '../../store/index.js'
import { learnersOfPrefix } from './record-key.js'

/**
 * Usage keys, as text, at which anything of any learner is stored, of those that begin so; it costs what there are of them, however many
 * learners have something there. Keys that are kept as hashes, being long or not plain, are left out.
 * @throws CompositorError `store-unavailable`
 */
export async function* learnedUsages(records: Records, begin: string): AsyncIterable<string> {
  const start = notedOf + begin
  const to = `${start}\u007f`
  for (let from = start; ;) {
    const [found] = await records.range({ from, to, limit: 1 })
    const usage = found?.key.slice(notedOf.length).split(' ')[0]
    if (usage === undefined) return
    yield usage
    from = `${learnersOfPrefix(usage)}\u007f`
  }
}

/** What the keys of all notes begin with that say which learners have values at a block. */
export const notedOf = 'learnerOf '

/** What usage keys begin with of blocks in a course or library, and of library blocks by references in it. @param context its key, as text */
export function usageBeginnings(context: string): readonly string[] {
  const own = context.startsWith('course-v1:')
    ? `${context.replace('course-v1:', 'block-v1:')}+`
    : `${context.replace(/^lib:/, 'lb:')}:`
  return [own, ...referredBeginnings(own)]
}

/** What usage keys begin with of library blocks by references whose own keys begin so, directly or through another reference. */
export function referredBeginnings(usage: string): readonly string[] {
  return [`cb::${usage}`, `cb::${escapeLooseColons(`cb::${usage}`)}`]
}
