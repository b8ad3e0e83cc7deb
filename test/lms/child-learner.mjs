// A process of its own that updates one shared record or one learner's attempts, on the built package:
// node child-learner.mjs STORE votes COUNT | attempts MAX COUNT
import { LearnerStore, LearnerUpdates } from 'unit-compositor/lms'
import { openStore } from 'unit-compositor/store'

const [address, task, number, count] = process.argv.slice(2)
const opened = await openStore(address)
const store = new LearnerStore(opened.records)
const updates = new LearnerUpdates(store)
const tally = { scope: 'userStateSummary', id: 'poll' }
const problem = { scope: 'userState', id: 'problem' }

async function vote(index) {
  await updates.update(`${process.pid}-${index}`, { addresses: [tally] }, async (batch) => {
    const votes = (batch.record(tally)?.votes ?? 0) + 1
    return { change: { updates: [{ ...tally, field: 'votes', value: votes }], grades: [], completions: [] } }
  })
}

async function attempt() {
  const { result } = await updates.update('alice', { addresses: [problem] }, async (batch) => {
    const attempts = batch.record(problem)?.attempts ?? 0
    if (attempts >= Number(number)) {
      return { change: { updates: [], grades: [], completions: [] }, result: 'refused' }
    }
    const change = {
      updates: [{ ...problem, field: 'attempts', value: attempts + 1 }],
      grades: [],
      completions: [],
    }
    return { change, result: 'accepted' }
  })
  return result
}

process.send('ready')
await new Promise((resolve) => process.once('message', resolve))
if (task === 'votes') {
  for (let index = 0; index < Number(number); index++) await vote(index)
  process.send('done')
} else {
  const results = await Promise.all(Array.from({ length: Number(count) }, attempt))
  process.send(results.filter((result) => result === 'accepted').length)
}
await opened.close()
process.disconnect()
