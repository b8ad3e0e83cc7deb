// A process of its own that changes one block of a draft again and again, on the built package:
// node child-editor.mjs FOLDER CONTEXT USAGE COUNT
import { openStores } from '../../dist/host/store/open-stores.js'

const [folder, context, usage, count] = process.argv.slice(2)
const stores = await openStores(folder)
process.send('ready')
await new Promise((resolve) => process.once('message', resolve))
for (let index = 0; index < Number(count); index++) {
  await stores.authoring.edit(context, new Map(), async () => ({
    usage,
    content: {},
    settings: { display_name: `${process.pid}-${index}` },
    reset: [],
  }))
}
process.send('done')
await stores.close()
process.exit(0)
