import { composeRecord } from '../compositor/compose.js'
import { loadPlugins, shippedPlugin } from '../plugins/index.js'
import { emptyLearnersSide, newLearner } from './learners-side.js'
import { measurePairs } from './pairs.js'
import { pairedBenchmark } from './paired-benchmark.js'
import { stressCase, wholePage } from './stress-unit.js'
import { StressSite } from './stress-site.js'

const rounds = 200

/** From a stored record to the bytes of its HTML, all on this thread; only the compiled JavaScript is warm. */
export const coldUnit = pairedBenchmark({
  id: 'cold-unit',
  title: `composing and showing ${stressCase.shown} multiple-choice problems for a new learner, nothing kept`,
  unit: 'ms',
  against: 'JSON.parse of the same record and joining an equally long page',
  atMost: { ms: 2 },
  async measure() {
    await using site = await StressSite.open()
    const [record] = await site.publish('Cold', { textAndVideo: false })
    if (!record) throw new Error('There is no unit to compose.')
    const loaded = await loadPlugins({ specifiers: [shippedPlugin], overrides: [] })
    const learners = emptyLearnersSide(loaded)
    let visitors = 0
    const page = async () => {
      const unit = composeRecord(record.text, record.version, loaded.types)
      const view = await learners.unitPage(unit, newLearner(visitors++))
      return Buffer.from(view.fragment.content.text)
    }
    const pieces = wholePage((await page()).toString()).match(/[^]{1,400}/g) ?? []
    const bare = () => {
      JSON.parse(record.text)
      let text = ''
      for (const piece of pieces) text += piece
      return Buffer.from(text)
    }
    return await measurePairs({ run: page, times: 1 }, { run: bare, times: 1 }, rounds, 100)
  },
})
