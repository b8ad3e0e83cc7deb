import { definePlugin } from 'unit-compositor'
import { LtiConsumerBlock } from './lti-consumer-block.js'
import { outcomesRoute } from './outcomes-route.js'

export { LtiConsumerBlock }

export default definePlugin({
  name: 'unit-compositor-lti-consumer',
  blocks: [LtiConsumerBlock],
  routes: [outcomesRoute],
  client: new URL('../client/', import.meta.url),
})
