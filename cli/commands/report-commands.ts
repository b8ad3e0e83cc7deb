import type { Command } from 'commander'
import type { Host } from '../../host/host.js'
import type { CourseReport } from '../../host/reports/course-report.js'
import type { Report } from '../../host/reports/found-report.js'
import type { SubsectionReport } from '../../host/reports/subsection-report.js'
import type { UnitReport } from '../../host/reports/unit-report.js'
import { reportLines } from '../../host/report-text.js'
import { newestUsage } from '../../host/unit-of.js'
import { parseContextKey, parseKey, parseUsageKey, UsageKey } from '../../runtime/index.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'
import { located } from '../located-block.js'
import { Progress } from '../progress.js'
import { writeLines } from '../written-lines.js'

interface LinesOptions extends SharedOptions {
  readonly jsonLines?: boolean
}

/**
 * `report BLOCK`, what a block itself reports, and `report show`, `stuck`, `given` and `responses`: what learners made of a course and its
 * parts. Whoever can read the store's folder is staff.
 */
export function reportCommands(program: Command): void {
  const report = program.command('report').description('what learners made of a course and its parts')

  withLines(report.command('block <block>', { isDefault: true }))
    .description('write what a block itself reports to staff as CSV, a row at a time; also without `block`')
    .action(async (block: string, options: LinesOptions) => {
      await onHost(options, async (host) => {
        const { unit, of } = await located(host, block)
        await writeLines(host.courseware.staff.reportLines(unit, of, formOf(options)))
      })
    })

  withJson(onStore(report.command('show <key>')))
    .description('show what learners made of a course, subsection, unit or problem, or what a bank gave them')
    .action(async (key: string, options: SharedOptions) => {
      const made = await onHost(options, (host) => reportOn(host, key))
      print(options, made, () => textOf(made))
    })

  withJson(onStore(report.command('stuck <course>')))
    .description('list who tried a problem of a course often without a point')
    .action(async (course: string, options: SharedOptions) => {
      const stuck = await onHost(options, async (host) => {
        const made = await reportOn(host, parseContextKey(course).toString())
        return made.kind === 'course' ? made.stuck : []
      })
      print(options, { stuck }, () =>
        stuck
          .map(({ learner, attempts, title, usage }) => `${learner}  ${attempts}  ${title}  ${usage}`)
          .join('\n'),
      )
    })

  withLines(report.command('given <bank>'))
    .description('write what a bank gave to whom as CSV, a row for each member of each learner')
    .action(async (bank: string, options: LinesOptions) => {
      await onHost(options, async (host) => {
        const published = await host.publishedOf(parseUsageKey(bank).context)
        await writeLines(reportLines(await host.reports.given(published, bank), formOf(options)))
      })
    })

  withLines(report.command('responses <block>'))
    .description('write what learners submitted at a block as CSV, a row for each question of each attempt')
    .action(async (block: string, options: LinesOptions) => {
      await onHost(options, async (host) => {
        const { published, of } = await located(host, block)
        const rows = await host.reports.responses(published, of.usageKey, of.by)
        await writeLines(reportLines(rows, formOf(options)))
      })
    })
}

function withLines(command: Command): Command {
  return onStore(command).option('--json-lines', 'as an object a line')
}

function formOf({ jsonLines }: LinesOptions): 'json' | 'csv' {
  return jsonLines ? 'json' : 'csv'
}

/** @param key of a course, or of a part of one */
async function reportOn(host: Host, key: string): Promise<Report> {
  const asked = parseKey(key)
  const published = await host.publishedOf(asked instanceof UsageKey ? asked.context : parseContextKey(key))
  const usage =
    asked instanceof UsageKey ? newestUsage(published, asked).toString() : published.publication.root
  const progress = new Progress('Looking at learners')
  try {
    return await host.reports.make(published, usage, ({ done, total }) => progress.update(done, total ?? 0))
  } finally {
    progress.end()
  }
}

function textOf(report: Report): string {
  switch (report.kind) {
    case 'course':
      return courseText(report)
    case 'subsection':
      return subsectionText(report)
    case 'unit':
      return unitText(report)
  }
}

function courseText({ learners, problems, concerning, stuck }: CourseReport): string {
  return [
    `${learners} learners answered ${problems} problems`,
    ...concerning.map(
      ({ concerns, title, usage, meanShare, stuck: many }) =>
        `${concerns.join(', ')}  ${title}  score ${percent(meanShare)}  stuck ${many}  ${usage}`,
    ),
    `${new Set(stuck.map(({ learner }) => learner)).size} learners are stuck`,
  ].join('\n')
}

function subsectionText({ learners, mean, median, deviation, questions }: SubsectionReport): string {
  return [
    `${learners} learners  mean ${percent(mean)}  median ${percent(median)}  deviation ${percent(deviation)}`,
    ...questions.map(
      ({ title, learners: many, facility, discrimination }) =>
        `${title}  ${many} learners  facility ${percent(facility)}  discrimination ${decimal(discrimination)}`,
    ),
  ].join('\n')
}

function unitText({ problems, banks }: UnitReport): string {
  return [
    ...banks.flatMap(({ title, learners, members }) => [
      `${title}  gave blocks to ${learners} learners`,
      ...members.map(
        ({ title: name, learners: many, meanShare }) =>
          `  ${name}  ${many} learners  score ${percent(meanShare)}`,
      ),
    ]),
    ...problems.flatMap(({ block, figures, questions, stuckCount }) => [
      `${block.title}  ${figures.learners ?? 'few'} learners  right at first ${percent(figures.firstRight)}  attempts ${decimal(figures.meanAttempts)}  discrimination ${decimal(figures.discrimination)}  stuck ${stuckCount}`,
      ...questions.flatMap(({ question, answers }) => [
        `  ${question}`,
        ...answers.map(
          ({ text, learners, isRight }) => `    ${learners}  ${isRight ? 'right  ' : ''}${text}`,
        ),
      ]),
    ]),
  ].join('\n')
}

function percent(share: number | undefined): string {
  return share === undefined ? '-' : `${Math.round(share * 100)} %`
}

function decimal(value: number | undefined): string {
  return value === undefined ? '-' : value.toFixed(2)
}
