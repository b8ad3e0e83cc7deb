import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { openHost, type Host } from '../host/index.js'
import { courseTexts, libraryKey, libraryTexts, numbers, stressCase, type OlxTexts } from './stress-unit.js'
import { placedUnits } from './placed-units.js'

/** A unit's record as the unit store holds it. */
export interface StoredRecord {
  readonly key: string
  /** A GatheredUnit, as JSON text. */
  readonly text: string
  /** Its content hash. */
  readonly version: string
}

/** What a course is to be like; the seeds' stress case where nothing is said. */
export interface StressSetup {
  readonly units?: number
  /** Blocks of the library in each unit. */
  readonly shown?: number
  /** Whether all units show the same blocks; else each shows the next ones. Their texts differ always. */
  readonly alike?: boolean
  readonly textAndVideo?: boolean
}

/** A folder that goes away with the benchmark. */
export class TemporaryFolder implements AsyncDisposable {
  private constructor(readonly path: string) {}

  static async make(): Promise<TemporaryFolder> {
    return new TemporaryFolder(await mkdtemp(join(tmpdir(), 'unit-compositor-bench-')))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return rm(this.path, { recursive: true, force: true })
  }
}

/** A host on a store of its own in a temporary folder, with stress units imported and published by its own doors. */
export class StressSite implements AsyncDisposable {
  private constructor(
    readonly host: Host,
    readonly store: string,
    private readonly folder: TemporaryFolder,
  ) {}

  /** @param address of a store; one in a folder of its own where it is left out */
  static async open(address?: string): Promise<StressSite> {
    const folder = await TemporaryFolder.make()
    const store = address ?? join(folder.path, 'store')
    return new StressSite(await openHost({ store }), store, folder)
  }

  /**
   * Publishes a library and a course whose units show blocks of it.
   * @returns the units' records, in course order
   */
  async publish(
    course: string,
    { units = 1, shown = stressCase.shown, alike = false, textAndVideo = true }: StressSetup = {},
  ): Promise<StoredRecord[]> {
    const blocks = Math.max(stressCase.library, alike ? shown : units * shown)
    const library = await this.#import(`${course}-library`, new Map(libraryTexts({ slug: course, blocks })))
    const pages = numbers(units).map((unit) => numbers(shown, alike ? 0 : unit * shown))
    const texts = courseTexts({
      course,
      library: libraryKey(course),
      version: library.version,
      units: pages,
      textAndVideo,
    })
    const { context } = await this.#import(course, texts)
    return this.records(context)
  }

  /** The records of everything published in a context. */
  async records(context: string): Promise<StoredRecord[]> {
    const published = await this.host.published(context)
    return Promise.all(
      (await placedUnits(published)).map(async ({ entry, inherited, version }) => {
        return { key: entry.key, version, text: await this.host.units.gathered(entry.record, inherited) }
      }),
    )
  }

  /** Closes the host, so that others may open the store; the folder stays until the benchmark ends. */
  closeHost(): Promise<void> {
    return this.host.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.closeHost()
    await this.folder[Symbol.asyncDispose]()
  }

  async #import(name: string, texts: OlxTexts) {
    const path = join(this.folder.path, name)
    for (const [file, text] of texts) {
      await mkdir(dirname(join(path, file)), { recursive: true })
      await writeFile(join(path, file), text)
    }
    const report = await this.host.authoring.import(path)
    const fault = report.findings.find(({ level }) => level === 'error')
    if (fault) throw new Error(`The stress contents are not as they should be: ${fault.message}`)
    return report
  }
}
