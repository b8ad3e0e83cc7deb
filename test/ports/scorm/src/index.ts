import { definePlugin } from 'unit-compositor'
import { ScormBlock } from './scorm-block.js'

export { ScormBlock }

export default definePlugin({
  name: 'unit-compositor-scorm',
  blocks: [ScormBlock],
  client: new URL('../client/', import.meta.url),
})
