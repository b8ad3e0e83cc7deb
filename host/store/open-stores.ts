import { CompositorError } from '../../runtime/index.js'
import { AuthoringStore, LibraryRules, LibraryStandings } from '../../content/index.js'
import { UnitStore } from '../../compositor/index.js'
import { EventRelay, LearnerStore, type EventLog } from '../../lms/index.js'
import { openStore, type Store } from '../../store/index.js'
import { eventSinks, sendsStates, type EventDestination } from '../event-destinations.js'

/** Everything a host keeps, with a part for each side of the house. */
export interface Stores {
  /** What all parts but the log of events are kept in. */
  readonly store: Store
  /** The authors' side; learners' requests never touch it. */
  readonly authoring: AuthoringStore
  readonly units: UnitStore
  readonly learners: LearnerStore
  readonly events: EventLog
  /** What was asked of each. */
  readonly counts: Store['counts']
  /** Signs this store's cookies and anonymous ids. */
  /** What this site says of its libraries, and asks of them. */
  readonly standings: LibraryStandings
  readonly rules: LibraryRules
  readonly secret: string
  /** Closes all but the event log, which the learners' side closes. */
  close(): Promise<void>
}

/** How a store is opened for a host. */
export interface StoresOptions {
  /** See {@link HostOptions.libraryTypes}. */
  readonly libraryTypes?: readonly string[] | undefined
  /** See {@link HostOptions.events}. */
  readonly events?: readonly EventDestination[] | undefined
  /** The clock; the machine's when left out. */
  readonly now?: (() => number) | undefined
  /** Told when events could not be sent; they will be. */
  readonly onFailure?: ((error: CompositorError) => void) | undefined
}

/** Events that wait in the store, for a host that sends them. */
const keptEvents: EventLog = { stored() {}, async close() {} }

/**
 * Opens a store, making the folder where there is none. Where one part is refused, those opened before it are closed again.
 * @param address a folder, or `postgres://...`
 * @throws CompositorError `store-unavailable`, `store-damaged`, `store-secret`
 */
export async function openStores(address: string, options: StoresOptions = {}): Promise<Stores> {
  const store = await openStore(address)
  try {
    const { events: destinations, onFailure } = options
    const standings = new LibraryStandings(store.heads)
    const rules = new LibraryRules(standings, { types: options.libraryTypes })
    const sinks = eventSinks(destinations, store.folder)
    return {
      store,
      authoring: new AuthoringStore(store, undefined, rules),
      standings,
      rules,
      units: new UnitStore(store, options.now),
      learners: new LearnerStore(store.records, { sendsStates: sendsStates(sinks) }),
      events: sinks
        ? new EventRelay(store.records, { sinks, onFailure, isDefault: !destinations })
        : keptEvents,
      counts: store.counts,
      secret: await store.secret(),
      close: () => store.close(),
    }
  } catch (thrown) {
    await store.close().catch(() => undefined)
    throw CompositorError.from(thrown, 'store-unavailable')
  }
}
