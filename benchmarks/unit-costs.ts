import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Host } from '../host/index.js'
import type { ColdHosts } from './cold-hosts.js'
import { median } from './figures.js'
import { now } from './pairs.js'

/** What one unit of a course costs. */
export interface UnitCost {
  readonly key: string
  readonly title: string
  /** Milliseconds of processor for its first page ever, for the first after a restart, and for one of a unit that others looked at. */
  readonly newMs: number
  readonly coldMs: number
  readonly seenMs: number
  /** Bytes of the page, and as sent in gzip and in brotli. */
  readonly bytes: number
  readonly gzipBytes: number
  readonly brotliBytes: number
  /** Of the bytes, those of files that stand in the page itself. */
  readonly inlineBytes: number
}

/** Hosts that are started one after the other; those before that do not count compile the JavaScript. */
const rounds = { warmup: 2, counted: 3 }

/** Shows each unit to a new learner: by hosts that find nothing kept, by hosts that do, and again where others looked before. */
export async function unitCosts(
  cold: ColdHosts,
  keys: readonly string[],
  titles: ReadonlyMap<string, string>,
) {
  const refused = new Map<string, string>()
  const took = new Map(
    keys.map((key) => [key, { new: [], cold: [], seen: [] } as Record<'new' | 'cold' | 'seen', number[]>]),
  )
  const pages = new Map<string, Buffer>()
  const show = async (host: Host, into: 'new' | 'cold' | 'seen', round: number) => {
    for (const [at, key] of inTurn(keys, round).entries()) {
      if (refused.has(key)) continue
      try {
        const began = now('processor')
        const page = await cold.page(host, key)
        const ms = now('processor') - began
        if (round >= 0 && (at > 0 || keys.length === 1)) took.get(key)?.[into].push(ms)
        pages.set(key, page)
      } catch (thrown) {
        refused.set(
          key,
          `${titles.get(key) || key}: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
        )
      }
    }
  }
  for (let round = -rounds.warmup; round < rounds.counted; round++) {
    const unkept = cold.start(false)
    await show(unkept, 'new', round)
    await unkept.courseware.close()
    const kept = cold.start()
    await show(kept, 'cold', round)
    await show(kept, 'seen', round)
    await kept.courseware.close()
  }
  const costs = keys.flatMap((key): UnitCost[] => {
    const [times, page] = [took.get(key), pages.get(key)]
    if (!times || !page || refused.has(key)) return []
    return [
      {
        key,
        title: titles.get(key) ?? '',
        newMs: median(times.new),
        coldMs: median(times.cold),
        seenMs: median(times.seen),
        bytes: page.length,
        gzipBytes: gzipSync(page).length,
        brotliBytes: brotliCompressSync(page, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length,
        inlineBytes: [...page.toString().matchAll(/"data:[^"]*"/g)].reduce(
          (sum, [text]) => sum + text.length,
          0,
        ),
      },
    ]
  })
  return { costs, refused: [...refused.values()] }
}

/** Of each round another is the first: what a host and its threads start with falls on it, and is not counted. */
export function inTurn(keys: readonly string[], round: number): string[] {
  const step = Math.max(1, Math.floor(keys.length / 3))
  const from = (Math.max(0, round) * step) % keys.length
  return [...keys.slice(from), ...keys.slice(0, from)]
}
