import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { benchmarks } from './all-benchmarks.js'
import { calibrated, environment } from './calibration.js'
import { courseReport } from './course-units.js'
import type { BenchDocument } from './document.js'
import { loaded } from './load-host.js'
import { measuredCosts } from './measured-costs.js'
import { h5pNode } from './peers/h5p.js'
import { xblockPython } from './peers/xblock-python.js'
import { profileOf } from './profile.js'
import { reportPage } from './report/report-page.js'
import type { Benchmark, BenchmarkResult } from './result.js'
import { simulatedTerm } from './simulation.js'
import { tables } from './tables.js'
import { travelling } from './travelling.js'
import { verdicts } from './verdict.js'

interface Options {
  readonly json?: boolean
  readonly ratios?: boolean
  readonly report: string | false
  readonly save?: string
  readonly against?: string
  readonly course?: string
  readonly load?: string
  readonly rate: number
  readonly seconds: number
  readonly learners: number
  readonly header?: string
  readonly metrics?: string
  readonly iOwnThisHost?: boolean
  readonly xblock?: string
  readonly h5p?: string
  readonly profile: boolean
  readonly quick?: boolean
  readonly term?: boolean
}

function count(text: string): number {
  const value = Number(text)
  if (value > 0 && Number.isFinite(value)) return value
  throw new InvalidArgumentError('It has to be a number above 0.')
}

const command = new Command('bench')
  .description('Measures the engine, peers, a course or a running host, and writes a report.')
  .argument('[ids...]', 'benchmarks to run; all where nothing else is asked for')
  .option('--json', 'print one JSON document')
  .option(
    '--ratios',
    'print only ratios and counts, which hold on other machines, a JSON line each, and write no report',
  )
  .option('--report <file>', 'where the report goes', 'bench/report.html')
  .option('--no-report', 'write none')
  .option('--save <file>', 'keep the document, for --against')
  .option('--against <file>', 'compare with a document that was kept')
  .option('--course <path>', 'import a course, and find its ten slowest units')
  .option('--load <url>', 'load a running host as learners do')
  .option('--rate <n>', 'requests a second of --load, at most', count, 20)
  .option('--seconds <n>', 'how long --load goes on', count, 10)
  .option('--learners <n>', 'learners of --load', count, 100)
  .option(
    '--header <name>',
    'header that tells the loaded host who asks; without it, its form to choose a learner is used',
  )
  .option('--metrics <url>', 'where the loaded host tells its metrics')
  .option('--i-own-this-host', 'load a host on another machine')
  .option(
    '--xblock <python>',
    'an interpreter that finds XBlock, and its problem block: XBlock Python in the same run',
  )
  .option('--h5p <dir>', 'a folder with libraries/ and content/: H5P-Nodejs-library in the same run')
  .option('--term', 'simulate a million learners over a term, of what requests cost here')
  .option('--no-profile', 'do not say where the time of missed targets goes')
  .option('--quick', 'measure the machine, and costs, only shortly')
  .exitOverride((stop) => process.exit(stop.exitCode === 0 ? 0 : 2))
  .parse()
const options = command.opts<Options>()
const unknown = command.args.filter((id) => !benchmarks.some((one) => one.id === id))
if (unknown.length > 0) {
  process.stderr.write(
    `No benchmark '${unknown.join("', '")}'; there are: ${benchmarks.map(({ id }) => id).join(', ')}.\n`,
  )
  process.exit(2)
}

try {
  await run()
  process.exit(0)
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`)
  process.exit(1)
}

async function run(): Promise<void> {
  const { quick, json, ratios, report, save, against, course, load, xblock, h5p } = options
  const before =
    against === undefined ? undefined : (JSON.parse(await readFile(against, 'utf8')) as BenchDocument)
  tell('calibration: what this machine can do')
  const calibration = await calibrated(quick ? { spell: 60, rounds: 3 } : {})
  const isWhole = command.args.length === 0 && course === undefined && load === undefined && !options.term
  const results: BenchmarkResult[] = []
  for (const benchmark of chosen(isWhole)) {
    const result = await measured(benchmark)
    if (result) results.push(result)
  }
  if (ratios) {
    for (const figure of travelling(results)) process.stdout.write(`${JSON.stringify(figure)}\n`)
    return
  }
  const withPeers = isWhole || xblock !== undefined || h5p !== undefined
  const document: BenchDocument = {
    environment: environment(),
    calibration,
    results,
    ...(before && { against: against ?? '', verdicts: verdicts(results, before.results) }),
    ...(withPeers && { peers: [...(await xblockPython(xblock)), await h5pNode(h5p)] }),
    ...(course !== undefined && { course: await courseReport(course) }),
    ...(load !== undefined && {
      load: await loaded({ ...options, url: load, isOwn: options.iOwnThisHost ?? false }),
    }),
    ...((isWhole || options.term) && { term: simulatedTerm(await measuredCosts(quick ? 12 : 60)) }),
  }
  if (save !== undefined) await written(save, `${JSON.stringify(document, null, 1)}\n`)
  if (report !== false && !(json && report === 'bench/report.html')) {
    await written(report, reportPage(document))
    tell(`The report is in ${report}.`)
  }
  process.stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : tables(document))
}

function chosen(isWhole: boolean): readonly Benchmark[] {
  return isWhole ? benchmarks : benchmarks.filter(({ id }) => command.args.includes(id))
}

async function measured(benchmark: Benchmark): Promise<BenchmarkResult | undefined> {
  tell(`${benchmark.id}: ${benchmark.title}`)
  const result = await benchmark.run()
  if (!result) tell(`${benchmark.id} stands aside: it needs Linux and Debian's package 'postgresql'.`)
  if (!result || result.met || !options.profile) return result
  tell(`${benchmark.id} misses its target; once more, to see where the time goes`)
  return { ...result, profile: await profileOf(() => benchmark.run()) }
}

async function written(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}
