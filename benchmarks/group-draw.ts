import { Compositor } from '../compositor/index.js'
import { Authoring } from '../host/authoring.js'
import { placedUnit } from '../host/placed-unit.js'
import type { Stores } from '../host/store/open-stores.js'
import type { LoadedPlugins } from '../plugins/index.js'
import { emptyLearnersSide, newLearner } from './learners-side.js'
import { pairedBenchmark } from './paired-benchmark.js'
import { measurePairs } from './pairs.js'
import { stored } from './stored-content.js'
import { TemporaryStores } from './temporary-stores.js'
import { libraryKey, libraryTexts } from './stress-unit.js'

const drawn = 5
const members = 5000
const banks = 3

/**
 * The first view of a learner of the last of three banks over a library of 5,000, in units of their own: as a reference group, of which
 * nothing is stored yet, so that all three are drawn; and each by itself. What was read and composed once is there.
 */
export const groupDraw = pairedBenchmark({
  id: 'group-draw',
  title: `the first view of a new learner of a bank that draws ${drawn} of ${members}, the last of a group of ${banks}`,
  unit: 'ms',
  against: 'the same bank without a group',
  atMost: { ratio: 1.2 },
  async measure() {
    await using opened = await TemporaryStores.open()
    const { stores, loaded } = opened
    const { version } = await stored(
      libraryTexts({ slug: 'Grouped', blocks: members }),
      stores.authoring,
      loaded.types,
    )
    const compositor = new Compositor({ store: stores.units, types: loaded.types })
    const learners = emptyLearnersSide(loaded, undefined, compositor.members)
    let visitors = 0
    const view = async (slug: string, group: string) => {
      const key = await publishedBanks(slug, version, group, stores, loaded)
      const published = await stores.units.publication(`course-v1:Bench+${slug}+run`)
      return {
        times: 4,
        run: async () => {
          for (let time = 0; time < 4; time++) {
            const unit = await placedUnit(published, await compositor.unit(key, published), compositor)
            await learners.unitPage(unit, newLearner(visitors++))
          }
        },
      }
    }
    const together = await view('Together', 'exam')
    const alone = await view('Alone', '')
    return await measurePairs(together, alone, { runs: 60, warmup: 20 })
  },
})

/** Publishes a course with a bank over the whole of the library in each of its units. @returns key of the last unit */
async function publishedBanks(
  slug: string,
  version: string,
  group: string,
  { authoring, units, store }: Stores,
  { types }: LoadedPlugins,
): Promise<string> {
  const pin = JSON.stringify([`${libraryKey('Grouped')}:${version}`])
  const all = Array.from(
    { length: banks },
    (_, place) =>
      `<vertical url_name="unit${place}"><randomized url_name="bank${place}" source_libraries='${pin}' count="${drawn}" reference_group="${group}"/></vertical>`,
  )
  const { context } = await stored(
    new Map([
      ['course.xml', `<course url_name="run" org="Bench" course="${slug}"/>`],
      [
        'course/run.xml',
        `<course display_name="Banks"><chapter url_name="c"><sequential url_name="s">${all.join('')}</sequential></chapter></course>`,
      ],
    ]),
    authoring,
    types,
  )
  const [fault] = await new Authoring({ authoring, units, types, store }).publish(context)
  if (fault) throw new Error(`The course could not be published whole: ${fault.message}`)
  return `block-v1:Bench+${slug}+run+type@vertical+block@unit${banks - 1}`
}
