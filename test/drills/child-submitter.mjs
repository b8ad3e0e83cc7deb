// A process whose one learner submits many times at once, to a problem of three attempts: node child-submitter.mjs STORE COUNT
import { openStore } from 'unit-compositor/store'
import { person, sideOn, unitOf } from './problem-side.mjs'

const [address, count] = process.argv.slice(2)
const store = await openStore(address)
const { submit } = await sideOn(store.records)
const [unit, ada] = [unitOf('x', 3), person('ada')]

process.send('ready')
await new Promise((resolve) => process.once('message', resolve))
const answers = await Promise.all(Array.from({ length: Number(count) }, () => submit(unit, ada, 'y')))
process.send(answers.map(({ status }) => status))
await store.close()
process.disconnect()
