import { composeRecord } from '../compositor/compose.js'
import { loadPlugins, shippedPlugin } from '../plugins/index.js'
import { emptyLearnersSide, newLearner } from './learners-side.js'
import { measurePairs } from './pairs.js'
import type { Benchmark } from './result.js'
import { stressCase } from './stress-unit.js'
import { StressSite } from './stress-site.js'

const id = 'cold-unit'
const title = `composing and showing ${stressCase.shown} multiple-choice problems for a new learner, nothing kept`
const limit = 2
const rounds = 200

/** From a stored record to HTML, all on this thread; only the compiled JavaScript is warm. */
export const coldUnit: Benchmark = {
  id,
  title,
  async run() {
    await using site = await StressSite.open()
    const [record] = await site.publish('Cold', { textAndVideo: false })
    if (!record) throw new Error('There is no unit to compose.')
    const loaded = await loadPlugins({ specifiers: [shippedPlugin], overrides: [] })
    const learners = emptyLearnersSide(loaded)
    let visitors = 0
    const page = async () => {
      const unit = composeRecord(record.text, record.version, loaded.types)
      const view = await learners.unitPage(unit, newLearner(visitors++))
      return view.fragment.content.text
    }
    const shown = await page()
    const shownProblems = shown.split('data-block-type="problem"').length - 1
    if (shownProblems !== stressCase.shown) throw new Error(`The page has ${shownProblems} problems.`)
    const pieces = shown.match(/[^]{1,400}/g) ?? []
    const bare = () => {
      JSON.parse(record.text)
      let text = ''
      for (const piece of pieces) text += piece
      return Buffer.byteLength(text)
    }
    const pairs = await measurePairs({ run: page, times: 1 }, { run: bare, times: 1 }, rounds, 100)
    return {
      id,
      title,
      value: pairs.subject,
      unit: 'ms',
      against: 'JSON.parse of the same record and joining an equally long page',
      ratio: pairs.ratio,
      spread: pairs.spread,
      runs: pairs.runs,
      target: `at most ${limit} ms`,
      met: pairs.subject <= limit,
    }
  },
}
