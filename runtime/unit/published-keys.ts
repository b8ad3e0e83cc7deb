import type { PublishedBlock } from './published-unit.js'

/** Usage keys of published blocks and all that stands in them, each before what stands in it. */
export function* keysIn(blocks: readonly PublishedBlock[]): Iterable<string> {
  for (const { key, children } of blocks) {
    yield key
    yield* keysIn(children)
  }
}
