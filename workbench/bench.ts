import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CompositorError, messageOf } from '../runtime/index.js'
import { PythonScripts } from '../python/index.js'
import { LiveFeed } from '../host/http/live-feed.js'
import { TimeLine, type Happening, type Moment } from './moment.js'
import { BenchHelp } from './bench-help.js'
import { calledBlock } from './called-block.js'
import { compilerOf } from './package-compiler.js'
import { personOf } from './person.js'
import type { PluginPlace } from './plugin-place.js'
import { SourceWatch } from './source-watch.js'
import type { StageHelp } from './stage-help.js'
import type { Catalogue, StageDoor, Standing } from './stage-door.js'
import { StageThreads } from './stage-thread.js'
import { placePath } from './workbench-urls.js'

/** How a bench is opened. */
export interface BenchOptions {
  /** Plugins under work; the shipped one is there always. */
  readonly plugins: readonly PluginPlace[]
  /** Opens a stage for the plugins as they are now; one in a thread of its own when left out. */
  readonly openStage?: (plugins: readonly PluginPlace[], help: StageHelp) => StageDoor | Promise<StageDoor>
  /** Whether files are watched, and read again when they change. */
  readonly watch?: boolean
}

/** A scenario as somebody has it: now, or at a moment that is kept. */
export interface Situation {
  readonly standing: Standing
  readonly timeLine: TimeLine
  /** The moment looked at; undefined for now. */
  readonly moment: Moment | undefined
}

/**
 * What block authors work on: scenarios, who looks at them, and what happened. It holds all state itself and
 * hands it to a stage with each request, so that a stage with newer code goes on where the old one was.
 */
export class Bench implements AsyncDisposable {
  readonly live = new LiveFeed()
  readonly #timeLines = new Map<string, TimeLine>()
  readonly #watch: SourceWatch | undefined
  /** Of the packages under work. */
  readonly folders: readonly string[]
  readonly #open: () => Promise<StageDoor>
  #lastMoment = 0
  #turn: Promise<unknown> = Promise.resolve()
  /** By folder of the package. */
  readonly #compilerFindings = new Map<string, readonly string[]>()

  private constructor(
    options: BenchOptions,
    open: () => Promise<StageDoor>,
    private readonly closeThreads: () => Promise<void>,
    /** What stages ask of it. */
    readonly help: BenchHelp,
    public stage: StageDoor,
    public catalogue: Catalogue,
  ) {
    this.#open = open
    this.folders = options.plugins.map(({ folder }) => folder)
    this.#watch = options.watch
      ? new SourceWatch(options.plugins, {
          onChange: () => void this.reload(),
          onFindings: (folder, findings) => this.#compiled(folder, findings),
        })
      : undefined
  }

  static async open(options: BenchOptions): Promise<Bench> {
    const scripts = PythonScripts.available() ? new PythonScripts({ processes: 1 }) : undefined
    const files = join(tmpdir(), `unit-compositor-workbench-${randomUUID()}`)
    const threads = new StageThreads(undefined, scripts, files)
    const { plugins, openStage = threads.open.bind(threads) } = options
    let opened: Bench | undefined
    const help = new BenchHelp(async (scenario, learner, call) => {
      if (!opened) throw new CompositorError('host-failed', 'The bench is not open yet.')
      return calledBlock(opened, opened.situation(scenario, learner, 'now'), call)
    })
    const open = async () => openStage(plugins, help)
    // A package may never have been built, or before its sources were changed.
    const compiled = options.watch ? await Promise.all(plugins.map(compiledFirst)) : []
    const stage = await open()
    const catalogue = await stage.catalogue()
    const bench = new Bench(options, open, () => closeAll(threads, scripts, files), help, stage, catalogue)
    opened = bench
    for (const [folder, findings] of compiled) bench.#compilerFindings.set(folder, findings)
    return bench
  }

