import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchmarkGroups } from './all-benchmarks.js'
import { environment } from './calibration.js'
import type { Options } from './command-line.js'
import { documentVersion, type BenchDocument, type Unmeasured } from './document.js'
import type { Measurements } from './measuring-process.js'
import { OwnProcess } from './own-process.js'
import { profileOf } from './profile.js'
import { Progress, type Terminal } from './progress.js'
import type { BenchmarkResult } from './result.js'
import { simulatedTerm } from './simulation.js'
import { verdicts } from './verdict.js'

/** Measures what is asked for, each thing in a process of its own: none finds compiled or in memory what another left. */
export class Suite {
  readonly #unmeasured: Unmeasured[] = []

  /** @param signal ends what is being measured; what was found before is told */
  constructor(
    private readonly options: Options,
    private readonly signal: AbortSignal,
    private readonly terminal: Terminal,
  ) {}

  /** @param before an earlier run to compare with @throws where the machine could not be measured */
  async run(before?: BenchDocument): Promise<BenchDocument> {
    const { ids, processes, quick, isWhole, course, load, term, against } = this.options
    const withPeers = isWhole || this.options.xblock !== undefined || this.options.h5p !== undefined
    const withTerm = isWhole || term === true
    const others = [course !== undefined, load !== undefined, withPeers, withPeers, withTerm]
    using progress = new Progress(1 + ids.length * processes + others.filter(Boolean).length, this.terminal)
    progress.begin('what this machine can do')
    const calibration = await this.#alone('calibration', quick ? { spell: 60, rounds: 3 } : {})
    progress.end()
    const results = await this.#results(progress)
    const one = <Name extends keyof Measurements>(name: Name, ...given: Parameters<Measurements[Name]>) =>
      this.#other(progress, name, ...given)
    const peers = withPeers && [
      ...((await one('xblock', this.options.xblock)) ?? []),
      ...[(await one('h5p', this.options.h5p)) ?? []].flat(),
    ]
    const courseFound = course === undefined ? undefined : await one('course', course)
    const loadFound = load === undefined ? undefined : await one('load', this.#loadOptions(load))
    const costs = withTerm ? await one('costs', quick ? 200 : 600) : undefined
    return {
      version: documentVersion,
      environment: environment(),
      calibration,
      results,
      unmeasured: this.#unmeasured,
      ...(before && {
        against: { file: against ?? '', environment: before.environment },
        verdicts: verdicts(results, before.results),
      }),
      ...(peers && { peers }),
      ...(courseFound && { course: courseFound }),
      ...(loadFound && { load: loadFound }),
      ...(costs && { term: simulatedTerm(costs) }),
    }
  }

  async #results(progress: Progress): Promise<BenchmarkResult[]> {
    const results: BenchmarkResult[] = []
    for (const group of benchmarkGroups) {
      const chosen = group.filter(({ id }) => this.options.ids.includes(id))
      if (chosen.length === 0) continue
      const found = new Map(chosen.map(({ id }) => [id, [] as BenchmarkResult[]]))
      for (let time = 0; time < this.options.processes && !this.signal.aborted; time++) {
        await using process = await OwnProcess.start({ signal: this.signal })
        for (const { id, title } of chosen) {
          if (this.#unmeasured.some((one) => one.id === id)) continue
          progress.begin(`${id}: ${title}`)
          const result = await this.#tried(id, () => process.ask('benchmark', id))
          if (result === null) this.#leaveOut(id, "It needs Linux and Debian's package 'postgresql'.", false)
          if (result) found.get(id)?.push(result)
          progress.end(result ?? undefined)
        }
      }
      results.push(...[...found.values()].flatMap(together))
    }
    if (!this.options.profile) return results
    const profiled: BenchmarkResult[] = []
    for (const result of results) profiled.push(result.met ? result : await this.#profiled(result, progress))
    return profiled
  }

  /** Says of a missed target where the time goes, by measuring once more. */
  async #profiled(result: BenchmarkResult, progress: Progress): Promise<BenchmarkResult> {
    const { id } = result
    progress.begin(`${id} once more, to see where its time goes`)
    const profiles = await mkdtemp(join(tmpdir(), 'unit-compositor-profiles-'))
    try {
      const profile = await this.#tried(id, async () => {
        const span = await this.#own({ profiles }, async (process) => {
          await process.ask('benchmark', id)
          return process.span
        })
        return profileOf(profiles, span)
      })
      return profile ? { ...result, profile } : result
    } finally {
      await rm(profiles, { recursive: true, force: true })
    }
  }

  /** Measures what is no benchmark. */
  async #other<Name extends keyof Measurements>(
    progress: Progress,
    name: Name,
    ...given: Parameters<Measurements[Name]>
  ): Promise<Awaited<ReturnType<Measurements[Name]>> | undefined> {
    if (this.signal.aborted) return undefined
    progress.begin(name)
    const found = await this.#tried(name, () => this.#alone(name, ...given))
    progress.end()
    return found
  }

  #alone<Name extends keyof Measurements>(
    name: Name,
    ...given: Parameters<Measurements[Name]>
  ): Promise<Awaited<ReturnType<Measurements[Name]>>> {
    return this.#own({}, (process) => process.ask(name, ...given))
  }

  async #own<Found>(
    { profiles }: { readonly profiles?: string },
    ask: (process: OwnProcess) => Promise<Found>,
  ): Promise<Found> {
    await using process = await OwnProcess.start({ signal: this.signal, ...(profiles && { profiles }) })
    return await ask(process)
  }

  /** What fails is told at the end, and keeps nothing else from being measured. */
  async #tried<Found>(id: string, measure: () => Promise<Found>): Promise<Found | undefined> {
    try {
      return await measure()
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown)
      if (!this.signal.aborted) this.#leaveOut(id, why, true)
      return undefined
    }
  }

  #leaveOut(id: string, why: string, isFault: boolean): void {
    this.#unmeasured.push({ id, why, isFault })
  }

  #loadOptions(url: string): Parameters<Measurements['load']>[0] {
    const { rate, seconds, learners, header, metrics, iOwnThisHost } = this.options
    return { url, rate, seconds, learners, header, metrics, isOwn: iOwnThisHost ?? false }
  }
}

/** One result of those of several processes. */
function together(results: readonly BenchmarkResult[]): BenchmarkResult[] {
  const middle = results.toSorted((one, other) => one.ratio - other.ratio)[results.length >> 1]
  if (!middle || results.length === 1) return [...results]
  const spreads = results.flatMap(({ spread }) => spread)
  const pairs = results.flatMap((result) => result.pairs ?? [])
  return [
    {
      ...middle,
      spread: [Math.min(...spreads), Math.max(...spreads)],
      runs: results.reduce((sum, { runs }) => sum + runs, 0),
      processes: results.length,
      ...(pairs.length > 0 && { pairs }),
    },
  ]
}
