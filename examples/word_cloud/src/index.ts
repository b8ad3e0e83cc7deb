import { definePlugin } from 'unit-compositor'
import { WordCloudBlock } from './word-cloud-block.js'

export { WordCloudBlock }

export default definePlugin({
  name: 'unit-compositor-word-cloud',
  blocks: [WordCloudBlock],
  client: new URL('../client/', import.meta.url),
})
