import { definePlugin } from 'unit-compositor'
import { PollBlock } from './poll-block.js'

export { PollBlock }

export default definePlugin({
  name: 'unit-compositor-poll',
  blocks: [PollBlock],
  client: new URL('../client/', import.meta.url),
})
