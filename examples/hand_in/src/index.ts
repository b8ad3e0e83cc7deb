import { definePlugin } from 'unit-compositor'
import { HandInBlock } from './hand-in-block.js'

export { HandInBlock }

export default definePlugin({
  name: 'unit-compositor-hand-in',
  blocks: [HandInBlock],
  catalogues: new URL('../locale/', import.meta.url),
  client: new URL('../client/', import.meta.url),
})
