import { Authoring } from '../host/authoring.js'
import type { Stores } from '../host/store/open-stores.js'
import type { BlockTypes } from '../runtime/index.js'
import { measurePairs } from './pairs.js'
import { pairedBenchmark } from './paired-benchmark.js'
import { stored } from './stored-content.js'
import { TemporaryStores } from './temporary-stores.js'
import { blockId, libraryTexts } from './stress-unit.js'

const large = 50_000
const small = 500
const rounds = 9

/** Components that change between two publications. */
const changed = 10

/** Each library is stored and published once, which is not measured; then ten components are changed in one edit, and it is published. */
export const publishGrowth = pairedBenchmark({
  id: 'publish-growth',
  title: `changing ${changed} components of a library of ${large} and publishing it`,
  unit: 'ms',
  against: `the same of a library of ${small}`,
  sizes: { of: 'library', what: 'components', subject: large, against: small },
  atMost: { ratio: 2 },
  async measure() {
    await using opened = await TemporaryStores.open()
    const { stores, types } = opened
    const few = await published('few', small, stores, types)
    const many = await published('many', large, stores, types)
    return await measurePairs(many, few, { runs: rounds, warmup: 2 })
  },
})

/** Stores and publishes a library. @returns what changes ten components, others each time, and publishes it */
async function published(slug: string, blocks: number, stores: Stores, types: BlockTypes) {
  const { authoring, units, store } = stores
  const { context } = await stored(libraryTexts({ slug, blocks }), authoring, types)
  const side = new Authoring({ authoring, units, types, store })
  await side.publish(context, undefined, undefined, { name: 'First' })
  let time = 0
  const run = async () => {
    time++
    const steps = Array.from({ length: changed }, (_, one) => {
      const usage = `${context.replace('lib:', 'lb:')}:problem:${blockId((time * changed + one) % blocks)}`
      const settings = { display_name: `Changed the ${time}th time` }
      return { do: 'edit', edit: { usage, content: {}, settings, reset: [] } } as const
    })
    await authoring.operate(context, types, steps)
    await side.publish(context, undefined, undefined, { name: `Version ${time}` })
  }
  return { run, times: 1 }
}
