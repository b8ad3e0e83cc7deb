import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { benchmarks } from './all-benchmarks.js'

type Writable = Pick<NodeJS.WritableStream, 'write'>

/** What is to be measured, and what becomes of it. */
export interface Options {
  /** Benchmarks; all where nothing else is asked for. */
  readonly ids: readonly string[]
  /** Whether nothing is named, so that everything is measured. */
  readonly isWhole: boolean
  /** Whether to name the benchmarks, and run none. */
  readonly list?: boolean
  readonly json?: boolean
  readonly ratios?: boolean
  /** Where the report goes, if anywhere. */
  readonly report?: string
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
  /** In how many processes each benchmark is run. */
  readonly processes: number
  readonly quick?: boolean
  readonly term?: boolean
}

const examples = `
Examples:
  npm run bench                                        everything; best on a machine with nothing else to do
  npm run bench -- cold-unit http-warm                 some, by id
  npm run bench -- --course my.tar.gz                  a course of your own
  npm run bench -- --load http://127.0.0.1:8000        a host that runs here
  npm run bench -- cold-unit --processes 5 --save before.json      and, after a change, --against before.json

Exit codes: 0 done, a missed target included; 1 something could not be measured; 2 wrong use; 130 stopped.
What each benchmark asks, and what would make it lie: docs/benchmarks.md.`

/**
 * Reads the command line. @param given what stands after the script's name @param said where help and complaints are written
 * @throws CommanderError where it makes no sense, with an exit code that is not 0, or where it asks for help alone
 */
export function commandLine(given: readonly string[], said: Writable = process.stderr): Options {
  const command = new Command('bench')
    .description('Measures the engine, peers, a course or a running host, and writes a report.')
    .argument('[ids...]', 'benchmarks to run (--list names them); all where nothing else is asked for')
    .option('--list', 'name the benchmarks, and run none')
    .option('--json', 'print one JSON document; a report only where --report says where')
    .addOption(
      new Option(
        '--ratios',
        'print only ratios and counts, which hold on other machines, a JSON line each; no report',
      ).conflicts(['json', 'report', 'course', 'load', 'term', 'xblock', 'h5p', 'against']),
    )
    .option('--report <file>', 'where the report goes (default: bench/report.html)')
    .option('--no-report', 'write none')
    .option('--save <file>', 'keep the document, for --against')
    .option('--against <file>', 'compare with a document that was kept')
    .option(
      '--processes <n>',
      'run each benchmark in so many processes, one after the other: a comparison then knows how they differ',
      whole,
      1,
    )
    .option('--course <path>', 'import a course (folder, .tar.gz or .zip), and find its ten slowest units')
    .option('--load <url>', 'load a running host as learners do')
    .option('--rate <n>', 'requests a second of --load, at most', number, 20)
    .option('--seconds <n>', 'how long --load goes on', number, 10)
    .option('--learners <n>', 'learners of --load', whole, 100)
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
    .addHelpText('after', examples)
    .showHelpAfterError('(--help tells of all options)')
    .configureOutput({ writeErr: (text) => void said.write(text) })
    .exitOverride()
    .parse(given, { from: 'user' })
  const { report, ...options } = command.opts<
    Omit<Options, 'ids' | 'isWhole' | 'report'> & { report?: string | false }
  >()
  const { args } = command
  const unknown = args.filter((id) => !benchmarks.some((one) => one.id === id))
  if (unknown.length > 0) {
    command.error(
      `No benchmark '${unknown.join("', '")}'; there are: ${benchmarks.map(({ id }) => id).join(', ')}.`,
    )
  }
  const { course, load, term, json, ratios, save, against, h5p } = options
  for (const [option, path] of Object.entries({ course, against, h5p })) {
    if (path !== undefined && !existsSync(path)) command.error(`--${option}: there is no '${path}'.`)
  }
  const isWhole = !(course ?? load ?? term) && args.length === 0
  const page = report ?? (json || ratios ? false : 'bench/report.html')
  for (const [option, path] of Object.entries({ save, report: page })) {
    const fault = path && whyNotWritten(path)
    if (fault) command.error(`--${option}: '${path}' cannot be written: ${fault}`)
  }
  return {
    ...options,
    isWhole,
    ids: isWhole ? benchmarks.map(({ id }) => id) : args,
    ...(page !== false && { report: page }),
  }
}

/** Found out before anything is measured, as that takes long. */
function whyNotWritten(path: string): string | undefined {
  try {
    mkdirSync(dirname(path), { recursive: true })
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return 'it is a folder.'
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown)
  }
  return undefined
}

function number(text: string): number {
  const value = Number(text)
  if (value > 0 && Number.isFinite(value)) return value
  throw new InvalidArgumentError('It has to be a number above 0.')
}

function whole(text: string): number {
  const value = number(text)
  if (Number.isInteger(value)) return value
  throw new InvalidArgumentError('It has to be a whole number.')
}
