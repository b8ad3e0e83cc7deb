import { definePlugin } from 'unit-compositor'
import { AdventureBlock } from './adventure-block.js'

export { AdventureBlock }

export default definePlugin({
  name: 'unit-compositor-adventure',
  blocks: [AdventureBlock],
  client: new URL('../client/', import.meta.url),
})
