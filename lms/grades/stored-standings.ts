import { CompositorError } from '../../runtime/errors/index.js'
import { unknownStanding, type Standing } from '../../runtime/service/index.js'
import { parsedRecord, recordKey, type LearnerStore, type StoredRecord } from '../learner-state/index.js'
import {
  exceptionsAddress,
  exceptionsIn,
  extendedAddress,
  isExtendedIn,
  type LearnerExceptions,
} from './learner-exceptions.js'

/** Milliseconds for which it is taken as true that nobody has an extension in a context: another process may give the first. */
const trusted = 1000
/** Contexts of which it is known whether anybody has one. */
const mostContexts = 10_000

/** What is known of learners where the host says nothing of them: the extensions that staff gave them here. */
export class StoredStandings {
  /** By context in which nobody has an extension, until when that is taken as true. */
  readonly #nobody = new Map<string, number>()
  /** Contexts in which somebody has, or had, one. */
  readonly #extended = new Set<string>()

  /** @param newest gives the key that a block of a context has, of one that it had */
  constructor(
    private readonly store: LearnerStore,
    private readonly newest: (context: string, usage: string) => string,
  ) {}

  /** The standing as it is known at once; undefined says nothing. */
  known(learner: string, context: string): Standing | undefined {
    if (this.#isNobodys(context)) return unknownStanding
    const { records } = this.store
    if (!this.#extended.has(context)) {
      const key = recordKey(extendedAddress(context), '')
      const flag = records.known(key)
      if (!flag) return undefined
      if (!this.#note(context, key, flag.text)) return unknownStanding
    }
    const key = recordKey(exceptionsAddress(context), learner)
    const own = records.known(key)
    return own && this.#standing(context, key, own.text)
  }

  /** The same once it is read. While the store is away nothing is known of anybody: what is kept of pages is shown all the same. */
  async of(learner: string, context: string): Promise<Standing> {
    const known = this.known(learner, context)
    if (known) return known
    const flag = recordKey(extendedAddress(context), '')
    const own = recordKey(exceptionsAddress(context), learner)
    const found = await this.store.records.read([flag, own]).catch(nothingWhileAway)
    return this.#note(context, flag, found.get(flag))
      ? this.#standing(context, own, found.get(own))
      : unknownStanding
  }

  /** Told that somebody got an extension in a context. */
  extended(context: string): void {
    this.#extended.add(context)
    this.#nobody.delete(context)
  }

  #isNobodys(context: string): boolean {
    const until = this.#nobody.get(context)
    return until !== undefined && performance.now() < until
  }

  #note(context: string, key: string, text: string | undefined): boolean {
    if (isExtendedIn(text === undefined ? undefined : (parsedRecord(key, text) as StoredRecord))) {
      this.extended(context)
      return true
    }
    if (this.#nobody.size >= mostContexts) this.#nobody.clear()
    this.#nobody.set(context, performance.now() + trusted)
    return false
  }

  #standing(context: string, key: string, text: string | undefined): Standing {
    if (text === undefined) return unknownStanding
    const stored = parsedRecord(key, text) as StoredRecord
    return standingIn(exceptionsIn(stored, (usage) => this.newest(context, usage)))
  }
}

function nothingWhileAway(thrown: unknown): ReadonlyMap<string, string> {
  if (thrown instanceof CompositorError && thrown.code === 'store-unavailable') return new Map()
  throw thrown
}

/** What extensions say of a learner's dates. */
export function standingIn({ extensions, number }: LearnerExceptions): Standing {
  if (extensions.size === 0) return unknownStanding
  const dates = [...extensions].map(
    ([usage, { due }]) => [usage, due === null ? null : new Date(due)] as const,
  )
  return { number, extensions: Object.fromEntries(dates) }
}
