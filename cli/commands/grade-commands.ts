import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { isSubsection } from '../../lms/index.js'
import { CompositorError, parseContextKey, parseUsageKey, type JsonObject } from '../../runtime/index.js'
import type { Host } from '../../host/index.js'
import { newestUsage, unitOf } from '../../host/unit-of.js'
import { actingAs, allowActing, type ActingOptions } from '../acting-as.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'
import { withWords, wordsOf, type WordOptions } from './library-migrate.js'

interface LearnerOptions extends SharedOptions {
  readonly learner: string
}

interface ExceptionOptions extends LearnerOptions {
  readonly reason: string
}

interface PolicyOptions extends SharedOptions, ActingOptions, WordOptions {}

/** `grades`, `override-score`, `extend-due` and `grading-policy`: grades of learners, what staff except them from, and how courses are graded. */
export function gradeCommands(program: Command): void {
  withJson(onStore(program.command('grades <course>')))
    .description('show what a learner has of a course, scores that are withheld from them included')
    .requiredOption('--learner <id>', 'whose grades')
    .action(async (course: string, options: LearnerOptions) => {
      const { course: graded, learners } = await onHost(options, async (host) =>
        host.courseware.gradesOf(await host.publishedOf(parseContextKey(course)), {
          learners: [host.learner(options.learner)],
          seenBy: 'staff',
        }),
      )
      const [{ grade, points, subsections } = { grade: undefined, points: undefined, subsections: [] }] =
        learners
      const said = {
        course: graded.context,
        ...grade,
        points,
        subsections: subsections.map(({ subsection, points: own, isWithheld, override }) => ({
          usage: subsection.key,
          title: subsection.title,
          format: subsection.format ?? null,
          ...own,
          isWithheld,
          ...(override && { override }),
        })),
      }
      print(options, said, () =>
        [
          grade
            ? `${Math.round(grade.percent * 100)} %  ${grade.grade ?? 'no grade'}${grade.passed ? '  passed' : ''}`
            : `${points?.earned ?? 0}/${points?.possible ?? 0}  no grading policy`,
          ...said.subsections.map(
            ({ title, format, earned, possible, override }) =>
              `${earned}/${possible}  ${format ?? '-'}  ${title}${override ? `  given: ${override.reason}` : ''}`,
          ),
        ].join('\n'),
      )
    })

  withJson(onStore(program.command('override-score <usage>')))
    .description('give a learner a score in place of what they earned at a subsection or block')
    .requiredOption('--learner <id>', 'whose score')
    .requiredOption('--reason <text>', 'why; it is kept with it and in the log')
    .option('--earned <points>', 'the points', Number)
    .option('--possible <points>', 'of a subsection, the points possible; as they are when left out', Number)
    .option('--remove', 'let what the learner earned count again')
    .action(
      async (
        usage: string,
        options: ExceptionOptions & {
          readonly earned?: number
          readonly possible?: number
          readonly remove?: boolean
        },
        command: Command,
      ) => {
        const { earned, possible, remove = false, reason } = options
        if ((earned === undefined) !== remove)
          command.error('Give either --earned or --remove.', { exitCode: 2 })
        const changed = await onHost(options, async (host) => {
          const { place, context, published } = await excepted(host, usage, options)
          const { staff } = host.courseware
          if (await isSubsection(published, place.usage))
            return staff.overrideSubsection(
              context,
              place,
              earned === undefined ? null : { earned, possible },
            )
          const unit = await unitOf(published, parseUsageKey(place.usage))
          const of = { usageKey: place.usage, learner: place.learner, by: place.by }
          if (earned === undefined) await staff.takeBackOverride(unit, of, { reason })
          else await staff.overrideScore(unit, of, { score: earned, reason })
          return true
        })
        print(options, { changed }, () => (changed ? 'done' : 'nothing was there'))
      },
    )

  withJson(onStore(program.command('extend-due <usage>')))
    .description('set another date that a subsection, unit or block is due for one learner')
    .requiredOption('--learner <id>', 'for whom')
    .requiredOption('--reason <text>', 'why; it is kept with it and in the log')
    .option('--due <date>', 'ISO 8601 with its zone, or never')
    .option('--remove', 'let the date of everybody hold again')
    .action(
      async (
        usage: string,
        options: ExceptionOptions & { readonly due?: string; readonly remove?: boolean },
        command: Command,
      ) => {
        const { due, remove = false } = options
        if ((due === undefined) !== remove) command.error('Give either --due or --remove.', { exitCode: 2 })
        const at = due === undefined ? undefined : due === 'never' ? null : Date.parse(due)
        if (at !== null && at !== undefined && !Number.isFinite(at))
          command.error(`'${due}' is no date; expected 2026-06-30T12:00:00Z, or never.`, { exitCode: 2 })
        const changed = await onHost(options, async (host) => {
          const { place, context } = await excepted(host, usage, options)
          return host.courseware.staff.extendDue(context, place, at)
        })
        print(options, { changed }, () => (changed ? 'done' : 'nothing was there'))
      },
    )

  const policy = program.command('grading-policy').description('how courses are graded')
  actingAs(withJson(onStore(policy.command('show <course>'))))
    .description('show the grading policy of a course’s draft, as JSON')
    .action(async (course: string, options: PolicyOptions) => {
      const found = await onHost(options, async (host) => {
        await allowActing(host, options, 'read', course)
        return (await host.policies.grading(course)) ?? null
      })
      print(options, { policy: found }, () => JSON.stringify(found, null, 4))
    })
  withWords(actingAs(withJson(onStore(policy.command('set <course> <file>')))))
    .description('set it, of a JSON file (- for standard input): {"GRADER": [...], "GRADE_CUTOFFS": {...}}')
    .action(async (course: string, file: string, options: PolicyOptions) => {
      const given = policyIn(file)
      const done = await onHost(options, async (host) => {
        await allowActing(host, options, 'edit', course)
        return host.drafts.operate(course, [{ do: 'grade-by', policy: given }], wordsOf(options))
      })
      print(options, done, () => (done.changed ? `draft ${done.number}` : 'nothing changed'))
    })
}

/** Whoever can read the store's folder is staff. */
async function excepted(host: Host, asked: string, { learner, reason }: ExceptionOptions) {
  const key = parseUsageKey(asked)
  const published = await host.publishedOf(key.context)
  const usage = newestUsage(published, key).withoutBranchOrVersion().toString()
  const by = host.learner('command-line', 'Command line', true)
  const { context } = published.publication
  return { published, context, place: { usage, learner: host.learner(learner), by, reason } }
}

function policyIn(file: string): JsonObject {
  const text = readFileSync(file === '-' ? 0 : file, 'utf8')
  try {
    return JSON.parse(text) as JsonObject
  } catch (cause) {
    throw new CompositorError('olx-policy', `'${file}' is not JSON.`, { cause })
  }
}
