import { readProblemCases, tryProblem, type ProblemCase, type Trial } from '../../blocks/problem/index.js'
import { problemCasesFiles, type AuthoringStore, type VersionBlock } from '../../content/index.js'
import type { StoredVersionView } from '../../content/version/index.js'
import type { PythonScripts } from '../../python/index.js'
import {
  CompositorError,
  isJsonObject,
  type Finding,
  type ScriptRunner,
  scriptLibrary,
} from '../../runtime/index.js'

/** How problems are tested. */
export interface TestSettings {
  /** Which version; the draft where it is left out. */
  readonly version?: string
  /** Usage keys, as text; all problems where none is named. */
  readonly usages?: readonly string[]
  /** Name of a version: only what changed since is tested. */
  readonly since?: string | undefined
  /** How many seeds each is tried with. */
  readonly seeds?: number
  /** Milliseconds for all of them; what is left then is not tried, and said. */
  readonly budget?: number
  readonly onProgress?: (done: number, total: number) => void
}

/** What tests of problems came to. */
export interface TestReport {
  readonly context: string
  /** Name of the version that was tested. */
  readonly version: string
  readonly problems: number
  /** How often a problem was graded by its own answer, and by cases, in sum over seeds. */
  readonly seeds: number
  readonly cases: number
  /** Usage keys of problems that show no answer that could be tried and have no cases, as text. */
  readonly untested: readonly string[]
  readonly findings: readonly Finding[]
}

/** Milliseconds that one problem may take. */
const mostForOne = 30_000

/** Seeds that a problem is tried with where nobody says how many. */
const usualSeeds = 100

/** Tries problems of drafts and publications by the answers that they show and by the cases that authors wrote. */
export class ProblemTests {
  constructor(
    private readonly store: AuthoringStore,
    private readonly scripts: PythonScripts | undefined,
  ) {}

  /** @throws CompositorError `context-unknown`, `version-unknown`, `block-not-found` */
  async test(context: string, settings: TestSettings = {}): Promise<TestReport> {
    const { version = 'draft', budget = Infinity, seeds = usualSeeds, onProgress } = settings
    const view = await this.store.view(context, version)
    const problems = await this.#problems(view, settings)
    const runner = await this.#runner(view)
    const ends = performance.now() + budget
    const renamed = await formerNames(view)
    const findings: Finding[] = []
    const untested: string[] = []
    const sum = { seeds: 0, cases: 0 }
    let done = 0
    for (const [usage, block] of problems) {
      if (performance.now() > ends) break
      const content = (await view.definitions([block.definition])).get(block.definition)?.content ?? {}
      const { data } = content
      const cases = await this.#cases(view, usage, block, renamed.get(usage) ?? [], findings)
      const until = Math.min(ends, performance.now() + mostForOne)
      const trial = await tryProblem(typeof data === 'string' ? data : '', {
        seeds: seedsOf(block, seeds),
        cases: cases.cases,
        runner,
        context,
        hasTime: () => performance.now() < until,
      })
      findings.push(...findingsOf(trial, usage, block, cases.file))
      if (!trial.hasAnswer && trial.cases === 0) untested.push(usage)
      sum.seeds += trial.seeds
      sum.cases += trial.cases
      done++
      onProgress?.(done, problems.length)
    }
    if (done < problems.length) findings.push(outOfTime(problems.length - done))
    return { context, version: view.name, problems: done, ...sum, untested, findings }
  }

  /** Runs scripts of a draft, with the library that it brings; undefined where no Python runs. */
  async runnerOf(context: string): Promise<ScriptRunner | undefined> {
    return this.#runner(await this.store.view(context, 'draft'))
  }

  /** The cases of a problem of the draft, and the file in which they stand or may come to stand. @throws CompositorError `block-not-found` */
  async casesOf(
    context: string,
    usage: string,
  ): Promise<{ readonly file: string; readonly cases: readonly ProblemCase[]; readonly text: string }> {
    const view = await this.store.view(context, 'draft')
    const block = (await view.blocks([usage])).get(usage)
    if (!block)
      throw new CompositorError('block-not-found', `The draft has no problem '${usage}'.`, { usage })
    const former = (await formerNames(view)).get(usage) ?? []
    const { file, cases } = await this.#cases(view, usage, block, former, [])
    const found = file === '' ? undefined : await view.tree.get(file)
    const text = found ? Buffer.from(await this.store.file(found.hash)).toString('utf8') : ''
    return { file: file || (problemCasesFiles(usage, block)[0] ?? ''), cases, text }
  }

