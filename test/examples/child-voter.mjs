// A process of its own whose learners vote, on one poll or with the thumbs beside it: node child-voter.mjs FOLDER COUNT
// poll|thumbs
import 'reflect-metadata'
import { Container } from 'inversify'
import { AsideUsageKey, BlockRuntime, parseUsageKey } from 'unit-compositor'
import { LearnersSide, LearnerStore, MemoryEventLog } from 'unit-compositor/lms'
import { LmdbRecords } from 'unit-compositor/store'
import { loadPlugins, shippedPlugin } from 'unit-compositor/plugins'

const [folder, count, what] = process.argv.slice(2)
const plugins = ['poll', 'thumbs'].map(
  (name) => new URL(`../../examples/${name}/dist/index.js`, import.meta.url).href,
)
const { types, diagnostics } = await loadPlugins({ specifiers: [shippedPlugin, ...plugins] })
if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics))

const key = (type) => `block-v1:Test+Votes+2026+type@${type}+block@${type}`
const thumbs = new AsideUsageKey({ usage: parseUsageKey(key('straw_poll')), asideType: 'thumbs' }).toString()
const unit = {
  key: key('vertical'),
  context: 'course-v1:Test+Votes+2026',
  version: 'v1',
  root: {
    key: key('vertical'),
    type: 'vertical',
    definition: 'd0',
    fields: {},
    children: [
      {
        key: key('straw_poll'),
        type: 'straw_poll',
        definition: 'd1',
        fields: {
          answers: [
            ['T', { label: 'Tea' }],
            ['C', { label: 'Coffee' }],
          ],
        },
        children: [],
      },
    ],
  },
}
const clock = { now: () => 0 }
const records = new LmdbRecords(folder)
const store = new LearnerStore(records)
const runtime = new BlockRuntime({ types, services: new Container() })
const lms = new LearnersSide({ runtime, store, events: new MemoryEventLog(), clock })

async function vote(number) {
  const name = `${process.pid}-${number}`
  const isThird = number % 3 === 0
  const [usageKey, handler, input] =
    what === 'poll'
      ? [key('straw_poll'), 'vote', { choice: isThird ? 'C' : 'T' }]
      : [thumbs, 'cast_vote', { vote: isThird ? 'down' : 'up' }]
  const request = { method: 'POST', suffix: '', query: new Map(), body: JSON.stringify(input) }
  const learner = { id: name, anonymousId: name, name, isStaff: false }
  return lms.handle(unit, learner, { usageKey, handler, request })
}

process.send('ready')
await new Promise((resolve) => process.once('message', resolve))
const answers = await Promise.all(Array.from({ length: Number(count) }, (_, number) => vote(number)))
process.send(answers.filter(({ status }) => status === 200).length)
await lms.close()
await records.close()
process.disconnect()
