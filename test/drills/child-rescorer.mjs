// A process that rescores everybody as a job of the store, until the job has ended: node child-rescorer.mjs STORE JOB
import { JobRunner, Jobs, openStore } from 'unit-compositor/store'
import { person, problem, sideOn, unitOf } from './problem-side.mjs'

const [address, id] = process.argv.slice(2)
const store = await openStore(address)
const { lms } = await sideOn(store.records)
const of = { usageKey: problem, by: person('stella', true), learnerOf: (learner) => person(learner) }
const worker = async (job) => {
  process.send('at it')
  return { ...(await lms.staff.rescoreAll(unitOf('right'), of, { onlyIfHigher: false }, job)) }
}
const jobs = new Jobs(store.records)
await new JobRunner(jobs, { workers: { 'rescore-all': worker }, poll: 0 }).run(id)
process.send('ended')
await store.close()
process.disconnect()
