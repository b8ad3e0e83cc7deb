import { definePlugin } from 'unit-compositor'
import { ThumbsAside } from './thumbs-aside.js'

export { ThumbsAside }

export default definePlugin({
  name: 'unit-compositor-thumbs',
  blocks: [],
  asides: [ThumbsAside],
  catalogues: new URL('../locale/', import.meta.url),
  client: new URL('../client/', import.meta.url),
})
