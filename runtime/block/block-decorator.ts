import 'reflect-metadata'
import type { ReadOlx } from '../olx/reading.js'
import type { WriteOlx } from '../olx/writing.js'
import type { KeptKinds } from '../service/file-keeper.js'
import type { Json, JsonObject } from '../values/json.js'
import { refuseStandardDecorator } from '../errors/standard-decorators.js'
import type { BlockBase } from './block.js'
import type { Choice } from './choice.js'
import type { WhenStateDeleted } from './deleted-state.js'
import type { Drawing } from './drawing.js'
import type { FieldRemark, Following } from './field-remark.js'
import type { FieldOwner } from './field-definition.js'
import type { NamedFile } from './named-file.js'
import type { Preparation } from './preparation.js'
import type { BlockReference, ReferenceFieldNames } from './references.js'

/** What a publication says of a block, so that outlines, progress and grade books need not compose it. */
export interface BlockSummary {
  /** Raw points possible before anything was graded; of a type that has no score it says nothing. */
  readonly maxScore?: number
  /** How it counts for completion; as its type says where left out. */
  readonly completion?: CompletionMode
  /** OLX names of the fields that its choice reads; all content and settings where left out. */
  readonly chooseBy?: readonly string[]
  /** What sorts of its type it is, such as the response elements of a problem: banks can draw by them. */
  readonly kinds?: readonly string[]
}

/** The words of a block, for those who look for it. */
export interface BlockWords {
  /** Plain texts, without markup. */
  readonly texts: readonly string[]
  /** Files of the course or library with more of them, such as transcripts; undefined for a file that has none. */
  readonly files?: readonly {
    /** As the author wrote it: a course link, or a bare name. */
    readonly link: string
    readonly text: (bytes: Uint8Array) => string | undefined
  }[]
}

/** How a learner fared at a block that is graded. */
export interface Attempted {
  /** How many submissions were graded. */
  readonly attempts: number
  /** Share of the points of the first one, from 0 to 1; undefined where it is not known any more. */
  readonly first?: number | undefined
  /** Which submission was the first with all points, from 1; undefined where none was. */
  readonly rightAt?: number | undefined
  /** The number of the variant that was answered last; all learners may have the same. */
  readonly variant?: number | undefined
  /** What was answered last, by input; an input that takes several has each of them. */
  readonly answers: Readonly<Record<string, readonly string[]>>
}

/** A block as its author may begin with it. */
export interface BlockTemplate {
  /** As programs call it, unique in its type. */
  readonly name: string
  readonly title: string
  /** The block, without a url_name. */
  readonly olx: string
}

/** How a block counts for completion: on its own, by its children, or not at all. */
export type CompletionMode = 'completable' | 'aggregator' | 'excluded'

/**
 * What a block type can do besides its views and handlers. `F` is what it reads of the fields: name content and
 * settings only, as these run while composing.
 */
