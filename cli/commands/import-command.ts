import { setFlagsFromString } from 'node:v8'
import { Option, type Command } from 'commander'
import { CompositorError } from '../../runtime/index.js'
import type { ImportReport, ImportSettings } from '../../host/authoring-work.js'
import { importedBy } from '../../host/jobs/import-job.js'
import { namedSite, onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'
import { findingsJson, findingSummary } from '../finding-summary.js'
import { followedJob } from '../followed-job.js'

interface ImportOptions extends SharedOptions {
  readonly as?: string
  readonly draft?: boolean
  readonly publish?: boolean
  readonly keep?: boolean
  readonly replace?: boolean
  readonly merge?: boolean
  readonly strict?: boolean
  readonly checkScripts?: boolean
}

/** `import PATH`: a course or library into the store. */
export function importCommand(program: Command): void {
  withJson(namedSite(onStore(program.command('import <path>'))))
    .description('import a course or library: a folder, .tar.gz or .zip')
    .addOption(
      new Option('--keep', 'keep blocks that were edited here, and take the rest').conflicts([
        'replace',
        'merge',
      ]),
    )
    .addOption(new Option('--replace', 'take the import in place of what was edited here').conflicts('merge'))
    .option('--merge', 'take each field from the side that changed it')
    .addOption(new Option('--publish', 'publish a later import too, not only the first').conflicts('draft'))
    .option('--as <key>', 'take a library in under another key: lib:ORG:SLUG, or library-v1:ORG+SLUG')
    .option('--draft', 'take drafts and do not publish')
    .option('--strict', 'store nothing where learners would miss something')
    .option('--check-scripts', 'run each problem’s Python once and report what fails')
    .action(async (path: string, options: ImportOptions) => {
      // Of a large library most is garbage at once, and V8 would let the heap grow to many times what lives before it collects.
      setFlagsFromString('--heap-growing-percent=25')
      const over = (['keep', 'replace', 'merge'] as const).find((word) => options[word])
      const report = await onHost(options, async (host) => {
        const job = await host.authoring.startImport(path, {
          ...(options.as !== undefined && { as: options.as }),
          ...(options.draft && { draft: true }),
          ...(options.strict && { strict: true }),
          ...(options.publish && { publish: true }),
          ...(over !== undefined && { edits: over }),
          ...(options.checkScripts && { checkScripts: true }),
        })
        return importedBy(host.jobs.jobs, await followedJob(host, job))
      })
      const { context, kind, stored, version, imported, changed, published, edits, blocks, units } = report
      const { libraries } = report
      const said = {
        context,
        kind,
        stored,
        version,
        imported,
        changed,
        published,
        edits,
        blocks,
        units,
        libraries,
      }
      print(options, { ...said, ...findingsJson(report.findings) }, () => summary(report, over))
      if (stored) return
      const errors = report.findings.filter(({ level }) => level === 'error').length
      throw new CompositorError('import-refused', `${path} has ${errors} errors. Nothing was stored.`)
    })
}

function summary(report: ImportReport, over: ImportSettings['edits']): string {
  const { context, kind, title, blocks, units, findings, libraries } = report
  const counts = Object.entries(blocks)
    .map(([type, count]) => `${count} ${type}`)
    .join(', ')
  return [
    `${title} (${kind} ${context})`,
    standing(report),
    ...(over === undefined ? [] : editLines(report, over)),
    `${units} units: ${counts}`,
    ...libraries.map(({ library, version }) => `with ${library} ${version}`),
    ...findingSummary(findings),
  ].join('\n')
}

const becameOf = {
  keep: 'kept as they were edited',
  merge: 'merged with their edits',
  replace: 'replaced by the import',
}

/** Most blocks that are named one by one. */
const mostNamed = 20

/** What became of edits, block by block, in the words of the options. */
function editLines({ edits, context }: ImportReport, over: NonNullable<ImportSettings['edits']>): string[] {
  if (edits.length === 0) return []
  const named = edits.slice(0, mostNamed).map(({ usage, fields }) => `  ${usage} (${fields.join(', ')})`)
  const rest = edits.length - named.length
  return [
    `${edits.length} ${edits.length === 1 ? 'block' : 'blocks'} ${becameOf[over]}:`,
    ...named,
    ...(rest > 0 ? [`  and ${rest} more`] : []),
    ...(over === 'replace'
      ? [`to have their edits back: unit-compositor history ${context}, then revert ${context} VERSION`]
      : []),
  ]
}

/** What became of the import: what learners see, or a draft of it. */
function standing(report: ImportReport): string {
  const { context, version, stored, changed, published, publishedBefore } = report
  if (!stored) return 'nothing was stored'
  const what = `version ${version}${changed ? '' : ', as it was before'}`
  if (published) return `${what}, published`
  const seen =
    publishedBefore === null ? 'learners see nothing of it yet' : `learners go on seeing ${publishedBefore}`
  return `${what}, draft: ${seen}; to publish it: unit-compositor publish ${context}`
}
