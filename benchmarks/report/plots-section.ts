import { html, type SafeHtml } from '../../runtime/index.js'
import type { Calibration } from '../calibration.js'
import type { BenchmarkResult } from '../result.js'
import { median } from '../figures.js'
import { distributions, sizes, type PlotRow, type SizesRow } from './plots.js'

/** What is plotted side by side, in the order of a reader's interest. */
const distributed: readonly {
  readonly title: string
  readonly unit: 'ms' | '×'
  readonly ids: readonly string[]
}[] = [
  {
    title: 'Cold to warm: what a page or a submission costs',
    unit: 'ms',
    ids: [
      'first-visits-after-restart',
      'later-visits-after-restart',
      'new-unit',
      'cold-unit',
      'trivial-cold',
      'trivial-record',
      'new-learner-warm',
      'warm-learner',
      'second-view',
      'problem-submit',
      'host-submit',
    ],
  },
  {
    title: 'Problems: what compiling, showing and grading one costs',
    unit: 'ms',
    ids: [
      'problem-compile',
      'problem-render',
      'grade-choice',
      'grade-text',
      'grade-number',
      'grade-formula',
      'script-cold',
      'script-first',
      'script-warm',
    ],
  },
  {
    title: 'What the machinery adds to plain code: times the plain code',
    unit: '×',
    ids: [
      'overridden-unit',
      'http-warm-cost',
      'loop-delay',
      'unused-aside',
      'unused-mixin',
      'unused-service',
      'field-read',
      'fields-read',
    ],
  },
]

/** By what there may be more of. */
const grown = [
  ['library', 'Size of a library: what the same costs with few blocks and with many'],
  ['course', 'Units of a course: what the same costs with few and with many'],
  ['learners', 'Learners: what one of them costs among few and among many'],
  ['hosts', 'Hosts: what a request costs one, and each of several on one database'],
] as const

/** Plots of what was measured; those of which nothing was measured are left out. */
export function plotsSection(results: readonly BenchmarkResult[], calibration: Calibration): SafeHtml {
  const plots = [
    ...distributed.map(({ title, unit, ids }) =>
      distributions(
        ids.flatMap((id) =>
          results.filter((result) => result.id === id).map((result) => rowOf(result, unit)),
        ),
        unit,
        title,
      ),
    ),
    ...grown.map(([of, title]) =>
      sizes(
        results.flatMap((result) => sizesOf(result, of)),
        'ms',
        title,
      ),
    ),
    workers(results, calibration),
  ].filter(({ text }) => text !== '')
  if (plots.length === 0) return html``
  return html`<section><h2>Plots</h2>
<p>A line reaches from the 5th to the 95th percentile, a bar between the quartiles, and a dot is at the median; an upright line is at the target. Scales are logarithmic: each step to the right is as many times as much.</p>
${plots}</section>`
}

function rowOf({ id, pairs = [], target, met }: BenchmarkResult, unit: 'ms' | '×'): PlotRow {
  const values = pairs.map(({ subject, against }) => (unit === '×' ? subject / against : subject))
  const [, aimed] = new RegExp(`^at (?:most|least) ([\\d.]+) ${unit}$`).exec(target) ?? []
  return { name: id, values, target: aimed === undefined ? undefined : Number(aimed), isMet: met }
}

function sizesOf({ id, pairs = [], sizes: measured }: BenchmarkResult, of: string): SizesRow[] {
  if (measured?.of !== of || pairs.length === 0) return []
  const [few, many] = [measured.against, measured.subject].map((size) => size.toLocaleString('en')) as [
    string,
    string,
  ]
  return [
    {
      name: `${id}: ${few} → ${many} ${measured.what}`,
      small: { size: few, value: median(pairs.map(({ against }) => against)) },
      large: { size: many, value: median(pairs.map(({ subject }) => subject)) },
    },
  ]
}

/** Two workers beside two threads of a loop that has nothing of ours: what the machine has to give. */
function workers(
  results: readonly BenchmarkResult[],
  { twoThreads, twoThreadsSpread }: Calibration,
): SafeHtml {
  const ours = results.find(({ id }) => id === 'two-workers')
  if (!ours) return html``
  const loop = {
    name: 'two threads with a loop of JSON, without us',
    values: [twoThreadsSpread[0], twoThreads, twoThreadsSpread[1]],
  }
  return distributions(
    [{ ...rowOf(ours, '×'), name: 'two-workers: units composed' }, loop],
    '×',
    'Workers: how many times as much two do as one',
  )
}
