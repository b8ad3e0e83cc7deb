import { collectDefaultMetrics, Registry } from 'prom-client'

/** What the names of all metrics begin with. */
export const prefix = 'unit_compositor_'

let registry: Registry | undefined

/**
 * What is true of the process, however many hosts are in it: processor, memory, collections, delay of the event loop. It
 * is watched from the first call on.
 */
export function processMetrics(): Registry {
  if (registry) return registry
  registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix })
  return registry
}
