import {
  Aside,
  aside,
  asideFor,
  AsideType,
  Block,
  block,
  collection,
  fieldMixin,
  Fragment,
  handler,
  html,
  Learners,
  needs,
  optional,
  report,
  string,
  Submissions,
  view,
  type BlockLearners,
  type BlockRuntime,
  type StaffRequest,
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

/** A trivial block with a staff's side that no learner meets. */
@needs(Learners)
@needs(Submissions)
@block('trivial')
class StaffedBlock extends Block({
  content: { text: string() },
  userState: { tries: collection(string()) },
  userStateSummary: { hints: collection(string()) },
}) {
  @view studentView() {
    return new Fragment(html`<p>${this.text}</p>`)
  }
  @handler({ for: 'staff' }) async desk(request: StaffRequest) {
    return this.service(Learners).of(this, request).count()
  }
  @report({ learner: 'text' }) async *rows(learners: BlockLearners<StaffedBlock>) {
    for await (const { id } of learners.all()) yield { learner: id }
  }
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

export const unusedService = pairedBenchmark({
  id: 'unused-service',
  title: `showing ${shown} trivial blocks that declare services, collections and a staff's side, and use none of them`,
  unit: 'ms',
  against: 'the same without any of it',
  atMost: { ratio: noise },
  measure: () => compared(trivialRuntime([], [], StaffedBlock), trivialRuntime()),
})
