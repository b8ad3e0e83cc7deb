import type { BaseLogger } from 'pino'
import type { PublishedContext, UnitStore } from '../compositor/index.js'
import { PythonScripts, type PythonLibrary, type PythonOptions } from '../python/index.js'
import {
  scriptLibrary,
  scriptLibraryOf,
  type PublishedAsset,
  type ScriptOrigin,
  type ScriptOutcome,
  type ScriptRun,
} from '../runtime/index.js'
import type { Records } from '../store/index.js'
import type { HostOptions } from './host-options.js'
import type { Stores } from './store/open-stores.js'

/** Where it is noted that scripts have run with a store. */
const usedKey = 'scripts used'

/**
 * Runs scripts of published courses, each with the Python library that its course brings along, or the library version that its problem
 * comes from. Where some have run with a store, now or before, a process stands ready; elsewhere none takes up memory.
 */
export class CourseScripts extends PythonScripts {
  #isUsed = false

  /**
   * @param madeBy names the code that makes publications here
   * @throws CompositorError `script-package`
   */
  constructor(
    units: UnitStore,
    private readonly records: Records,
    madeBy: string | undefined,
    options: PythonOptions,
  ) {
    const found = (file: PublishedAsset | undefined): PythonLibrary | undefined =>
      file && { hash: file.hash, bytes: () => units.asset(file.hash) }
    super({
      async library(context, from) {
        const course = await published(units, context)
        const own = from && (await ofLibrary(units, course, from, madeBy))
        return found(own ?? (await course?.asset(scriptLibrary)))
      },
      ...options,
    })
  }

  override async run(run: ScriptRun): Promise<ScriptOutcome> {
    const outcome = super.run(run)
    if (!this.#isUsed) {
      this.#isUsed = true
      this.#readySoon()
      void this.records
        .commit({ expected: new Map(), writes: new Map([[usedKey, '1']]) })
        .catch(() => undefined)
    }
    return outcome
  }

  /** Lets a process stand ready where scripts have run with this store. A host calls it once it has something to answer. */
  async readyIfUsed(): Promise<void> {
    const found = await this.records.read([usedKey]).catch(() => undefined)
    if (found?.has(usedKey)) this.#readySoon()
  }

  /** Whoever asks for a script is told where none can be started. */
  #readySoon(): void {
    void this.standBy().catch(() => undefined)
  }
}

async function ofLibrary(
  units: UnitStore,
  course: PublishedContext | undefined,
  from: ScriptOrigin,
  madeBy: string | undefined,
): Promise<PublishedAsset | undefined> {
  const pinned = await course?.asset(scriptLibraryOf(from))
  if (pinned) return pinned
  // Not in it is what the version has not, but for publications of before, and what authors try in a draft.
  const newest = await published(units, from.library)
  const isThis = newest?.publication.version === from.version
  const isComplete = course?.publication.madeBy === madeBy
  return isThis || !isComplete ? newest?.asset(scriptLibrary) : undefined
}

function published(units: UnitStore, context: string): Promise<PublishedContext | undefined> {
  return units.publication(context).catch(() => undefined)
}

/** The scripts of a host's courses; undefined where it wants none, or Python is not built. @param madeBy see {@link CourseScripts} */
export function openScripts(
  python: HostOptions['python'] = {},
  { units, store: { records } }: Pick<Stores, 'store' | 'units'>,
  madeBy: string | undefined,
  log: Pick<BaseLogger, 'warn'>,
): CourseScripts | undefined {
  if (python === false) return undefined
  if (!PythonScripts.available()) {
    log.warn('Python is not built here: what depends on scripts of problems is shown with a notice.')
    return undefined
  }
  return new CourseScripts(units, records, madeBy, { warn: (message) => log.warn(message), ...python })
}