  /** What is wrong with plugins, scenarios and sources, each in a line. */
  get findings(): readonly string[] {
    const lines = this.catalogue.diagnostics.map(({ code, file, line, message }) =>
      [file && `${file}${line === undefined ? '' : `:${line}`}`, `${code}: ${message}`]
        .filter(Boolean)
        .join(' '),
    )
    return [...lines, ...[...this.#compilerFindings.values()].flat()]
  }

  /** @throws CompositorError `learner-unknown`, `page-not-found` for a scenario or moment that is not there */
  situation(scenario: string, personId: string, at: string): Situation {
    if (!this.catalogue.scenarios.some(({ id }) => id === scenario)) {
      throw new CompositorError('page-not-found', `There is no scenario '${scenario.slice(0, 200)}'.`)
    }
    const person = personOf(personId)
    const timeLine = this.timeLine(scenario)
    const moment = at === 'now' ? undefined : timeLine.at(Number(at))
    if (at !== 'now' && !moment) {
      throw new CompositorError('page-not-found', `The moment '${at.slice(0, 20)}' is not kept; 'now' is.`)
    }
    const { records, edits } = moment ?? timeLine.now
    const place = placePath(scenario, personId, at)
    return { standing: { scenario, person, records, edits, place }, timeLine, moment }
  }

  timeLine(scenario: string): TimeLine {
    let timeLine = this.#timeLines.get(scenario)
    if (!timeLine) this.#timeLines.set(scenario, (timeLine = new TimeLine()))
    return timeLine
  }

  /** Adds a moment to a scenario and tells the pages. @param from the moment it goes on from, if not now */
  happened(scenario: string, happening: Happening, from?: Moment): Moment {
    const before = from && { records: from.records, edits: from.edits }
    const moment = this.timeLine(scenario).add(++this.#lastMoment, { ...before, ...happening })
    this.live.send({
      kind: 'moment',
      scenario,
      id: moment.id,
      what: moment.kind,
      isBranch: from !== undefined,
    })
    return moment
  }

  /** Work comes one piece after another, so that none builds on what another is about to change. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work)
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  /**
   * Reads the plugins and scenarios again, keeping all state. Where the plugins under work cannot be loaded any more,
   * the ones from before stay, and the findings say why.
   */
  reload(): Promise<void> {
    return this.inTurn(async () => {
      const started = performance.now()
      try {
        const stage = await this.#open()
        const catalogue = await stage.catalogue()
        const isBroken = catalogue.diagnostics.some(({ code }) => code.startsWith('plugin-'))
        const wasBroken = this.catalogue.diagnostics.some(({ code }) => code.startsWith('plugin-'))
        if (isBroken && !wasBroken) {
          await stage.close()
          return this.#reloaded(
            started,
            catalogue.diagnostics.map(({ message }) => message),
          )
        }
        const old = this.stage
        this.stage = stage
        this.catalogue = catalogue
        await old.close()
        this.#reloaded(started, this.findings)
      } catch (thrown) {
        this.#reloaded(started, [messageOf(thrown)])
      }
    })
  }

  async close(): Promise<void> {
    this.#watch?.close()
    this.live.close()
    await this.#turn
    await this.stage.close()
    await this.closeThreads()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #compiled(folder: string, findings: readonly string[]): void {
    const isNews = findings.join('\n') !== (this.#compilerFindings.get(folder) ?? []).join('\n')
    this.#compilerFindings.set(folder, findings)
    if (isNews) this.live.send({ kind: 'reload', took: 0, findings: this.findings })
  }

  #reloaded(started: number, findings: readonly string[]): void {
    this.live.send({ kind: 'reload', took: Math.round(performance.now() - started), findings })
  }
}

async function closeAll(
  threads: StageThreads,
  scripts: PythonScripts | undefined,
  files: string,
): Promise<void> {
  await threads.close()
  await scripts?.close()
  await rm(files, { recursive: true, force: true })
}

async function compiledFirst(place: PluginPlace): Promise<readonly [string, readonly string[]]> {
  return [place.folder, (await compilerOf(place)?.()) ?? []]
}
