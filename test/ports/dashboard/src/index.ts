import { definePlugin } from 'unit-compositor'
import { DashboardBlock } from './dashboard-block.js'

export { DashboardBlock }

export default definePlugin({
  name: 'unit-compositor-dashboard',
  blocks: [DashboardBlock],
  client: new URL('../client/', import.meta.url),
})
