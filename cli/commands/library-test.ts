import { InvalidArgumentError, type Command } from 'commander'
import type { TestReport } from '../../host/libraries/problem-tests.js'
import { CompositorError, parseKey, UsageKey } from '../../runtime/index.js'
import { onHost, onStore, print, withJson, type SharedOptions } from '../command-line.js'
import { findingsJson, findingSummary } from '../finding-summary.js'
import { Progress } from '../progress.js'
import { withWords, wordsOf, type WordOptions } from './library-migrate.js'

interface TestOptions extends SharedOptions {
  readonly version: string
  readonly seeds: number
  readonly budget?: number
}

/** `library test`: problems graded by their own answers and by the cases beside them. */
export function addTestCommands(library: Command): void {
  withJson(onStore(library.command('test <keys...>')))
    .description(
      'grade problems by the answers that they show, over many seeds, and by their tests; of a library or course all of them',
    )
    .option('--version <version>', 'which: number, name, start of a hash, draft or published', 'draft')
    .option('--seeds <count>', 'seeds that each is tried with, from 0 on', count(1000), 100)
    .option('--budget <seconds>', 'how long it may take; what is left is not tried', count(86_400))
    .action(async (keys: readonly string[], options: TestOptions) => {
      const progress = new Progress('testing')
      const { version, seeds, budget } = options
      try {
        const report = await onHost(options, ({ problemTests }) => {
          const { context, usages } = testedOf(keys)
          return problemTests.test(context, {
            version,
            usages,
            seeds,
            ...(budget !== undefined && { budget: budget * 1000 }),
            onProgress: (done, total) => progress.update(done, total),
          })
        })
        progress.end()
        print(options, { ...report, ...findingsJson(report.findings) }, () => reportText(report))
        if (report.findings.some(({ level }) => level === 'error')) process.exitCode = 1
      } finally {
        progress.end()
      }
    })
}

/** `library variants`: what seeds draw of a problem, and which of them learners get. */
export function addVariantCommands(library: Command): void {
  withWords(withJson(onStore(library.command('variants <problem> [seeds...]'))))
    .description(
      'show what seeds draw of a problem and what is wrong with them; with --keep fix those of learners',
    )
    .option('--keep', 'let learners get the named seeds only; with none named, any')
    .action(
      async (usage: string, seeds: readonly string[], options: WordOptions & { readonly keep?: boolean }) => {
        const asked = seeds.map(count(999_999))
        const shown = await onHost(options, async ({ variants }) => {
          if (options.keep === true) await variants.keep(usage, asked, wordsOf(options))
          return variants.show(usage, asked.length > 0 ? asked : undefined)
        })
        print(options, shown, () =>
          [
            shown.kept.length > 0 ? `learners get ${shown.kept.join(', ')}` : 'learners get any seed',
            ...shown.variants.map(({ seed, isKept, sameAs, fault, html }) =>
              [
                String(seed),
                isKept ? 'kept' : 'dropped',
                fault ?? (sameAs === undefined ? textOf(html ?? '') : `the same as ${sameAs}`),
              ].join('\t'),
            ),
          ].join('\n'),
        )
      },
    )
}

/** The words of a question, in one line. */
function textOf(html: string): string {
  const text = html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}

function reportText({ problems, seeds, cases, untested, findings }: TestReport): string {
  return [
    `${problems} problems, graded ${seeds} times by their own answers; ${cases} cases`,
    ...(untested.length > 0
      ? [`${untested.length} show no answer that could be tried, and have no tests`]
      : []),
    ...findingSummary(findings),
  ].join('\n')
}

/** @throws CompositorError `key-kind` for keys of several courses or libraries */
function testedOf(keys: readonly string[]): { readonly context: string; readonly usages: readonly string[] } {
  const usages = keys.filter((key) => parseKey(key) instanceof UsageKey)
  const contexts = new Set(
    keys.map((text) => {
      const key = parseKey(text)
      return key instanceof UsageKey ? key.context.withoutBranchOrVersion().toString() : text
    }),
  )
  const [context] = contexts
  if (context !== undefined && contexts.size === 1) return { context, usages }
  throw new CompositorError('key-kind', 'Name problems of one course or library, or that as a whole.')
}

function count(most: number): (text: string) => number {
  return (text) => {
    if (/^\d{1,6}$/.test(text) && Number(text) <= most) return Number(text)
    throw new InvalidArgumentError(`It must be a whole number up to ${most}.`)
  }
}
