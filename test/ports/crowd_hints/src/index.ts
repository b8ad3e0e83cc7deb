import { definePlugin } from 'unit-compositor'
import { CrowdHintsBlock } from './crowd-hints-block.js'

export { CrowdHintsBlock }

export default definePlugin({
  name: 'unit-compositor-crowd-hints',
  blocks: [CrowdHintsBlock],
  client: new URL('../client/', import.meta.url),
})
