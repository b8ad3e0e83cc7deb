import { bankGrowth } from './bank-growth.js'
import { blockSearch, indexBuilt, listGrowth } from './block-search.js'
import { coldUnit, newUnit } from './cold-unit.js'
import { componentGrowth } from './component-growth.js'
import { publishGrowth } from './publish-growth.js'
import { courseTree } from './course-tree.js'
import { courseGrowth } from './course-growth.js'
import { fieldRead, fieldsRead } from './field-read.js'
import { firstVisits, laterVisits } from './first-visits.js'
import { groupDraw } from './group-draw.js'
import { httpWarm, httpWarmCost } from './http-warm.js'
import { keptBytes, newLearnerWarm, pageBytes, secondView } from './kept-pages.js'
import { kernelCold } from './kernel-cold.js'
import { libraryGrowth } from './library-growth.js'
import { libraryPageGrowth } from './library-page-growth.js'
import { gradeLines, renderLines } from './line-rates.js'
import { loopDelay } from './loop-delay.js'
import { gradeChoice, gradeFormula, gradeNumber, gradeText } from './problem-grading.js'
import { outlineGrowth } from './outline-growth.js'
import { overriddenUnit } from './overridden-unit.js'
import { problemCompile, problemRender } from './problem-pages.js'
import { hostSubmit } from './host-submit.js'
import { problemSubmit } from './problem-submit.js'
import { referencePublish, updatePreview } from './reference-updates.js'
import type { Benchmark } from './result.js'
import { scriptCold, scriptFirst, scriptWarm } from './scripts.js'
import { publishSeen, twoHosts, twoHostsDatabase } from './two-hosts.js'
import { trivialCold } from './trivial-cold.js'
import { trivialRecord } from './trivial-record.js'
import { twoWorkers } from './two-workers.js'
import { typeCheck, typeInstantiations } from './type-check.js'
import { unusedAside, unusedMixin, unusedService } from './unused-mechanisms.js'
import { warmLearner } from './warm-learner.js'

/** In the order they are run; those of one line share what they measured, and a process. */
const inOrder: readonly (Benchmark | readonly Benchmark[])[] = [
  coldUnit,
  newUnit,
  overriddenUnit,
  trivialCold,
  trivialRecord,
  firstVisits,
  laterVisits,
  warmLearner,
  twoWorkers,
  loopDelay,
  libraryGrowth,
  bankGrowth,
  groupDraw,
  componentGrowth,
  publishGrowth,
  [blockSearch, indexBuilt, listGrowth],
  libraryPageGrowth,
  outlineGrowth,
  courseGrowth,
  courseTree,
  updatePreview,
  referencePublish,
  [httpWarm, httpWarmCost],
  newLearnerWarm,
  secondView,
  pageBytes,
  keptBytes,
  [twoHosts, twoHostsDatabase, publishSeen],
  kernelCold,
  unusedAside,
  unusedMixin,
  unusedService,
  fieldRead,
  fieldsRead,
  typeInstantiations,
  typeCheck,
  problemCompile,
  problemRender,
  gradeChoice,
  gradeText,
  gradeNumber,
  gradeFormula,
  problemSubmit,
  hostSubmit,
  gradeLines,
  renderLines,
  scriptWarm,
  scriptCold,
  scriptFirst,
]

/** Benchmarks that are run in one process, each group in one of its own. */
export const benchmarkGroups: readonly (readonly Benchmark[])[] = inOrder.map((some) => [some].flat())

export const benchmarks: readonly Benchmark[] = benchmarkGroups.flat()
