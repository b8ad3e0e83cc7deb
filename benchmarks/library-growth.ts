import { composeRecord } from '../compositor/compose.js'
import { placedUnits } from './placed-units.js'
import type { UnitStore } from '../compositor/index.js'
import { Authoring } from '../host/authoring.js'
import type { Stores } from '../host/store/open-stores.js'
import type { BlockTypes } from '../runtime/index.js'
import { stored } from './stored-content.js'
import { measurePairs } from './pairs.js'
import { pairedBenchmark } from './paired-benchmark.js'
import { courseTexts, libraryKey, libraryTexts, numbers, stressCase } from './stress-unit.js'
import { TemporaryStores } from './temporary-stores.js'

const large = 50_000
const rounds = 60
const times = 10

/** Both libraries are stored whole; a unit is read and composed as the learners' side does for its first learner. */
export const libraryGrowth = pairedBenchmark({
  id: 'library-growth',
  title: `composing a unit of ${stressCase.shown} problems out of a library of ${large} blocks`,
  unit: 'ms',
  against: `the same of a library of ${stressCase.library}`,
  sizes: { of: 'library', what: 'blocks', subject: large, against: stressCase.library },
  atMost: { ratio: 1.1 },
  async measure() {
    await using opened = await TemporaryStores.open()
    const { stores, types } = opened
    const few = await published('Few', stressCase.library, stores, types)
    const many = await published('Many', large, stores, types)
    const compose = (context: string) => ({ run: () => composed(context, stores.units, types), times })
    const pairs = await measurePairs(compose(many.context), compose(few.context), {
      runs: rounds,
      warmup: 10,
    })
    return {
      ...pairs,
      aside: `publishing it took ${(many.publishing / few.publishing).toFixed(0)} × as long`,
    }
  },
})

async function composed(context: string, units: UnitStore, types: BlockTypes): Promise<void> {
  for (let time = 0; time < times; time++) {
    const published = await units.publication(context)
    for (const { entry, inherited, version } of await placedUnits(published)) {
      composeRecord(await units.gathered(entry.record, inherited), version, types)
    }
  }
}

/** Stores a library and a course that refers to it, and publishes the course. */
async function published(
  slug: string,
  blocks: number,
  { authoring, units, store }: Stores,
  types: BlockTypes,
): Promise<{ context: string; publishing: number }> {
  const library = await stored(libraryTexts({ slug, blocks }), authoring, types)
  const pages = [numbers(stressCase.shown)]
  const texts = courseTexts({
    course: slug,
    library: libraryKey(slug),
    version: library.version,
    units: pages,
  })
  const { context } = await stored(texts, authoring, types)
  const side = new Authoring({ authoring, units, types, store })
  let publishing = Infinity
  for (let time = 0; time < 5; time++) {
    const began = performance.now()
    const [fault] = await side.publish(context)
    if (fault) throw new Error(`The course could not be published whole: ${fault.message}`)
    publishing = Math.min(publishing, performance.now() - began)
  }
  return { context, publishing }
}
