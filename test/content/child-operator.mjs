// A process of its own that changes a draft again and again until it is killed, and says what was done:
// node child-operator.mjs FOLDER CONTEXT PARENT
import { loadPlugins, shippedPlugin } from '../../dist/plugins/index.js'
import { openStores } from '../../dist/host/store/open-stores.js'

const [folder, context, parent] = process.argv.slice(2)
const { types } = await loadPlugins({ specifiers: [shippedPlugin] })
const { authoring } = await openStores(folder)
process.send({ ready: true })
for (let index = 0; ; index++) {
  const name = `${process.pid}-${index}`
  const olx = `<vertical url_name="${name}"><html url_name="h${name}">${name}</html></vertical>`
  const { usages } = await authoring.operate(context, types, [{ do: 'add', parent, olx }])
  process.send({ there: usages[0] })
  if (index % 3 !== 2) continue
  process.send({ going: usages[0] })
  await authoring.operate(context, types, [
    { do: 'edit', edit: { usage: usages[0], content: {}, settings: { display_name: 'New' }, reset: [] } },
    { do: 'duplicate', usage: usages[0] },
    { do: 'delete', usage: usages[0] },
  ])
}
