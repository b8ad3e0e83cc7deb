import type { Command } from 'commander'
import { CompositorError, LibraryKey, V1LibraryKey, parseKey, type Finding } from '../../runtime/index.js'
import type { Host } from '../../host/index.js'
import { countedFindings } from '../../host/drafts/unseen-blocks.js'
import { publishedBy } from '../../host/jobs/publish-job.js'
import { actingAs, actingWords, allowActing, type ActingOptions } from '../acting-as.js'
import { followedJob } from '../followed-job.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'
import { findingsJson, findingSummary } from '../finding-summary.js'

/** Milliseconds for tests of problems before a strict publication. */
const testBudget = 60_000

interface PublishOptions extends SharedOptions, ActingOptions {
  /** Undefined leaves the setting as it is. */
  readonly publicLearning?: boolean
  readonly strict?: boolean
  readonly name?: string
  readonly comment?: string
  readonly author?: string
}

/** `publish CONTEXT`: makes what was imported last, such as a draft, what learners see. */
export function publishCommand(program: Command): void {
  actingAs(withJson(onStore(program.command('publish <context> [keys...]'))))
    .description('publish the draft, or some blocks of it by their usage keys')
    .option('--public-learning', 'let learners of this site learn from a library directly')
    .option('--no-public-learning', 'let them meet a library in courses only, as before')
    .option('--strict', 'publish nothing where learners would not see all of it')
    .option('--name <name>', 'what this version is called, in the history and where a version is asked for')
    .option('--comment <text>', 'why, for the history')
    .option('--author <name>', 'who, for the history')
    .action(async (context: string, keys: readonly string[], options: PublishOptions) => {
      const { publicLearning, strict = false, name, comment, author } = options
      const report = await onHost(options, async (host) => {
        if (publicLearning !== undefined) {
          libraryOnly(context)
          await allowActing(host, options, 'manage', context)
        }
        const said = { name, comment, ...(author !== undefined && { author }) }
        const words = await actingWords(host, options, context, said, 'publish')
        const { blocks } = await host.drafts.unseen(context)
        const unseen = [
          ...countedFindings(blocks.map(({ finding }) => finding)),
          ...(strict && context.startsWith('lib') ? await wrongAnswers(host, context) : []),
        ]
        if (strict && unseen.length > 0) {
          const head = await host.drafts.head(context)
          const { title, draft: version } = head
          return {
            context,
            title,
            version,
            published: false,
            units: 0,
            publicLearning: false,
            findings: unseen,
          }
        }
        const job = await host.authoring.startPublish(context, { usages: keys, ...words })
        const { findings: others } = publishedBy(await followedJob(host, job))
        const findings = [
          ...unseen,
          ...others.filter(({ message }) => !unseen.some((one) => one.message === message)),
        ]
        if (publicLearning !== undefined) await host.units.setPublicLearning(context, publicLearning)
        const { kind, title, version, unitCount } = (await host.published(context)).publication
        const isLibrary = kind === 'library'
        const isOpen = isLibrary && (await host.units.publicLearning(context))
        const learning = isLibrary && { publicLearning: isOpen }
        return { context, title, version, published: true, units: unitCount, ...learning, findings }
      })
      print(options, { ...report, ...findingsJson(report.findings) }, () =>
        [
          `${report.title} (${context})`,
          report.published
            ? `version ${report.version}, published, ${report.units} units`
            : `version ${report.version}, not published: learners would not see all of it`,
          ...(report.publicLearning ? ['learners of this site learn from it directly'] : []),
          ...findingSummary(report.findings),
        ].join('\n'),
      )
      if (!report.published) process.exitCode = 1
    })
}

/** What the problems of a library do not give full marks for, of those that would be published anew. */
async function wrongAnswers(
  { problemTests, drafts }: Pick<Host, 'problemTests' | 'drafts'>,
  context: string,
): Promise<readonly Finding[]> {
  const { published } = await drafts.head(context)
  const { findings } = await problemTests.test(context, { since: published ?? undefined, budget: testBudget })
  return findings.filter(({ level }) => level === 'error')
}

/** @throws CompositorError `key-kind` for a course, which learners may see anyway */
function libraryOnly(context: string): void {
  const key = parseKey(context)
  if (key instanceof LibraryKey || key instanceof V1LibraryKey) return
  throw new CompositorError('key-kind', `'${context}' is no library: courses need no --public-learning.`)
}
