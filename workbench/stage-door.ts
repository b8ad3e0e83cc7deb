import type { Learner } from '../lms/index.js'
import type {
  BlockEvent,
  Catalogues,
  Finding,
  ErrorData,
  FieldUpdate,
  FragmentResource,
  HandlerRequest,
  HandlerResponse,
  JsonObject,
} from '../runtime/index.js'
import type { LearnerRecords } from './learner-records.js'
import type { RouteSent } from './stage-route.js'
import type { ScenarioEdits } from './scenario-edits.js'
import type { BlockTime } from './timed-runtime.js'

/** A scenario in a list. */
export interface ScenarioEntry {
  readonly id: string
  readonly plugin: string
  readonly title: string
}

/** What there is to show, and what is wrong with it. */
export interface Catalogue {
  readonly scenarios: readonly ScenarioEntry[]
  readonly diagnostics: readonly Finding[]
  /** Client folders as file addresses: by block type, then of the host's own pages under the empty name. */
  readonly clientFolders: Readonly<Record<string, string>>
  /** Words of plugins for client modules, by block type, and those of authors besides; types of plugins without words have none. */
  readonly words: Readonly<
    Record<string, { readonly all: Catalogues['byLocale']; readonly authors: Catalogues['forAuthors'] }>
  >
  /** Folders of static files, by scenario; those without have none. */
  readonly staticFolders: Readonly<Record<string, string>>
  /** Headers that routes of plugins name, in small letters. */
  readonly routeHeaders: readonly string[]
}

/** A scenario as somebody has it at a point in time. Everything a stage needs is in it, as stages keep nothing. */
export interface Standing {
  readonly scenario: string
  readonly person: Learner
  readonly records: LearnerRecords
  readonly edits: ScenarioEdits
  /** Path that handlers are called below. */
  readonly place: string
}

/** What came of showing a view. */
export interface Shown {
  readonly html: string
  readonly resources: readonly FragmentResource[]
  readonly updates: readonly FieldUpdate[]
  readonly events: readonly BlockEvent[]
  readonly failures: readonly ErrorData[]
  /** Milliseconds. */
  readonly composing: number
  readonly showing: number
  readonly times: readonly BlockTime[]
}

/** A call of a handler, with its body as it came. */
export interface HandlerCall {
  readonly usage: string
  readonly handler: string
  /** Whether an author view calls it. */
  readonly isAuthors: boolean
  /** Whether a route of the block's plugin calls. */
  readonly isRoutes?: boolean
  readonly request: Pick<HandlerRequest, 'method' | 'suffix' | 'query' | 'contentType'> & {
    readonly bytes: Uint8Array
  }
}

/** What came of a call. */
export interface Called {
  /** The answer, all of it in its body. */
  readonly response: Omit<HandlerResponse, 'file' | 'stream'>
  /** The hash of a file that was answered; undefined for any other answer. */
  readonly file?: string
  readonly refused: boolean
  readonly updates: readonly FieldUpdate[]
  /** What of other learners is changed, by their ids: grades that staff gave. */
  readonly others: readonly { readonly learner: string; readonly update: FieldUpdate }[]
  readonly events: readonly BlockEvent[]
  readonly failures: readonly ErrorData[]
  /** Milliseconds. */
  readonly calling: number
}

/** Where a field's value comes from. */
export type ValueOrigin = 'own' | 'override' | 'library' | 'inherited' | 'policy' | 'stored' | 'class default'

/** One field of a block, with its value. */
export interface FieldStanding {
  readonly olxName: string
  readonly label: string
  readonly scope: string
  readonly type: string
  readonly text: string
  /** Of a text that may be nothing at all: whether it is. */
  readonly isNull: boolean | undefined
  readonly origin: ValueOrigin
  /** Values to choose from, and what each is called. */
  readonly choices: readonly (readonly [value: string, label: string])[] | undefined
  readonly isLong: boolean
  /** What its type says of it, for authors. */
  readonly help: string
  readonly defaultText: string
}

/** A handler of a block type, and how it is called. */
export interface HandlerStanding {
  readonly name: string
  /** Of HTTP. */
  readonly method: string
  readonly takes: string
  readonly isFor: 'staff' | 'author' | 'route' | undefined
}

/** One block of a scenario, with all its fields. */
export interface BlockStanding {
  readonly usage: string
  readonly type: string
  readonly title: string
  readonly depth: number
  readonly library: string | undefined
  /** Whether its type has a handler of its own by which its author view saves fields. */
  readonly savesItself: boolean
  readonly fields: readonly FieldStanding[]
  readonly views: readonly string[]
  readonly handlers: readonly HandlerStanding[]
  /** Events that its code names. */
  readonly events: readonly string[]
}

/** What came of editing fields: the changes, or what does not fit and a form that says so. */
export interface Edited {
  readonly errors: Readonly<Record<string, string>>
  /** Names of the fields that were changed. */
  readonly changed: readonly string[]
  /** Values that were set, by OLX name. */
  readonly set: JsonObject
  readonly edits: ScenarioEdits
  readonly updates: readonly FieldUpdate[]
}

/** What a stage does. A stage may stand in a thread of its own, so all that goes in and out is plain data. */
export interface StageWork {
  catalogue(): Promise<Catalogue>
  /** @param posted a refused editor form, shown again with what is wrong beside each field */
  show(standing: Standing, view: string, posted?: string): Promise<Shown>
  call(standing: Standing, call: HandlerCall): Promise<Called>
  /** What a data view of a block gives, as JSON text. */
  data(standing: Standing, usage: string, view: string): Promise<string>
  inspect(standing: Standing): Promise<readonly BlockStanding[]>
  /** Tells types of blocks that what learners had there is deleted. @returns what they failed with */
  forget(standing: Standing): Promise<readonly ErrorData[]>
  /** Has a route of a plugin answer. */
  route(sent: RouteSent): Promise<HandlerResponse>
  /** @param posted `field.NAME=TEXT` and `reset.NAME=on`, as a form sends them */
  edit(standing: Standing, usage: string, posted: string): Promise<Edited>
}

/** A stage somebody opened, and has to close. */
export interface StageDoor extends StageWork {
  close(): Promise<void>
}
