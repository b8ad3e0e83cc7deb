import { composeRecord } from '../compositor/compose.js'
import { MemoryEventLog } from '../lms/index.js'
import { loadPlugins, shippedPlugin } from '../plugins/index.js'
import type { HandlerRequest } from '../runtime/index.js'
import { emptyLearnersSide, newLearner } from './learners-side.js'
import { pairedBenchmark } from './paired-benchmark.js'
import { inTurns, measurePairs } from './pairs.js'
import { StressSite } from './stress-site.js'
import { stressCase } from './stress-unit.js'

/** Submissions in one round, each of another learner. */
const times = 20
const rounds = 60
/** Until V8 has compiled what every submission runs: the first thousand of a process take twice as long. */
const warmup = 120

/** From a request's body to the answer's: the learner's values read, graded, stored and logged, in memory. */
export const problemSubmit = pairedBenchmark({
  id: 'problem-submit',
  title: `a learner's first submission to one of the unit's ${stressCase.shown} problems, with state and events`,
  unit: 'ms',
  against: 'reading the same body as JSON, and writing the same events and the same answer as JSON',
  atMost: { ms: 0.35 },
  async measure() {
    await using site = await StressSite.open()
    const [record] = await site.publish('Submitted', { textAndVideo: false })
    if (!record) throw new Error('There is no unit to submit to.')
    const loaded = await loadPlugins({ specifiers: [shippedPlugin], overrides: [] })
    const events = new MemoryEventLog()
    const learners = emptyLearnersSide(loaded, events)
    const unit = composeRecord(record.text, record.version, loaded.types)
    const page = (await learners.unitPage(unit, newLearner(-1))).fragment.content.text
    const [, usageKey = ''] = /data-block-type="problem" data-usage-key="([^"]+)"/.exec(page) ?? []
    const [, input = ''] = /name="(input_\w+_2_1)/.exec(page) ?? []
    const body = JSON.stringify({ [input]: 'choice_1' })
    let visitors = 0
    const submit = () =>
      learners.handle(unit, newLearner(visitors++), {
        usageKey,
        handler: 'problem_check',
        request: posted(body),
      })
    const answer = await submit()
    const logged = [...events.events]
    if (answer.status !== 200 || !logged.some(({ event_type }) => event_type === 'problem_check')) {
      throw new Error(`The submission was answered with ${answer.status}: ${String(answer.body)}`)
    }
    const plain: unknown = JSON.parse(String(answer.body))
    const submissions = () => inTurns(times, submit)
    let written = 0
    const bare = () =>
      inTurns(times, () => {
        written += Object.keys(JSON.parse(body) as object).length
        for (const event of logged) written += Buffer.byteLength(JSON.stringify(event))
        written += Buffer.byteLength(JSON.stringify(plain))
      })
    return await measurePairs({ run: submissions, times }, { run: bare, times }, { runs: rounds, warmup })
  },
})

function posted(body: string): HandlerRequest {
  return { method: 'POST', suffix: '', query: new Map(), body }
}
