import type { Container } from 'inversify'
import type { BaseLogger } from 'pino'
import type { PythonOptions } from '../python/index.js'
import type { CatalogueSource, FileLimits, JsonObject } from '../runtime/index.js'
import type { BrandOptions } from './brand/brand.js'
import type { Access } from './admission.js'
import type { EmbeddingOptions } from './embedding/embedding.js'
import type { EventDestination } from './event-destinations.js'
import type { PeopleOptions } from './host-people.js'
import type { FrontDoorOptions } from './front-door.js'
import type { UploadsAtOnce } from './http/upload-turns.js'
import type { Learner } from '../lms/index.js'
import type { Bearer, Identify, RequestHead } from './learner-of.js'
import type { MembershipsOf } from './libraries/memberships-of.js'
import type { OperationsOptions } from './operations/operations.js'

/** How a host is opened. */
export interface HostOptions extends FrontDoorOptions {
  /** The store: a folder, made where there is none, or the `postgres://` address of a database that several hosts share. */
  readonly store: string
  /**
   * The name of this site, such as `edx.org`: keys of its libraries have it when they leave with a course, and are its own again when they
   * come back (docs/move-courses.md). The store keeps it for those who open it without one.
   */
  readonly domain?: string
  /** Who a request is from. Without it the host is a demo whose visitors choose a learner on the page. */
  readonly learner?: Identify
  /** What a learner is in a learning context; when left out everybody is let in, and staff are staff everywhere. */
  readonly access?: Access
  /**
   * Whether a request is from somebody who may edit whatever there is and publish it; in a demo it is Staff, else nobody.
   * `person` is who `learner` or `bearer` said it is.
   */
  readonly author?: (request: RequestHead, person: Learner) => boolean
  /**
   * Who a program is that calls the API with `Authorization: Bearer TOKEN`, in place of `learner`; undefined refuses it. Left out,
   * `learner` is asked, as on pages.
   */
  readonly bearer?: Bearer
  /**
   * What else the host knows of somebody who works on libraries: their groups and organisations, which libraries give roles to, and
   * whether they write at this site at all. Left out, roles are given to single people only.
   */
  readonly memberships?: MembershipsOf
  /** Block types that libraries of this site may hold; whatever there is when left out. */
  readonly libraryTypes?: readonly string[]
  /** What the site is called in its pages, its picture, its colours, and what stands above and below every page (docs/run-a-host.md). */
  readonly brand?: BrandOptions
  /** Path the host is mounted at in its server, such as `/learn`. */
  readonly base?: string
  /** Plugins besides the shipped one, by module specifier. */
  readonly plugins?: readonly string[]
  /** Folder of a package.json whose dependencies are looked through for plugins, by keyword. */
  readonly discover?: string
  /** Block types that plugins may take over from the shipped one. */
  readonly overrides?: readonly string[]
  /**
   * What becomes of this host where another one that runs on the same store has other plugins: `warn` logs it, `refuse` does not
   * open it. Left out: `refuse` on a database, `warn` on a folder, which a command may open beside its host.
   */
  readonly otherPlugins?: 'refuse' | 'warn'
  /** Epoch milliseconds; tests fix it. */
  readonly now?: () => number
  /** Threads that compose; one less than the processors when left out. */
  readonly threads?: number
  /** Milliseconds for which one call of a block type's code may keep a composing thread busy; 1000 if not said. */
  readonly composeDeadline?: number
  /** Largest request body taken by `fetch`, in bytes; 1 MiB if not said. */
  readonly uploadLimit?: number
  /** Largest body of handlers that say themselves how much they take, in bytes; 128 MiB if not said. */
  readonly handlerLimit?: number
  /** How many uploads to handlers are under way at once: 64 of everybody, 8 of one learner, if not said. More are refused for a moment. */
  readonly uploadsAtOnce?: Partial<UploadsAtOnce>
  /** How much of files blocks keep at most, each: 100 MiB a file, 250 MiB a learner, 1 GiB that all share, 1,000 names if not said. */
  readonly fileLimits?: Partial<FileLimits>
  /** Milliseconds for which `close` waits for answers under way; 10,000 if not said. */
  readonly closeDeadline?: number
  /** Bytes that each plugin may keep for itself, besides fields and files of blocks; 64 MiB if not said. */
  readonly pluginQuota?: number
  /** Milliseconds in a time slot of signed handler addresses, which hold for one to two slots; an hour if not said. */
  readonly signatureSlot?: number
  /** Milliseconds that one view or handler of a block may wait; 1000 if not said. */
  readonly blockDeadline?: number
  /** What blocks are told of people besides what `learner` says: who others are, and what plugins are not told (docs/run-a-host.md). */
  readonly people?: PeopleOptions
  /** What blocks of a type find in their `Settings` service, by block type. */
  readonly settings?: { readonly [blockType: string]: JsonObject }
  /** Binds services for the whole process besides, or instead of, the host's own (docs/services.md). */
  readonly services?: (services: Container) => void
  /**
   * How Python of problems is run; false for not at all, so that what depends on it is shown with a notice
   * (docs/decisions/0015-python-in-problems.md). Nothing is started before a learner meets a script.
   */
  readonly python?: false | PythonOptions
  /**
   * Offers health and metrics to those who run the host, on a port of their own (docs/run-a-host.md); when left out, only
   * `host.operations.fetch` does.
   */
  readonly operations?: OperationsOptions
  /** Lets pages of other sites show units (docs/embed-a-unit.md); none may when left out. */
  readonly embedding?: EmbeddingOptions
  /**
   * Where events of learners go (docs/run-a-host.md): a file, standard output, a server. Left out, to `events.jsonl` in the store's
   * folder, with every field that changes; they wait in a store that has none. None are kept of an empty list.
   */
  readonly events?: readonly EventDestination[]
  /**
   * Words of the host's own pages, and of blocks, in further languages, or other words in those there are (docs/languages.md): a folder of gettext
   * catalogues or JSON, or the catalogues by BCP 47 tag.
   */
  readonly catalogues?: CatalogueSource
  /** Whether long work of other processes is run here as well where theirs has died; true if not said. */
  readonly jobs?: boolean
  /** Lines that are written for a request carry its id, as `requestId`. */
  readonly log?: Pick<BaseLogger, 'info' | 'warn' | 'error'>
}
