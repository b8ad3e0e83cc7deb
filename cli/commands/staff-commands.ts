import type { Command } from 'commander'
import { CompositorError, type ErrorCode, type JsonObject } from '../../runtime/index.js'
import type { ExplainedDraw, Grade } from '../../lms/index.js'
import type { Host } from '../../host/host.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'
import { located } from '../located-block.js'
import { Progress } from '../progress.js'

interface StaffOptions extends SharedOptions {
  readonly learner: string
  readonly reason?: string
}

interface RescoreCommandOptions extends SharedOptions {
  readonly learner?: string
  readonly onlyIfHigher?: boolean
  readonly reason?: string
}

interface EraseOptions extends SharedOptions {
  readonly yes?: boolean
}

const whyOption = 'why, for staff who look at it later, and for the log'

/** `rescore BLOCK`, `delete-state BLOCK`, `erase-learner ID` and `submissions BLOCK`: what staff do to learners' work. */
export function staffCommands(program: Command): void {
  withJson(onStore(program.command('rescore <block>')))
    .description('grade submissions again by what is published now, of one learner or of all')
    .option('--learner <id>', 'whose submissions; those of everybody when left out')
    .option('--only-if-higher', 'leave learners who would lose as they are')
    .option('--reason <text>', whyOption)
    .action(async (block: string, options: RescoreCommandOptions) => {
      const { counts, rescored, failed } = await onHost(options, (host) => rescoredOn(host, block, options))
      print(options, { counts, rescored, failed }, () =>
        [
          ...rescored.map(
            ({ learner, before, after }) => `${learner}  ${points(before)} -> ${points(after)}`,
          ),
          ...failed.map(({ learner, code, message }) => `${learner}  ${code}: ${message}`),
          ...(counts.rescored > rescored.length ? [`... of the rest only the numbers`] : []),
          `${counts.rescored} rescored, ${counts.changed} with other points; ${counts.failed} not; ${counts.skipped} without a submission left out`,
        ].join('\n'),
      )
    })

  withJson(onStore(program.command('delete-state <block>')))
    .description('delete what a learner did at a block, with grade and completion')
    .requiredOption('--learner <id>', 'whose state')
    .option('--reason <text>', whyOption)
    .action(async (block: string, options: StaffOptions) => {
      const deleted = await onHost(options, async (host) => {
        const { unit, of } = await located(host, block)
        const { learner, reason } = options
        return host.courseware.staff.deleteState(unit, { ...of, learner: host.learner(learner), reason })
      })
      print(options, { deleted }, () =>
        deleted ? `deleted for ${options.learner}` : `${options.learner} had nothing at this block`,
      )
    })

  withJson(onStore(program.command('erase-learner <id>')))
    .description('remove all that is stored of a learner, in every course, for good')
    .option('--yes', 'without it nothing is removed')
    .action(async (id: string, options: EraseOptions, command: Command) => {
      if (options.yes !== true)
        command.error('Nothing was removed: --yes removes it, for good.', { exitCode: 2 })
      const erased = await onHost(options, (host) => host.courseware.staff.eraseLearner(host.learner(id)))
      print(options, erased, () => `${id}: ${erased.records} records and ${erased.lines} lines removed`)
    })

  withJson(onStore(program.command('explain <block>')))
    .description('say why a bank, or all banks of a unit, show a learner what they show')
    .requiredOption('--learner <id>', 'to whom')
    .action(async (block: string, options: StaffOptions) => {
      const draws = await onHost(options, async (host) => {
        const { unit, of } = await located(host, block)
        return host.courseware.staff.explainDraws(unit, { ...of, learner: host.learner(options.learner) })
      })
      print(options, { draws }, () => draws.map(explained).join('\n\n'))
    })

  withJson(onStore(program.command('submissions <block>')))
    .description('show what a learner submitted at a block, with its grades')
    .requiredOption('--learner <id>', 'whose submissions')
    .action(async (block: string, options: StaffOptions) => {
      const text = await onHost(options, async (host) => {
        const { unit, of } = await located(host, block)
        return host.courseware.staff.submissions(unit, { ...of, learner: host.learner(options.learner) })
      })
      const history = JSON.parse(text) as JsonObject
      print(options, history, () =>
        Object.entries(history)
          .map(([name, value]) => `${name}  ${JSON.stringify(value)}`)
          .join('\n'),
      )
    })
}

async function rescoredOn(
  host: Host,
  block: string,
  { learner, onlyIfHigher = false, reason }: RescoreCommandOptions,
) {
  const { unit, published, of } = await located(host, block)
  if (learner !== undefined) {
    const one = await host.courseware.staff.rescore(
      unit,
      { ...of, learner: host.learner(learner), reason },
      { onlyIfHigher },
    )
    const changed = one.before?.earned === one.after?.earned ? 0 : 1
    return { counts: { rescored: 1, changed, failed: 0, skipped: 0 }, rescored: [one], failed: [] }
  }
  const progress = new Progress('Rescoring learners')
  try {
    const { rescoreAllKind, rescoringInput, rescoringOf, soleRescoring } =
      await import('../../host/jobs/rescoring.js')
    const input = rescoringInput(of.usageKey, of.by, { onlyIfHigher, reason })
    const { id } = await host.jobs.start(rescoreAllKind, input, soleRescoring(of.usageKey, published))
    const job = await host.jobs.ended(id, ({ done, total }) => progress.update(done, total ?? 0))
    const { result, error } = await rescoringOf(host.jobs.jobs, job)
    if (result) return result
    throw new CompositorError(
      (error?.code ?? 'job-cancelled') as ErrorCode,
      error?.message ?? 'It was ended.',
    )
  } finally {
    progress.end()
  }
}

function explained({ usage, count, pool, isStored, ...draw }: ExplainedDraw): string {
  return [
    `${usage}  ${count} of ${pool}, ${isStored ? 'stored' : 'not stored yet'}, seed ${draw.seed}`,
    ...(draw.sameAs === undefined ? [] : [`  the same as  ${draw.sameAs}`]),
    ...draw.selected.map(({ component, why, turn }) => `  ${why}  ${component}  turn ${turn}`),
    ...draw.dropped.map(({ key, why }) => `  dropped  ${key}  ${why}`),
    ...draw.passedOver.map(
      ({ component, why, turn, by = '' }) => `  passed over  ${component}  turn ${turn}  ${why} ${by}`,
    ),
    ...(draw.group ?? []).map((bank) => `  group  ${bank.usage}  ${bank.components.join(' ')}`),
  ].join('\n')
}

function points(grade: Grade | null): string {
  return grade ? `${grade.earned}/${grade.possible}` : 'no grade'
}
