import { bankGrowth } from './bank-growth.js'
import { blockSearch, indexBuilt, listGrowth } from './block-search.js'
import { calibrated, environment, type Calibration } from './calibration.js'
import { coldUnit, newUnit } from './cold-unit.js'
import { componentGrowth } from './component-growth.js'
import { courseGrowth } from './course-growth.js'
import { fieldRead, fieldsRead } from './field-read.js'
import { firstVisits, laterVisits } from './first-visits.js'
import { httpWarm, httpWarmCost } from './http-warm.js'
import { kernelCold } from './kernel-cold.js'
import { libraryGrowth } from './library-growth.js'
import { libraryPageGrowth } from './library-page-growth.js'
import { gradeLines, renderLines } from './line-rates.js'
import { loopDelay } from './loop-delay.js'
import { gradeChoice, gradeFormula, gradeNumber, gradeText } from './problem-grading.js'
import { outlineGrowth } from './outline-growth.js'
import { problemCompile, problemRender } from './problem-pages.js'
import { problemSubmit } from './problem-submit.js'
import type { Benchmark, BenchmarkResult } from './result.js'
import { scriptCold, scriptWarm } from './scripts.js'
import { publishSeen, twoHosts, twoHostsDatabase } from './two-hosts.js'
import { trivialCold } from './trivial-cold.js'
import { twoWorkers } from './two-workers.js'
import { typeCheck, typeInstantiations } from './type-check.js'
import { unusedAside, unusedMixin } from './unused-mechanisms.js'
import { warmLearner } from './warm-learner.js'

const benchmarks: readonly Benchmark[] = [
  coldUnit,
  newUnit,
  trivialCold,
  firstVisits,
  laterVisits,
  warmLearner,
  twoWorkers,
  loopDelay,
  libraryGrowth,
  bankGrowth,
  componentGrowth,
  libraryPageGrowth,
  blockSearch,
  indexBuilt,
  listGrowth,
  outlineGrowth,
  courseGrowth,
  httpWarm,
  httpWarmCost,
  twoHosts,
  twoHostsDatabase,
  publishSeen,
  kernelCold,
  unusedAside,
  unusedMixin,
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
  gradeLines,
  renderLines,
  scriptWarm,
  scriptCold,
]

const given = process.argv.slice(2)
const asJson = given.includes('--json')
const wanted = given.filter((word) => !word.startsWith('--'))
const unknown = wanted.filter((id) => !benchmarks.some((one) => one.id === id))
if (unknown.length > 0) {
  process.stderr.write(
    `No benchmark '${unknown.join("', '")}'; there are: ${benchmarks.map(({ id }) => id).join(', ')}.\n`,
  )
  process.exit(2)
}

process.stderr.write('calibration: what this machine can do\n')
const calibration = await calibrated()
const results: BenchmarkResult[] = []
for (const benchmark of benchmarks.filter(({ id }) => wanted.length === 0 || wanted.includes(id))) {
  process.stderr.write(`${benchmark.id}: ${benchmark.title}\n`)
  const result = await benchmark.run()
  if (result) results.push(result)
  else
    process.stderr.write(`${benchmark.id} stands aside: it needs Linux and Debian's package 'postgresql'.\n`)
}
const document = { environment: environment(), calibration, results }
process.stdout.write(
  asJson ? `${JSON.stringify(document, null, 2)}\n` : `${table(results)}\n${machine(calibration)}`,
)
process.exit(0)

function table(rows: readonly BenchmarkResult[]): string {
  const lines = rows.map((row) => [
    row.id,
    `${rounded(row.value)} ${row.unit}`,
    `${rounded(row.ratio)} × (${rounded(row.spread[0])}–${rounded(row.spread[1])}, ${row.runs} runs)`,
    row.target,
    row.met ? 'met' : 'missed',
  ])
  const all = [['benchmark', 'median', 'ratio', 'target', ''], ...lines]
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)))
  const padded = all.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
  const legend = rows.map(({ id, title, against }) => `${id}: ${title}; against ${against}`)
  return [...padded, '', ...legend].map((line) => `${line.trimEnd()}\n`).join('')
}

function machine({ jsonMs, twoThreads, timerLate, timerLateBeside, load }: Calibration): string {
  return (
    `machine: 64 KiB of JSON in ${rounded(jsonMs)} ms; two threads do ${rounded(twoThreads)} × of it; ` +
    `a timer is late by ${rounded(timerLate.p99)} ms (p99), beside a busy thread by ${rounded(timerLateBeside.p99)}; load ${rounded(load)}\n`
  )
}

function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3)
}
