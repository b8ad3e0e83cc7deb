import type { Calibration } from './calibration.js'
import type { BenchDocument } from './document.js'
import { short } from './figures.js'
import type { BenchmarkResult } from './result.js'

/** All that a run found, for a terminal. */
export function tables(document: BenchDocument): string {
  const { results, calibration, verdicts, peers, course, load, term } = document
  const parts = [
    results.length > 0 && resultTable(results),
    verdicts &&
      aligned([
        [`against ${document.against?.file ?? ''}`, '', 'change of cost', '95 %'],
        ...verdicts.map(({ id, says, change, interval }) => [
          id,
          says,
          change === undefined ? '' : `${short(change)} ×`,
          interval ? `${short(interval[0])}–${short(interval[1])}` : '',
        ]),
      ]),
    peers &&
      aligned([
        ['peer', 'processor', ''],
        ...peers.map(({ peer, ms, absent, title }) => [
          peer,
          absent === undefined ? `${short(ms ?? Number.NaN)} ms` : '–',
          absent ?? title,
        ]),
      ]),
    course &&
      aligned([
        ['slowest units', 'never seen', 'after a restart', 'gzip', ''],
        ...course.slowest.map((unit) => [
          unit.title || unit.key,
          `${short(unit.newMs)} ms`,
          `${short(unit.coldMs)} ms`,
          `${short(unit.gzipBytes / 1000)} KB`,
          unit.why.join('; '),
        ]),
        ...[...course.gains, ...course.refused].map((line) => [line]),
      ]),
    load &&
      aligned([
        [`load of ${load.url}`, 'requests', 'errors', 'p50', 'p95', 'p99', 'max'],
        ...load.figures.map(({ kind, requests, errors, p50, p95, p99, max }) => [
          kind,
          String(requests),
          String(errors),
          ...[p50, p95, p99, max].map((ms) => `${short(ms)} ms`),
        ]),
        ...load.faults.map(({ what, count }) => [`${count} × ${what}`]),
        [`${short(load.made)} requests a second of ${short(load.asked)} asked for`],
      ]),
    term &&
      `a million learners over a term: ${term.hosts} hosts, ${short(term.totals.databaseBytes / 1e9)} GB; at its limit first: ${term.limits[0]?.what ?? ''}\n`,
    machine(calibration),
  ]
  return parts.filter((part) => part !== undefined && part !== false).join('\n')
}

function resultTable(rows: readonly BenchmarkResult[]): string {
  const lines = rows.map((row) => [
    row.id,
    `${short(row.value)} ${row.unit}`,
    `${short(row.ratio)} × (${short(row.spread[0])}–${short(row.spread[1])}, ${row.runs} runs)`,
    row.target,
    row.met ? 'met' : 'missed',
  ])
  const legend = rows.map(({ id, title, against }) => `${id}: ${title}; against ${against}\n`)
  return `${aligned([['benchmark', 'median', 'ratio', 'target', ''], ...lines])}\n${legend.join('')}`
}

/** Columns side by side; a line of one cell is a sentence. */
function aligned(lines: readonly (readonly string[])[]): string {
  const [head = []] = lines
  const cells = lines.filter((line) => line.length > 1)
  const widths = head.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)))
  return lines
    .map((line) =>
      line.length === 1 ? line[0] : line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '),
    )
    .map((line = '') => `${line.trimEnd()}\n`)
    .join('')
}

function machine({ jsonMs, twoThreads, timerLate, timerLateBeside, load }: Calibration): string {
  return (
    `machine: 64 KiB of JSON in ${short(jsonMs)} ms; two threads do ${short(twoThreads)} × of it; ` +
    `a timer is late by ${short(timerLate.p99)} ms (p99), beside a busy thread by ${short(timerLateBeside.p99)}; load ${short(load)}\n`
  )
}
