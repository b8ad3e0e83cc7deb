import { join } from 'node:path'
import { openHost, type Host } from '../host/index.js'
import { openStores } from '../host/store/open-stores.js'
import { loadPlugins, shippedPlugin } from '../plugins/index.js'
import { measurePairs, type Pairs } from './pairs.js'
import { stored } from './stored-content.js'
import { libraryKey, libraryTexts } from './stress-unit.js'
import { TemporaryFolder } from './stress-site.js'

/** Components of the two libraries. */
export const sizes = { few: 50, many: 50_000 } as const

/** Pages that one round takes. */
const pages = 5

/** A page of a library, another one each time. @param time counts from 0 */
type PathOf = (library: string, blocks: number, time: number) => string

/**
 * Processor time of a page of authors' of a library of 50,000 components against the same of one of 50, through one host; what nobody
 * looked at before is read from the store.
 */
export async function measureLibraryPages(pathOf: PathOf, rounds: number): Promise<Pairs> {
  await using folder = await TemporaryFolder.make()
  const store = join(folder.path, 'store')
  const { types } = await loadPlugins({ specifiers: [shippedPlugin], overrides: [] })
  const stores = await openStores(store)
  for (const [slug, blocks] of Object.entries(sizes))
    await stored(libraryTexts({ slug, blocks }), stores.authoring, types)
  await Promise.all([stores.close(), stores.events.close()])
  const learner = () => ({ id: 'author', isStaff: true })
  const host = await openHost({ store, learner, author: () => true, python: false, threads: 1 })
  try {
    // What follows content outside the requests would be measured with them.
    await host.catalogue.followAll()
    const page = (slug: keyof typeof sizes) => {
      let time = 0
      const run = async () => {
        for (let one = 0; one < pages; one++)
          await answered(host, pathOf(libraryKey(slug), sizes[slug], time++))
      }
      return { run, times: pages }
    }
    return await measurePairs(page('many'), page('few'), { runs: rounds, warmup: 10 })
  } finally {
    await host.close()
  }
}

async function answered(host: Host, path: string): Promise<void> {
  const response = await host.fetch(new Request(`http://localhost${path}`))
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}.`)
  await response.arrayBuffer()
}
