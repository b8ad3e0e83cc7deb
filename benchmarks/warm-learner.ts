import { requestOf } from './page-request.js'
import { inTurns, measurePairs } from './pairs.js'
import { pairedBenchmark } from './paired-benchmark.js'
import { StressSite } from './stress-site.js'
import { wholePage } from './stress-unit.js'

const rounds = 60
const times = 200

/** A request with a learner's cookie to a page's bytes, as `host.answer` gives them to a server; each in a turn of the event loop. */
export const warmLearner = pairedBenchmark({
  id: 'warm-learner',
  title: 'the stress unit again for the same learner, through the whole host without HTTP',
  unit: 'ms',
  against: 'a function that finds the same page in a Map, in turns as well',
  atMost: { ms: 0.1 },
  async measure() {
    await using site = await StressSite.open()
    const [unit] = await site.publish('Warm')
    if (!unit) throw new Error('There is no unit to show.')
    const { host } = site
    const chosen = await host.answer(requestOf('POST', '/learner', {}, 'name=Bob&back=/'))
    const cookie = chosen.headers['set-cookie']?.split(';')[0]
    if (cookie === undefined) throw new Error(`Choosing a learner was answered with ${chosen.status}.`)
    const get = requestOf('GET', `/units/${encodeURIComponent(unit.key)}`, { cookie })
    const page = Buffer.from((await host.answer(get)).body)
    wholePage(page.toString())
    const pages = new Map([[`${get.path} ${cookie}`, page]])
    const again = () => inTurns(times, () => host.answer(get))
    let bytes = 0
    const found = async () => (bytes += pages.get(`${get.path} ${get.header('cookie')}`)?.length ?? 0)
    const bare = () => inTurns(times, found)
    return await measurePairs({ run: again, times }, { run: bare, times }, { runs: rounds })
  },
})
