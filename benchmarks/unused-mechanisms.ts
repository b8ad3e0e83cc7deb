import {
  Aside,
  aside,
  asideFor,
  AsideType,
  fieldMixin,
  Fragment,
  html,
  optional,
  string,
  type BlockRuntime,
} from '../runtime/index.js'
import { pairedBenchmark } from './paired-benchmark.js'
import { measurePairs, type Pairs } from './pairs.js'
import { shown, shownPage, trivialBlocks, trivialRuntime } from './trivial-block.js'

/** Pages in one round. */
const times = 5
const rounds = 400
const warmup = 100
/** What two measurements of one thing differ by. */
const noise = 1.05

/** An aside that stands beside a view that nobody asks for. */
@aside('unused')
class UnusedAside extends Aside({}) {
  @asideFor('author_view') unused() {
    return new Fragment(html`<p>Unused</p>`)
  }
}

const links = fieldMixin('unused', { settings: { upstream: optional(string()) } })

/** A page of blocks that nobody met, with a mechanism that nothing on it uses, and without. */
async function compared(subject: BlockRuntime, against: BlockRuntime): Promise<Pairs> {
  const unmet = Array.from({ length: (rounds + warmup) * times * 2 }, trivialBlocks)
  const pages = (runtime: BlockRuntime) => async () => {
    for (const blocks of unmet.splice(-times)) await shownPage(runtime, blocks)
  }
  return measurePairs(
    { run: pages(subject), times },
    { run: pages(against), times },
    { runs: rounds, warmup },
  )
}

export const unusedAside = pairedBenchmark({
  id: 'unused-aside',
  title: `showing ${shown} trivial blocks with an aside registered that stands beside none of them`,
  unit: 'ms',
  against: 'the same without any aside',
  atMost: { ratio: noise },
  measure: () => compared(trivialRuntime([new AsideType(UnusedAside, 'bench')]), trivialRuntime()),
})

export const unusedMixin = pairedBenchmark({
  id: 'unused-mixin',
  title: `showing ${shown} trivial blocks with a mixin registered whose field no block sets or reads`,
  unit: 'ms',
  against: 'the same without any mixin',
  atMost: { ratio: noise },
  measure: () => compared(trivialRuntime([], [links]), trivialRuntime()),
})
