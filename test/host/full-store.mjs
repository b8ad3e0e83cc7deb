// A host on a store whose disk is nearly full: node full-store.mjs FOLDER. Lines on its input say go on; it prints a JSON line a step.
import { createInterface } from 'node:readline'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openHost } from 'unit-compositor/host'

const store = process.argv[2]
const course = mkdtempSync(join(tmpdir(), 'full-course-'))
writeFileSync(
  join(course, 'course.xml'),
  `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s">
<vertical url_name="v"><problem url_name="p"><stringresponse answer="x"><textline/></stringresponse></problem></vertical></sequential></chapter></course>`,
)
const log = { info() {}, warn() {}, error() {} }
const open = () =>
  openHost({
    store,
    python: false,
    threads: 1,
    log,
    learner: (r) => ({ id: r.header('x-learner') ?? 'ada' }),
  })
let host = await open()
await host.authoring.import(course)
const key = (type, id) => encodeURIComponent(`block-v1:O+C+R+type@${type}+block@${id}`)
const ask = async (learner, path, body) => {
  const init = body && { method: 'POST', body: JSON.stringify(body) }
  const response = await host.fetch(
    new Request(`http://host${path}`, {
      ...init,
      headers: {
        'x-learner': learner,
        accept: body ? 'application/json' : 'text/html',
        'content-type': 'application/json',
      },
    }),
  )
  return { status: response.status, text: await response.text() }
}
const unit = `/units/${key('vertical', 'v')}`
const name = /name="(input_[^"]+)"/.exec((await ask('ada', unit)).text)[1]
const answer = (learner, text) =>
  ask(learner, `/blocks/${key('problem', 'p')}/handlers/problem_check`, { [name]: text })
const health = async () => {
  const ready = await host.operations.fetch(new Request('http://operators/health/ready'))
  const full = /store_full{store="learners"} (\d)/.exec(await host.operations.metrics())?.[1]
  return { ready: ready.status, ...(await ready.json()), full }
}
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`)
const steps = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const long = 'y'.repeat(30_000)

// Learners answer until the store takes no more, and some go on trying.
const taken = []
const refused = []
for (let one = 0; refused.length < 5 && one < 400; one++) {
  const { status, text } = await answer(`l${one}`, long)
  if (status === 200) taken.push(`l${one}`)
  else refused.push([`l${one}`, status, JSON.parse(text).error?.code])
}
// Pages that are looked at store a little, which may find room yet.
const atFull = await health()
const reading = await Promise.all(
  ['ada', 'new', ...taken.slice(0, 5)].map(async (learner) => (await ask(learner, unit)).status),
)
say({ taken: taken.length, refused, reading, health: atFull })
await steps.next()
const again = []
for (const [learner] of refused) again.push((await answer(learner, 'x')).status)
const healthAgain = await health()
await host.close()
host = await open()
const kept = await Promise.all(taken.map(async (learner) => (await ask(learner, unit)).text.includes(long)))
say({ again, kept: kept.filter(Boolean).length, health: healthAgain })
await host.close()
process.exit(0)
