import { definePlugin } from 'unit-compositor'
import { AcidAside } from './acid-aside.js'
import { AcidBlock } from './acid-block.js'

export { AcidAside, AcidBlock }

export default definePlugin({
  name: 'unit-compositor-acid',
  blocks: [AcidBlock],
  asides: [AcidAside],
  client: new URL('../client/', import.meta.url),
})
