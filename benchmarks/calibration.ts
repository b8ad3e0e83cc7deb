import { Worker } from 'node:worker_threads'
import { cpus, loadavg } from 'node:os'
import { median, percentile } from './figures.js'

/** What the machine can do while the benchmarks run, by loops that have nothing of ours in them. */
export interface Calibration {
  /** Milliseconds of processor for reading and writing a JSON text of 64 KiB: tells machines apart. */
  readonly jsonMs: number
  /** How many times as much JSON two threads read and write as one does. */
  readonly twoThreads: number
  /** Smallest and largest of it. */
  readonly twoThreadsSpread: readonly [number, number]
  /** By how many milliseconds a timer of one millisecond comes late with nothing else to do: median and 99th percentile. */
  readonly timerLate: { readonly median: number; readonly p99: number }
  /** The same beside a thread that never rests: what no code of ours can be blamed for. */
  readonly timerLateBeside: { readonly median: number; readonly p99: number }
  /** Runnable tasks of the whole machine over the last minute, as the system counts. */
  readonly load: number
}

/** Lives in a thread: reads and writes a JSON text for as long as it is told, and says how often. */
const loop = `
  const { parentPort, workerData } = require('node:worker_threads')
  const text = workerData
  parentPort.on('message', (until) => {
    let done = 0
    while (Date.now() < until) { JSON.stringify(JSON.parse(text)); done++ }
    parentPort.postMessage(done)
  })
`

/** How long each measurement of the calibration takes. */
export interface CalibrationOptions {
  /** Milliseconds of one spell of work. */
  readonly spell?: number
  readonly rounds?: number
}

/** Measures the machine. */
export async function calibrated({ spell = 250, rounds = 5 }: CalibrationOptions = {}): Promise<Calibration> {
  const text = jsonText()
  const threads = [1, 2].map(() => new Worker(loop, { eval: true, workerData: text }))
  try {
    const [one] = threads
    if (!one) throw new Error('There is no thread.')
    await counted([one], 50)
    await counted(threads, 50)
    const ratios: number[] = []
    for (let round = 0; round < rounds; round++) {
      const alone = await counted([one], spell)
      const together = await counted(threads, spell)
      ratios.push(together / alone)
    }
    const quiet = await lateness(2 * spell)
    const busy = counted([one], 2 * spell)
    const beside = await lateness(2 * spell)
    await busy
    return {
      jsonMs: jsonTime(text),
      twoThreads: median(ratios),
      twoThreadsSpread: [Math.min(...ratios), Math.max(...ratios)],
      timerLate: { median: median(quiet), p99: percentile(quiet, 0.99) },
      timerLateBeside: { median: median(beside), p99: percentile(beside, 0.99) },
      load: loadavg()[0] ?? 0,
    }
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()))
  }
}

/** The machine, as the document names it. */
export interface Environment {
  readonly node: string
  readonly platform: string
  readonly cpu: string
  readonly cores: number
  readonly date: string
}

export function environment(): Environment {
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    date: new Date().toISOString(),
  }
}

/** Has threads work side by side for some milliseconds. @returns how often all of them did the work */
async function counted(threads: readonly Worker[], spell: number): Promise<number> {
  const until = Date.now() + spell
  const counts = threads.map(
    (thread) => new Promise<number>((resolve) => thread.once('message', (done) => resolve(Number(done)))),
  )
  for (const thread of threads) thread.postMessage(until, [])
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
}

/** By how much each timer of one millisecond comes late. */
function lateness(spell: number): Promise<number[]> {
  return new Promise((resolve) => {
    const late: number[] = []
    const end = performance.now() + spell
    let expected = performance.now() + 1
    const tick = () => {
      const now = performance.now()
      late.push(Math.max(0, now - expected))
      if (now >= end) return resolve(late)
      expected = now + 1
      setTimeout(tick, 1)
    }
    setTimeout(tick, 1)
  })
}

function jsonTime(text: string): number {
  const took: number[] = []
  for (let time = 0; time < 60; time++) {
    const began = process.cpuUsage()
    JSON.stringify(JSON.parse(text))
    const { user, system } = process.cpuUsage(began)
    took.push((user + system) / 1000)
  }
  return median(took.slice(20))
}

function jsonText(): string {
  const blocks = Array.from({ length: 400 }, (_, number) => ({
    key: `block-v1:Org+Course+Run+type@problem+block@${number}`,
    fields: { display_name: `Question ${number}`, weight: number / 4, due: null, graded: number % 2 === 0 },
  }))
  return JSON.stringify(blocks)
}
