import { answerTexts, readAnswer } from '../compositor/compose-answer.js'
import { composeRecord } from '../compositor/compose.js'
import { loadPlugins, shippedPlugin } from '../plugins/index.js'
import { emptyLearnersSide, newLearner } from './learners-side.js'
import { measurePairs } from './pairs.js'
import { pairedBenchmark } from './paired-benchmark.js'
import { stressCase } from './stress-unit.js'
import { StressSite } from './stress-site.js'

/** The first view of a unit after a restart: its composed form is found beside its record, and read. */
export const keptUnit = pairedBenchmark({
  id: 'kept-unit',
  title: `showing ${stressCase.shown} multiple-choice problems for a new learner, from the composed form in the store`,
  unit: 'ms',
  against: 'the same, composed from its record',
  atMost: { ratio: 0.6 },
  async measure() {
    await using site = await StressSite.open()
    const [record] = await site.publish('Kept', { textAndVideo: false })
    if (!record) throw new Error('There is no unit to compose.')
    const { text, version } = record
    const loaded = await loadPlugins({ specifiers: [shippedPlugin], overrides: [] })
    const learners = emptyLearnersSide(loaded)
    let visitors = 0
    const compose = () => composeRecord(text, version, loaded.types)
    const form = answerTexts({ ms: 0, unit: compose() }).join('\n')
    const page = async (unit: ReturnType<typeof compose>) =>
      Buffer.from((await learners.unitPage(unit, newLearner(visitors++))).fragment.content.text)
    const kept = async () => {
      const { unit } = await readAnswer(form.split('\n'))
      if (!unit) throw new Error('The form cannot be read.')
      return page(unit)
    }
    return await measurePairs({ run: kept, times: 1 }, { run: () => page(compose()), times: 1 }, 200, 100)
  },
})
