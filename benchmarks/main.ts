import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { CommanderError } from 'commander'
import { benchmarks } from './all-benchmarks.js'
import { commandLine, type Options } from './command-line.js'
import { readDocument, type BenchDocument } from './document.js'
import { reportPage } from './report/report-page.js'
import { Suite } from './suite.js'
import { tables } from './tables.js'
import { travelling } from './travelling.js'

let options: Options
let before: BenchDocument | undefined
try {
  options = commandLine(process.argv.slice(2))
  if (options.list) {
    for (const { id, title } of benchmarks) process.stdout.write(`${id}: ${title}\n`)
    process.exit()
  }
  before = options.against === undefined ? undefined : await readDocument(options.against)
} catch (thrown) {
  if (thrown instanceof CommanderError) process.exit(thrown.exitCode === 0 ? 0 : 2)
  fail(thrown, 2)
}

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => stopping.abort())
try {
  const document = await new Suite(options, stopping.signal, process.stderr).run(before)
  if (stopping.signal.aborted) process.stderr.write('Stopped: nothing is written.\n')
  else await keep(document)
  process.stdout.write(shown(document))
  for (const { id, why } of document.unmeasured) process.stderr.write(`${id} was not measured. ${why}\n`)
  process.exitCode = document.unmeasured.some(({ isFault }) => isFault) ? 1 : 0
} catch (thrown) {
  if (!stopping.signal.aborted) fail(thrown, 1)
}
if (stopping.signal.aborted) process.exitCode = 130

async function keep(document: BenchDocument): Promise<void> {
  const { save, report } = options
  if (save !== undefined) await written(save, `${JSON.stringify(document, null, 1)}\n`)
  if (report === undefined) return
  await written(report, reportPage(document))
  process.stderr.write(`The report is in ${report}.\n`)
}

function shown(document: BenchDocument): string {
  if (options.json) return `${JSON.stringify(document, null, 2)}\n`
  if (!options.ratios) return tables(document)
  return travelling(document.results)
    .map((figure) => `${JSON.stringify(figure)}\n`)
    .join('')
}

async function written(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}

function fail(thrown: unknown, code: number): never {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`)
  process.exit(code)
}
