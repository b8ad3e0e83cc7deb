import type { Command } from 'commander'
import { CompositorError, LibraryKey, V1LibraryKey, parseKey } from '../../../runtime/index.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'
import { findingsJson, findingSummary } from '../finding-summary.js'

interface PublishOptions extends SharedOptions {
  /** Undefined leaves the setting as it is. */
  readonly publicLearning?: boolean
}

/** `publish CONTEXT`: makes what was imported last, such as a draft, what learners see. */
export function publishCommand(program: Command): void {
  withJson(onStore(program.command('publish <context>')))
    .description('publish what was imported last, such as a draft')
    .option('--public-learning', 'let learners of this site learn from a library directly')
    .option('--no-public-learning', 'let them meet a library in courses only, as before')
    .action(async (context: string, options: PublishOptions) => {
      const { publicLearning } = options
      const report = await onHost(options, async (host) => {
        if (publicLearning !== undefined) libraryOnly(context)
        const findings = await host.authoring.publish(context)
        if (publicLearning !== undefined) await host.units.setPublicLearning(context, publicLearning)
        const { kind, title, version, units } = (await host.published(context)).publication
        const isLibrary = kind === 'library'
        const isOpen = isLibrary && (await host.units.publicLearning(context))
        const learning = isLibrary && { publicLearning: isOpen }
        return { context, title, version, units: units.length, ...learning, findings }
      })
      print(options, { ...report, ...findingsJson(report.findings) }, () =>
        [
          `${report.title} (${context})`,
          `version ${report.version}, published, ${report.units} units`,
          ...(report.publicLearning ? ['learners of this site learn from it directly'] : []),
          ...findingSummary(report.findings),
        ].join('\n'),
      )
    })
}

/** @throws CompositorError `key-kind` for a course, which learners may see anyway */
function libraryOnly(context: string): void {
  const key = parseKey(context)
  if (key instanceof LibraryKey || key instanceof V1LibraryKey) return
  throw new CompositorError('key-kind', `'${context}' is no library: courses need no --public-learning.`)
}
