// Publishes contexts of its own into a shared store: node child-publisher.mjs FOLDER NAME COUNT, once it is told to on its input.
import { once } from 'node:events'
import { UnitStore } from '../../dist/compositor/index.js'
import { lmdbKeyv } from '../../dist/host/store/lmdb-keyv.js'

const [folder, name, count] = process.argv.slice(2)
const keyv = lmdbKeyv(folder)
const store = new UnitStore(keyv)
process.stdout.write('ready\n')
await once(process.stdin, 'data')
for (let one = 0; one < Number(count); one++) {
  const context = `course-v1:${name}+C+${one}`
  const outline = { key: context, type: 'course', title: name, children: [] }
  await store.publish(
    { context, kind: 'course', title: name, version: 'v', outline, units: [], assets: {} },
    [],
  )
}
await keyv.disconnect()
process.exit(0)
