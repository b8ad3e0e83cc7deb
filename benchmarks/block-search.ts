import { join } from 'node:path'
import { openHost, type Host } from '../host/index.js'
import { openStores } from '../host/store/open-stores.js'
import { loadPlugins, shippedPlugin } from '../plugins/index.js'
import { sizes } from './grown-libraries.js'
import { measurePairs, type Pairs } from './pairs.js'
import { pairedBenchmark } from './paired-benchmark.js'
import { median, percentile } from './figures.js'
import type { Benchmark, BenchmarkResult } from './result.js'
import { stored } from './stored-content.js'
import { libraryKey, libraryTexts } from './stress-unit.js'
import { TemporaryFolder } from './stress-site.js'

/** Words of the made-up problems: in all of them, in some, in one, as the beginning of others, and in none. */
const searches: readonly ((time: number) => string)[] = [
  (time) => `${time * 37}`,
  () => 'which',
  (time) => `answer ${time % 100}`,
  (time) => `prob ${time * 13}`,
  () => 'nothing like this',
]

/** What one opening of two indexed libraries gave. */
interface Measured {
  /** Milliseconds on the wall: building the index of the large one, and reading its blocks once. */
  readonly built: number
  readonly read: number
  readonly search: Pairs
  readonly searchP50: number
  readonly list: Pairs
}

let measured: Promise<Measured> | undefined

async function measure(): Promise<Measured> {
  await using folder = await TemporaryFolder.make()
  const store = join(folder.path, 'store')
  const { types } = await loadPlugins({ specifiers: [shippedPlugin], overrides: [] })
  const stores = await openStores(store)
  for (const [slug, blocks] of Object.entries(sizes))
    await stored(libraryTexts({ slug, blocks }), stores.authoring, types)
  const [many, few] = [libraryKey('many'), libraryKey('few')]
  const begun = performance.now()
  const view = await stores.authoring.view(many, 'draft')
  const hashes = new Set<string>()
  for await (const [, { definition }] of view.allBlocks()) hashes.add(definition)
  await view.definitions(hashes)
  const read = performance.now() - begun
  await Promise.all([stores.close(), stores.events.close()])
  const learner = () => ({ id: 'author', isStaff: true })
  const host = await openHost({ store, learner, author: () => true, python: false, threads: 1 })
  try {
    const from = performance.now()
    await host.catalogue.follow(many)
    const built = performance.now() - from
    await host.catalogue.follow(few)
    const times: number[] = []
    let asked = 0
    const searching = (library: string, isTimed: boolean) => async () => {
      for (const wordsOf of searches) {
        const start = performance.now()
        await host.catalogue.search({ words: wordsOf(++asked), contexts: [library] }, [library])
        if (isTimed) times.push(performance.now() - start)
      }
    }
    const rounds = { runs: 40, warmup: 5 }
    const search = await measurePairs(
      { run: searching(many, true), times: searches.length },
      { run: searching(few, false), times: searches.length },
      rounds,
    )
    const listing = (library: string) => async () => {
      for (let one = 0; one < 5; one++) await listed(host, library)
    }
    const list = await measurePairs({ run: listing(many), times: 5 }, { run: listing(few), times: 5 }, rounds)
    return { built, read, search, searchP50: percentile(times, 0.5), list }
  } finally {
    await host.close()
  }
}

async function listed(host: Host, library: string): Promise<void> {
  const path = `/api/v1/search?library=${encodeURIComponent(library)}`
  const response = await host.fetch(new Request(`http://localhost${path}`))
  const { items } = (await response.json()) as { items: readonly unknown[] }
  if (items.length !== 50) throw new Error(`${path} answered ${response.status}, ${items.length} blocks.`)
}

/** What an author finds in a library of 50,000, by words that are in all, some, one or none of its blocks. */
export const blockSearch: Benchmark = {
  id: 'block-search',
  title: `the time on the wall of finding words in a library of ${sizes.many} (median)`,
  async run(): Promise<BenchmarkResult> {
    const { search, searchP50 } = await (measured ??= measure())
    const { id, title } = blockSearch
    const against = `the same of a library of ${sizes.few}, in processor time`
    const { ratio, spread, runs } = search
    const target = 'at most 10 ms'
    return {
      id,
      title,
      value: searchP50,
      unit: 'ms',
      against,
      ratio,
      spread,
      runs,
      target,
      met: searchP50 <= 10,
    }
  },
}

/** How long a library of 50,000 that was never indexed waits for it. */
export const indexBuilt: Benchmark = {
  id: 'index-built',
  title: `the time on the wall of indexing a library of ${sizes.many}`,
  async run(): Promise<BenchmarkResult> {
    const { built, read } = await (measured ??= measure())
    const { id, title } = indexBuilt
    const ratio = built / read
    return {
      id,
      title,
      value: median([built]) / 1000,
      unit: 's',
      against: 'reading its blocks once',
      ratio,
      spread: [ratio, ratio],
      runs: 1,
      target: 'at most 60 s',
      met: built <= 60_000,
    }
  },
}

/** The first page of a library's blocks, with the counts beside each filter. */
export const listGrowth = pairedBenchmark({
  id: 'list-growth',
  title: `the processor time of the list of a library of ${sizes.many}, one page with its filters`,
  unit: 'ms',
  against: `the same of a library of ${sizes.few}`,
  sizes: { of: 'library', what: 'blocks', subject: sizes.many, against: sizes.few },
  atMost: { ratio: 2 },
  measure: async () => (await (measured ??= measure())).list,
})
