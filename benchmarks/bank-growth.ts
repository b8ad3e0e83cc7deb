import { Compositor, UnitStore } from '../compositor/index.js'
import { Authoring } from '../host/authoring.js'
import type { Stores } from '../host/store/open-stores.js'
import type { LoadedPlugins } from '../plugins/index.js'
import { emptyLearnersSide, newLearner } from './learners-side.js'
import { stored } from './stored-content.js'
import { measurePairs } from './pairs.js'
import { pairedBenchmark } from './paired-benchmark.js'
import { libraryKey, libraryTexts } from './stress-unit.js'
import { TemporaryStores } from './temporary-stores.js'

const sizes = { few: 50, many: 5000 }
const drawn = 5
const rounds = 60

/**
 * A unit with a bank over a whole library, from its stored record to the bytes of its HTML, for learners none of whom was
 * here before, in a process that has read nothing of it yet: each pays for the unit, the pool and what is drawn. In the figure
 * of the title the pool has been read.
 */
export const bankGrowth = pairedBenchmark({
  id: 'bank-growth',
  title: `the first view of a new learner of a bank that draws ${drawn} of ${sizes.many}`,
  unit: 'ms',
  against: `the same of a library of ${sizes.few}`,
  sizes: { of: 'library', what: 'blocks', subject: sizes.many, against: sizes.few },
  atMost: { ratio: 1.2 },
  async measure() {
    await using opened = await TemporaryStores.open()
    const { stores, loaded } = opened
    const few = await publishedBank('FewDrawn', sizes.few, stores, loaded)
    const many = await publishedBank('ManyDrawn', sizes.many, stores, loaded)
    let visitors = 0
    const view = (unit: string, units: () => UnitStore) => ({
      times: 1,
      run: async () => {
        const compositor = new Compositor({ store: units(), types: loaded.types })
        const learners = emptyLearnersSide(loaded, undefined, compositor.members)
        const page = await learners.unitPage(await compositor.unit(unit), newLearner(visitors++))
        return Buffer.from(page.fragment.content.text)
      },
    })
    const read = () => stores.units
    const unread = () => new UnitStore(stores.store)
    const pairs = await measurePairs(view(many, unread), view(few, unread), { runs: rounds, warmup: 10 })
    const warm = await measurePairs(view(many, read), view(few, read), { runs: rounds, warmup: 10 })
    return { ...pairs, aside: `with the pool read, ${warm.ratio.toFixed(2)} ×` }
  },
})

/** Publishes a library and a course with a bank over the whole of it. @returns key of the unit */
async function publishedBank(
  slug: string,
  blocks: number,
  { authoring, units, store }: Stores,
  { types }: LoadedPlugins,
): Promise<string> {
  const library = await stored(libraryTexts({ slug, blocks }), authoring, types)
  const pin = JSON.stringify([`${libraryKey(slug)}:${library.version}`])
  const bank = `<randomized url_name="bank" source_libraries='${pin}' count="${drawn}"/>`
  const unit = `<vertical url_name="unit" display_name="Unit">${bank}</vertical>`
  const course = new Map([
    ['course.xml', `<course url_name="run" org="Bench" course="${slug}"/>`],
    [
      'course/run.xml',
      `<course display_name="Banks"><chapter url_name="c"><sequential url_name="s">${unit}</sequential></chapter></course>`,
    ],
  ])
  const { context } = await stored(course, authoring, types)
  const side = new Authoring({ authoring, units, types, store })
  const [fault] = await side.publish(context)
  if (fault) throw new Error(`The course could not be published whole: ${fault.message}`)
  return `block-v1:Bench+${slug}+run+type@vertical+block@unit`
}
