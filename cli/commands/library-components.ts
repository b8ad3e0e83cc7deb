import type { Command } from 'commander'
import type { Grade } from '../../lms/index.js'
import type { RescoredEverywhere } from '../../host/jobs/rescoring-everywhere.js'
import { CompositorError, type ErrorCode } from '../../runtime/index.js'
import { actingAs, allowActing, type ActingOptions } from '../acting-as.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'
import { followedJob } from '../followed-job.js'

interface RescoreOptions extends SharedOptions {
  readonly onlyIfHigher?: boolean
}

/** `library scores` and `library rescore`: one component over all courses that use it. */
export function addComponentCommands(library: Command): void {
  actingAs(withJson(onStore(library.command('scores <block>'))))
    .description('say how learners score at a component, over all courses and by version: numbers only')
    .action(async (block: string, options: SharedOptions & ActingOptions) => {
      const found = await onHost(options, async (host) => {
        await allowActing(host, options, 'read', block)
        await host.catalogue.followAll()
        return host.catalogue.scores(block)
      })
      print(options, found, () =>
        found.versions
          .map(({ version, courses, learners, mean, full }) => {
            const told =
              mean === null
                ? 'too few to tell'
                : `${(100 * mean).toFixed(1)} % of the points, ${full ?? 0} all`
            return `${version?.slice(0, 12) ?? 'newest'}\t${courses.length} courses\t${learners} learners\t${told}`
          })
          .join('\n'),
      )
    })

  withJson(onStore(library.command('rescore <block>')))
    .description('grade everybody’s submissions at a component again, in all courses that use it')
    .option('--only-if-higher', 'leave learners who would lose as they are')
    .action(async (block: string, options: RescoreOptions) => {
      const outcome = await onHost(options, async (host) => {
        const { mostPlacesRescored, rescoreEverywhereKind, rescoringEverywhereInput } =
          await import('../../host/jobs/rescoring-everywhere.js')
        await host.catalogue.followAll()
        const by = host.learner('command-line', 'Command line', true)
        const places = await host.catalogue.published(block, mostPlacesRescored)
        const { onlyIfHigher = false } = options
        const input = rescoringEverywhereInput(block, places, [], { by, onlyIfHigher })
        const started = await host.jobs.start(rescoreEverywhereKind, input, `${block} ${by.id}`)
        const { result, error } = await followedJob(host, started)
        if (result) return result as unknown as RescoredEverywhere
        throw new CompositorError(
          (error?.code ?? 'job-cancelled') as ErrorCode,
          error?.message ?? 'It was ended.',
        )
      })
      print(options, outcome, () => outcomeText(outcome))
    })
}

function outcomeText({ places }: RescoredEverywhere): string {
  const [rescored, changed] = (['rescored', 'changed'] as const).map((name) =>
    places.reduce((sum, { counts }) => sum + counts[name], 0),
  )
  return [
    ...places.flatMap(({ context, usage, version, counts, scores, error }) => [
      `${context}\t${version?.slice(0, 12) ?? 'newest'}\t${usage}`,
      ...(error ? [`  ${error.code}: ${error.message}`] : []),
      ...scores.map(
        ({ before, after, learners }) => `  ${points(before)} -> ${points(after)}\t${learners} learners`,
      ),
      ...(counts.failed > 0 ? [`  ${counts.failed} could not be rescored`] : []),
    ]),
    `${rescored} rescored in ${places.length} places, ${changed} with other points`,
  ].join('\n')
}

function points(grade: Grade | null): string {
  return grade ? `${grade.earned}/${grade.possible}` : 'no grade'
}
