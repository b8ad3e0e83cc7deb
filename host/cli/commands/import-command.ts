import type { Command } from 'commander'
import { remedyOf, type Finding } from '../../../runtime/index.js'
import type { ImportReport } from '../../authoring.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'
import { Progress } from '../progress.js'

interface ImportOptions extends SharedOptions {
  readonly draft?: boolean
  readonly checkScripts?: boolean
}

/** `import PATH`: a course or library into the store. */
export function importCommand(program: Command): void {
  withJson(onStore(program.command('import <path>')))
    .description('import a course or library: a folder, .tar.gz or .zip')
    .option('--draft', 'take drafts and do not publish')
    .option('--check-scripts', 'run each problem’s Python once and report what fails')
    .action(async (path: string, options: ImportOptions) => {
      const report = await onHost(options, (host) => {
        const bars = new Map<string, Progress>()
        return host.authoring
          .import(path, {
            ...(options.draft && { draft: true }),
            ...(options.checkScripts && { checkScripts: true }),
            onProgress: ({ step, done, total }) => {
              let bar = bars.get(step)
              if (!bar) bars.set(step, (bar = new Progress(step)))
              bar.update(done, total)
            },
          })
          .finally(() => bars.forEach((bar) => bar.end()))
      })
      const { context, kind, version, changed, published, blocks, units } = report
      const findings = report.findings.map((finding) => ({ ...finding, remedy: remedyOf(finding) }))
      print(
        options,
        // `diagnostics` is the older name.
        { context, kind, version, changed, published, blocks, units, findings, diagnostics: findings },
        () => summary(report),
      )
    })
}

function summary({
  context,
  kind,
  title,
  version,
  changed,
  published,
  blocks,
  units,
  findings,
}: ImportReport): string {
  const counts = Object.entries(blocks)
    .map(([type, count]) => `${count} ${type}`)
    .join(', ')
  return [
    `${title} (${kind} ${context})`,
    `version ${version}${changed ? '' : ', as it was before'}${published ? ', published' : ', draft'}`,
    `${units} units: ${counts}`,
    ...findings.map(findingLine),
  ].join('\n')
}

/** One finding on one line: where, how bad, what. */
export function findingLine({ level, code, file, line, column, message }: Finding): string {
  const place =
    file === undefined ? '' : `${[file, line, column].filter((part) => part !== undefined).join(':')}: `
  return `${place}${level} ${code}: ${message}`
}
