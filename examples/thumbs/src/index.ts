import { definePlugin } from 'unit-compositor'
import { ThumbsAside } from './thumbs-aside.js'

export { ThumbsAside }

export default definePlugin({
  name: 'unit-compositor-thumbs',
  blocks: [],
  asides: [ThumbsAside],
  client: new URL('../client/', import.meta.url),
})