  async #problems(
    view: StoredVersionView,
    { usages, since }: TestSettings,
  ): Promise<(readonly [string, VersionBlock])[]> {
    const found: (readonly [string, VersionBlock])[] = []
    if (usages && usages.length > 0) {
      const blocks = await view.blocks(usages)
      const missing = usages.find((usage) => blocks.get(usage)?.type !== 'problem')
      if (missing !== undefined)
        throw new CompositorError(
          'block-not-found',
          `There is no problem '${missing}' in '${view.context}'.`,
          { usage: missing },
        )
      return [...blocks]
    }
    const before = since === undefined ? undefined : await this.store.findView(view.context, since)
    if (before) {
      for await (const { usage, after } of before.changes(view))
        if (after?.type === 'problem') found.push([usage, after])
    } else {
      for await (const [usage, block] of view.allBlocks())
        if (block.type === 'problem') found.push([usage, block])
    }
    return found.sort(([one], [other]) => (one < other ? -1 : 1))
  }

  async #runner(view: StoredVersionView): Promise<ScriptRunner | undefined> {
    if (!this.scripts) return undefined
    const file = await view.asset(scriptLibrary)
    const library = file && { hash: file.hash, bytes: () => this.store.file(file.hash) }
    return this.scripts.importing(library)
  }

  /** The cases that stand beside a problem; what cannot be read of them is a finding. */
  async #cases(
    view: StoredVersionView,
    usage: string,
    block: VersionBlock,
    former: readonly string[],
    findings: Finding[],
  ): Promise<{ readonly file: string; readonly cases: readonly ProblemCase[] }> {
    for (const file of problemCasesFiles(usage, block, former)) {
      const found = await view.tree.get(file)
      if (!found) continue
      try {
        const text = Buffer.from(await this.store.file(found.hash)).toString('utf8')
        return { file, cases: readProblemCases(text, file) }
      } catch (thrown) {
        const { code, message } = CompositorError.from(thrown, 'problem-cases')
        findings.push({ level: 'error', code, message, file, usage })
        return { file, cases: [] }
      }
    }
    return { file: '', cases: [] }
  }
}

/** The keys that blocks had, by those they have. */
async function formerNames(view: StoredVersionView): Promise<ReadonlyMap<string, readonly string[]>> {
  const led = await view.fact('renamed_blocks')
  const former = new Map<string, string[]>()
  for (const [old, now] of Object.entries(isJsonObject(led) ? led : {}))
    if (typeof now === 'string') former.set(now, [...(former.get(now) ?? []), old])
  return former
}

/** The seeds that learners can get of it, as far as they are tried. */
function seedsOf({ settings }: VersionBlock, count: number): readonly number[] {
  const { seeds } = settings
  const fixed = (Array.isArray(seeds) ? seeds : []).filter((one): one is number => typeof one === 'number')
  return fixed.length > 0 ? fixed.slice(0, count) : Array.from({ length: count }, (_, seed) => seed)
}

function findingsOf(
  { faults, untried }: Trial,
  usage: string,
  { at }: VersionBlock,
  cases: string,
): Finding[] {
  const place = at ? { file: at[0], line: at[1], column: at[2] } : {}
  const found = faults.map(({ code, message, seeds, level, case: one }): Finding => ({
    level,
    code,
    message: `${message}${seedText(seeds)}`,
    usage,
    ...(one ? { file: cases, line: one.line } : place),
  }))
  return untried ? [...found, { level: 'note', ...untried, usage, ...place }] : found
}

function seedText(seeds: readonly number[]): string {
  if (seeds.length === 0) return ''
  const some = seeds.slice(0, 5).join(', ')
  return ` (${seeds.length === 1 ? 'seed' : `${seeds.length} seeds:`} ${some}${seeds.length > 5 ? ', …' : ''})`
}

function outOfTime(left: number): Finding {
  return {
    level: 'note',
    code: 'problem-untried',
    message: `Time ran out: ${left} problems were not tried.`,
    count: left,
  }
}
