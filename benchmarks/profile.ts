import { readdir, readFile } from 'node:fs/promises'
import type { Profiler } from 'node:inspector'
import { join } from 'node:path'
import { codePlace, type CodePlace } from './code-place.js'
import type { Span } from './measured-span.js'

/** Where time goes. */
export interface Profile {
  /** Parts of the program, those first that most of it is spent in; all that are a hundredth or more. */
  readonly parts: readonly { readonly part: string; readonly share: number }[]
  /** The functions that most of it is spent in, not counting those that they call. */
  readonly functions: readonly (CodePlace & { readonly name: string; readonly share: number })[]
}

/** Functions that are named. */
const most = 10
/** What is no work; the last is where threads of a pool wait for the next unit. */
const waiting = new Set(['(idle)', '(root)', 'atomicsWaitLoop'])
/** What is less is not named. */
const least = 0.01

/**
 * Where the time of processes went while something was measured.
 * @param folder of what V8 wrote of each thread of them @param span the whole time where nothing is said
 */
export async function profileOf(folder: string, span?: Span): Promise<Profile> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.cpuprofile'))
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  return profileIn(
    texts.map((text) => JSON.parse(text) as Profiler.Profile),
    span && [span],
  )
}

/** Where the time of threads went, within some spans of it; waiting is left out. */
export function profileIn(
  profiles: readonly Profiler.Profile[],
  spans: readonly Span[] = [{ from: 0, to: Infinity }],
): Profile {
  const functions = new Map<string, CodePlace & { readonly name: string; time: number }>()
  for (const profile of profiles) {
    for (const [{ callFrame }, time] of spent(profile, spans)) {
      const name = callFrame.functionName || '(nameless)'
      const place = codePlace(callFrame)
      const key = `${name} ${place.at ?? place.part}`
      const found = functions.get(key) ?? { ...place, name, time: 0 }
      found.time += time
      functions.set(key, found)
    }
  }
  const all = [...functions.values()]
  const total = all.reduce((sum, { time }) => sum + time, 0)
  const parts = new Map<string, number>()
  for (const { part, time } of all) parts.set(part, (parts.get(part) ?? 0) + time / total)
  return {
    parts: [...parts]
      .map(([part, share]) => ({ part, share }))
      .filter(({ share }) => share >= least)
      .sort((one, other) => other.share - one.share),
    functions: all
      .map(({ time, ...place }) => ({ ...place, share: time / total }))
      .sort((one, other) => other.share - one.share)
      .slice(0, most),
  }
}

/** By function, the microseconds in it within the spans. */
function spent(
  { nodes, samples = [], timeDeltas = [], startTime }: Profiler.Profile,
  spans: readonly Span[],
): Map<Profiler.ProfileNode, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const times = new Map<Profiler.ProfileNode, number>()
  let now = startTime
  for (const [at, sample] of samples.entries()) {
    const time = timeDeltas[at] ?? 0
    now += time
    const node = byId.get(sample)
    if (!node || waiting.has(node.callFrame.functionName)) continue
    if (!spans.some(({ from, to }) => from <= now && now <= to)) continue
    times.set(node, (times.get(node) ?? 0) + time)
  }
  return times
}
