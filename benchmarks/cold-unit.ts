import { setImmediate as nextTurn } from 'node:timers/promises'
import { ColdHosts } from './cold-hosts.js'
import { now, summarised, type Pair, type Pairs } from './pairs.js'
import { pairedBenchmark } from './paired-benchmark.js'
import { stressCase, wholePage } from './stress-unit.js'
import { StressSite } from './stress-site.js'

/** Different units, so that nothing of one serves another. */
export const coldUnits = 60
/** Hosts started one after the other on the same store; those before that do not count compile the JavaScript. */
const rounds = { warmup: 4, counted: 6 }

/**
 * From a stored record to the bytes of the whole page, by a host that has just been started: text, problems, video, the store's
 * reads and the frame of the page, for a learner who was never here.
 */
export const coldUnit = pairedBenchmark({
  id: 'cold-unit',
  title: `the page of a unit of text, ${stressCase.shown} problems and video by a host just started, of ${coldUnits} different units`,
  unit: 'ms',
  against: 'reading the same page as one text out of the same store',
  atMost: { ms: 1.5 },
  measure: () => coldPages(true),
})

/** The same of units at which nobody has looked since they were published. */
export const newUnit = pairedBenchmark({
  id: 'new-unit',
  title: `the page of such a unit that nobody has looked at since it was published, so that nothing is kept of it`,
  unit: 'ms',
  against: 'reading the same page as one text out of the same store',
  atMost: { ms: 4 },
  measure: () => coldPages(false),
})

/** @param isKept whether others looked at the units before, so that the store has what was kept of them then */
async function coldPages(isKept: boolean): Promise<Pairs> {
  await using site = await StressSite.open()
  const units = (await site.publish('Cold', { units: coldUnits })).map(({ key }) => key)
  await site.closeHost()
  await using cold = await ColdHosts.open(site.store)
  const pairs: Pair[] = []
  for (let round = -rounds.warmup; round < rounds.counted; round++) {
    const measured = await coldRound(cold, units, isKept, wholePage)
    if (round >= 0) pairs.push(...measured)
  }
  return summarised(pairs)
}

/**
 * Asks a host just started for each unit once, and reads each page as one text from the store.
 * @param check throws where a page is not as it should be
 */
export async function coldRound(
  cold: ColdHosts,
  units: readonly string[],
  isKept: boolean,
  check: (page: string) => unknown,
): Promise<Pair[]> {
  const host = cold.start(isKept)
  const pages: string[] = []
  const subjects: number[] = []
  for (const unit of units) {
    await nextTurn()
    const began = now('processor')
    const page = await cold.page(host, unit)
    subjects.push(now('processor') - began)
    pages.push(page.toString())
    check(page.toString())
  }
  await host.courseware.close()
  const { blobs } = cold.store
  await blobs.put(pages.map((text, at) => ({ name: `bench:${at}`, text })))
  const pairs: Pair[] = []
  for (const [at, subject] of subjects.entries()) {
    await nextTurn()
    const began = now('processor')
    const [text = ''] = await blobs.texts([`bench:${at}`])
    Buffer.from(text)
    pairs.push({ subject, against: now('processor') - began })
  }
  await blobs.remove(
    pages.map((_, at) => `bench:${at}`),
    Date.now() + 1000,
  )
  return pairs
}
