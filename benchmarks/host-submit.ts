import { setImmediate as nextTurn } from 'node:timers/promises'
import { LearnerStore } from '../lms/index.js'
import type { Records, RecordsCommit } from '../store/index.js'
import { ColdHosts } from './cold-hosts.js'
import { handlerRequest } from './page-request.js'
import { pairedBenchmark } from './paired-benchmark.js'
import { inTurns, measurePairs } from './pairs.js'
import { StressSite } from './stress-site.js'

/** Submissions in one round, each of another learner. */
const times = 20
const rounds = 40
/** As of `problem-submit`. */
const warmup = 120

/** A whole submission: the host's door, the learner read, graded, stored on the disk with its events, and answered. */
export const hostSubmit = pairedBenchmark({
  id: 'host-submit',
  title:
    "a learner's first submission to one of the stress unit's problems through the whole host, on the embedded store",
  unit: 'ms',
  against: 'the commit of the same records alone',
  atMost: { beyondMs: 0.4 },
  async measure() {
    await using site = await StressSite.open()
    const [record] = await site.publish('Submitted', { textAndVideo: false })
    if (!record) throw new Error('There is no unit to submit to.')
    await site.closeHost()
    await using hosts = await ColdHosts.open(site.store)
    const { records } = hosts.store
    let commits: RecordsCommit[] = []
    const host = hosts.start(true, new LearnerStore(noting(records, (commit) => commits.push(commit))))
    const page = (await hosts.page(host, record.key)).toString()
    const [, action = ''] = /action="([^"]*problem_check)"/.exec(page) ?? []
    const [, input = ''] = /name="(input_\w+_2_1)/.exec(page) ?? []
    const body = JSON.stringify({ [input]: 'choice_1' })
    let learners = 0
    const submit = async () => {
      const { status } = await host.answer(handlerRequest(action, `learner-${learners++}`, body))
      if (status !== 200) throw new Error(`A submission was answered with ${status}.`)
    }
    await submit()
    const submissions = async () => {
      commits = []
      await inTurns(times, submit)
    }
    let rewritten = 0
    const bare = async () => {
      const again = commits.slice(0, times)
      if (again.length < times) throw new Error('A submission was not stored.')
      for (const { writes } of again) {
        await nextTurn()
        const round = rewritten++
        const others = new Map([...writes].map(([key, text]) => [`${key} bench ${round}`, text]))
        await records.commit({ expected: new Map(), writes: others })
      }
    }
    try {
      return await measurePairs({ run: submissions, times }, { run: bare, times }, { runs: rounds, warmup })
    } finally {
      await host.courseware.close()
    }
  },
})

/** The same records, told of each commit. */
function noting(records: Records, tell: (commit: RecordsCommit) => void): Records {
  return {
    known: (key) => records.known(key),
    read: (keys) => records.read(keys),
    range: (range) => records.range(range),
    count: (range) => records.count(range),
    commit: (commit) => {
      tell(commit)
      return records.commit(commit)
    },
  }
}
