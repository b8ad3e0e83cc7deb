import type { BlockEdit } from './block-edit.js'
import type { JsonObject } from '../../runtime/values/json.js'

/** Where a block goes: into another one, before the one that stands at an index there, or as its last. */
export interface BlockTarget {
  /** Usage key of the block that is to hold it, as text. */
  readonly parent: string
  /** From 0; the last where it is left out, or as many as there are. */
  readonly index?: number | undefined
}

/** What a block becomes that is to be of another type. */
export interface Retyped {
  readonly type: string
  /** All that is set of it then, by OLX name. */
  readonly settings: JsonObject
  /** Contextual usage keys, as text, of the library blocks that stand in its place or in it by now. */
  readonly inside: readonly string[]
}

/** What is to stand in a block's place. */
export interface Reference {
  /** The library and the version of it, as references pin it: `lib:ORG:SLUG:HASH`. */
  readonly library: string
  /** Usage keys in the library, as text, of the block and of all below it, by those they have in the course. */
  readonly blocks: Readonly<Record<string, string>>
  /** Settings of the reference, by OLX name; what stands in its place inherits them. */
  readonly settings?: JsonObject
}

/**
 * One step of a change of a draft. Usage keys are texts. What is added, duplicated or pasted is a new usage, which nobody
 * has any state of; what is moved or renamed keeps it.
 */
export type DraftOperation =
  | {
      readonly do: 'edit'
      readonly edit: BlockEdit
      /** Whether it may make content of library blocks the course's own where it overrides it; hosts ask for it. */
      readonly customizeContent?: boolean | undefined
    }
  /** Adds what OLX says, with static files that it names, by name; or what a template of its type says, an empty block where none is named. */
  | ({ readonly do: 'add' } & BlockTarget &
      (
        | {
            readonly olx: string
            readonly files?: ReadonlyMap<string, Buffer>
            /** What the text is called where it is refused, such as the path it was read from. */
            readonly name?: string | undefined
          }
        | { readonly type: string; readonly template?: string | undefined }
      ))
  /** A copy beside a block. */
  | { readonly do: 'duplicate'; readonly usage: string }
  /**
   * A copy of a block of this or another draft, with the static files it names. From a library into a course it is linked to
   * the library's block; into a library it keeps its id where that is free, and notes what it was copied from.
   */
  | ({ readonly do: 'paste'; readonly usage: string } & BlockTarget)
  /** In a v2 library, out of the container `from`; left out, out of the one that is the target, or else of the first that holds it. */
  | ({ readonly do: 'move'; readonly usage: string; readonly from?: string | undefined } & BlockTarget)
  /**
   * Puts a block of a v2 library into a container by reference, or to another place in it; pinned to a version that the library keeps,
   * following the latest with `null`, and as it was where nothing is said.
   */
  | ({
      readonly do: 'place'
      readonly usage: string
      readonly version?: number | null | undefined
    } & BlockTarget)
  /** Takes a block out of a container of a v2 library, in which it stays. */
  | { readonly do: 'take'; readonly usage: string; readonly parent: string }
  /** Another url_name; the old key leads to the new one. */
  | { readonly do: 'rename'; readonly usage: string; readonly urlName: string }
  /** Puts a reference to a library's block in a block's place, and what learners have of it with it. */
  | { readonly do: 'refer'; readonly usage: string; readonly to: Reference }
  /** Makes a reference one of another type, and lets its old keys lead to the new ones. */
  | { readonly do: 'retype'; readonly usage: string; readonly to: Retyped }
  /** A static file of a component of a v2 library, or of what belongs to the whole where that is named; one of that name is replaced. */
  | { readonly do: 'put-file'; readonly usage: string; readonly name: string; readonly bytes: Uint8Array }
  | { readonly do: 'remove-file'; readonly usage: string; readonly name: string }
  /** Another name of a static file, by which the text of its block calls it then. */
  | { readonly do: 'rename-file'; readonly usage: string; readonly name: string; readonly to: string }
  /** The cases that a problem is tried by, in one of the files in which they may stand; undefined for none. */
  | {
      readonly do: 'put-cases'
      readonly usage: string
      readonly file: string
      readonly bytes: Uint8Array | undefined
    }
  /** Another grading policy of a course, as `grading_policy.json` has it. */
  | { readonly do: 'grade-by'; readonly policy: JsonObject }
  | { readonly do: 'delete'; readonly usage: string }
  /** Brings a block back that was deleted, as it last was. */
  | { readonly do: 'restore'; readonly usage: string }

/** What one step did: which files become what, and which block it was about. */
export interface OperationDone {
  readonly files: ReadonlyMap<string, Buffer | undefined>
  /** Usage key of the block that was made, moved or changed, as it is then; of one that was deleted, as it was. */
  readonly usage: string
  /** Static files that got another name, as theirs was that of another file: old names with new ones. */
  readonly renamedFiles?: ReadonlyMap<string, string>
}
