import type { HostRequest } from '../host/index.js'
import { measurePairs } from './pairs.js'
import { pairedBenchmark } from './paired-benchmark.js'
import { StressSite } from './stress-site.js'
import { wholePage } from './stress-unit.js'

const rounds = 60
const times = 200

/** A request with a learner's cookie to a page's bytes, as `host.answer` gives them to a server. */
export const warmLearner = pairedBenchmark({
  id: 'warm-learner',
  title: 'the stress unit again for the same learner, through the whole host without HTTP',
  unit: 'ms',
  against: 'finding the same page in a Map and copying it',
  atMost: { ms: 0.1 },
  async measure() {
    await using site = await StressSite.open()
    const [unit] = await site.publish('Warm')
    if (!unit) throw new Error('There is no unit to show.')
    const { host } = site
    const chosen = await host.answer(request('POST', '/learner', {}, 'name=Bob&back=/'))
    const cookie = chosen.headers['set-cookie']?.split(';')[0]
    if (cookie === undefined) throw new Error(`Choosing a learner was answered with ${chosen.status}.`)
    const get = request('GET', `/units/${encodeURIComponent(unit.key)}`, { cookie })
    const page = Buffer.from((await host.answer(get)).body)
    wholePage(page.toString())
    const pages = new Map([[`${get.path} ${cookie}`, page]])
    const again = async () => {
      for (let time = 0; time < times; time++) await host.answer(get)
    }
    const bare = () => {
      for (let time = 0; time < times; time++)
        Buffer.from(pages.get(`${get.path} ${get.header('cookie')}`) ?? '')
    }
    return await measurePairs({ run: again, times }, { run: bare, times }, rounds)
  },
})

function request(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): HostRequest {
  return {
    method,
    path,
    query: new URLSearchParams(),
    header: (name) => headers[name],
    bytes: () => Promise.resolve(Buffer.from(body)),
    text: () => Promise.resolve(body),
  }
}
