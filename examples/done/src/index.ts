import { definePlugin } from 'unit-compositor'
import { DoneBlock } from './done-block.js'

export { DoneBlock }

export default definePlugin({
  name: 'unit-compositor-done',
  blocks: [DoneBlock],
  client: new URL('../client/', import.meta.url),
})