export interface Capabilities<F, Checked extends string = string> {
  /** Reads the type's own OLX; without it, attributes are fields and child elements are children. */
  readonly readOlx?: ReadOlx
  /** Writes what `readOlx` reads besides attributes; without it, every field becomes an attribute. */
  readonly writeOlx?: WriteOlx
  /** Which library blocks stand in this block's place, or among its children when it also chooses. */
  readonly references?: (fields: F) => readonly BlockReference[]
  /** Where it keeps them; without it, authors change what it refers to as they change other fields. */
  readonly referenceFields?: ReferenceFieldNames
  /** Which of its children a learner sees. */
  readonly choice?: Choice<F>
  /** How it draws together with others, read of its own settings when it is published. */
  readonly draws?: (fields: F) => Drawing
  /** Whether what its children have as defaults comes before what they inherit (`library_content`). */
  readonly childDefaultsFirst?: boolean
  /** What is worked out once per published version. */
  readonly prepare?: Preparation<F, unknown>
  /**
   * The files that its fields name. Where one is of the course and not there, learners get the field without it and
   * the import says so.
   */
  readonly files?: (fields: F) => readonly NamedFile[]
  /**
   * What authors should know of their fields, besides whether each fits its type and what `prepare` and `references`
   * throw, which is found without it: how values contradict each other, what has no effect.
   * @param prepared what was prepared of the fields; undefined where nothing could be
   */
  readonly check?: (fields: F, prepared: Json | undefined) => readonly FieldRemark[]
  /**
   * What several fields may not be together, by property (`StudioEditableXBlockMixin.validate_field_data`); under '' what
   * concerns no single one. What it says refuses a save, on pages and by programs, and is a finding of an import. Pure and quick.
   */
  readonly validateFields?: (fields: F) => FieldMessages<Checked>
  /** Texts of fields, by OLX name, with scripts in them that a host which runs scripts tries before an author saves them. */
  readonly scripts?: (
    fields: F,
    prepared: Json | undefined,
  ) => readonly { readonly field: string; readonly xml: string }[]
  /**
   * What else changes when authors change some fields: of two that say the same, one follows the other.
   * @param fields as they are after the change @param changed OLX names of what authors changed
   */
  readonly follow?: (fields: F, changed: ReadonlySet<string>) => Following
  /**
   * What authors find a block of this type by, besides its display name; all texts of its content where it is left out.
   * @param fields as its author wrote them
   */
  readonly words?: (fields: F) => BlockWords
  /**
   * What a learner's own values tell of how they fared, for figures over all learners; undefined for one who submitted nothing.
   * @param values of the scope `userState`, by OLX name, as they are stored
   */
  readonly attempted?: (values: JsonObject) => Attempted | undefined
  /** How much of files its blocks keep, and of which kinds: whatever the host keeps for each block if left out. */
  readonly keeps?: KeptKinds
  /**
   * What is to be done once a learner's state of a block is deleted, or all of theirs erased: what the plugin keeps of it elsewhere goes
   * then. It has the deadline of a block; where it fails, the failure is logged and the state is deleted all the same.
   */
  readonly stateDeleted?: WhenStateDeleted
  /** What authors may begin a block of this type with. */
  readonly templates?: readonly BlockTemplate[]
  readonly completion?: CompletionMode
  /** Whether a learner has done it by having been shown it, as a text. */
  readonly completedByViewing?: boolean
  /** Whether it publishes grades. */
  readonly hasScore?: boolean
  /**
   * What a publication says of a block: worked out once, when it is published, of its own values and what overrides them.
   * Blocks of a type without it are composed once, at publish, to find out.
   */
  readonly summary?: (fields: F) => BlockSummary
  /** Raw points possible before anything was graded, of the fields and what was prepared of them; else 1. */
  readonly maxScore?: (fields: F, prepared: Json | undefined) => number
  /** Further block types read with this class (`library_content` by randomized). */
  readonly aliases?: readonly string[]
  /**
   * By property, whose a field is where a library block of the type is used in a course, where that is not as by default:
   * of a video its sources are settings, and the library's all the same.
   */
  readonly owners?: Readonly<Record<string, FieldOwner>>
}

/** What is wrong with fields, in words for authors, each beside its property. */
export type FieldMessages<Property extends string> = { readonly [Name in Property]?: string | undefined }

/** What `@block` keeps of a class. */
export interface BlockSpec {
  readonly type: string
  readonly capabilities: Capabilities<never>
}

const specKey = Symbol('block')

/**
 * Names the block type a class implements, and what it can do. `owners` and what `validateFields` gives may name properties of
 * the class alone.
 */
export function block<F, Owned extends string = never, Checked extends string = never>(
  type: string,
  capabilities: Capabilities<F, Checked> & { readonly owners?: Readonly<Record<Owned, FieldOwner>> } = {},
) {
  return (
    blockClass: abstract new (
      ...services: never[]
    ) => BlockBase & F & Readonly<Record<Owned | Exclude<Checked, ''>, unknown>>,
    ...context: never[]
  ): void => {
    refuseStandardDecorator('block', context[0])
    Reflect.defineMetadata(
      specKey,
      { type, capabilities } satisfies { type: string; capabilities: Capabilities<F, Checked> },
      blockClass,
    )
  }
}

/** What `@block` said of this very class, or undefined. */
export function blockSpecOf(blockClass: object): BlockSpec | undefined {
  return Reflect.getOwnMetadata(specKey, blockClass) as BlockSpec | undefined
}
