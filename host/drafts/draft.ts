import type { AuthoringStore, VersionBlock } from '../../content/index.js'
import type { BlockType, BlockTypes, ComposedBlock, Json } from '../../runtime/index.js'
import type { DraftCheck, FieldWords } from './draft-check.js'
import { overridesOf } from './draft-edit.js'
import type { DraftReading } from './draft-reader.js'
import { keptText, type KeptText } from './kept-text.js'
import { whyFixed } from './fixed-block.js'

/** A block of a draft as its author has it before them. */
export interface Draft {
  /** The context, as text, and what it is called. */
  readonly context: string
  readonly contextTitle: string
  /** Whether learners see this very draft. */
  readonly isPublished: boolean
  readonly block: ComposedBlock
  /** Undefined where no plugin provides the type. */
  readonly type: BlockType | undefined
  /** The blocks above it, the root first. */
  readonly above: readonly { readonly key: string; readonly title: string }[]
  /** How many blocks stand directly below it in the draft. */
  readonly belowCount: number
  /** The first of them, and those that it refers to. */
  readonly below: readonly { readonly key: string; readonly type: string; readonly title: string }[]
  /** Why nothing can be changed here; undefined where it can. */
  readonly fixed: string | undefined
  /** What is kept of a block that could not be read; its text can be changed in place of fields. */
  readonly kept: KeptText | undefined
  /** Hash of the draft's version: names the values as they are, so that a change to other ones is not overwritten. */
  readonly base: string
  /** What is wrong with it, or odd, beside its fields. */
  readonly remarks: FieldWords
  /** Of a library block: OLX names of values that the referring block sets of all blocks, so that they are reset there. */
  readonly setForAll: readonly string[]
  /** What holds above the block, by OLX name, of what blocks take over from there. */
  readonly inherited: Readonly<Record<string, Json | undefined>>
}

/** Blocks that are listed of those below a block. */
const mostListed = 100

/** A block as its author has it before them. */
export async function draftOf(
  reading: DraftReading,
  {
    types,
    store,
    check,
  }: { readonly types: BlockTypes; readonly store: AuthoringStore; readonly check: DraftCheck },
): Promise<Draft> {
  const { source, block, root, isReferred } = reading
  const { head, view } = source
  const type = types.get(block.type)
  const own = isReferred ? [] : source.block.children
  const inside = await view.blocks(own.slice(0, mostListed))
  const path = [...source.above, ...(isReferred ? [[root.key, source.block] as const] : [])]
  const { ofAll, own: ofThis } = isReferred ? overridesOf(root, block) : { ofAll: {}, own: {} }
  return {
    context: head.context,
    contextTitle: head.title,
    isPublished: head.published === head.draft,
    block,
    type,
    above: path.map(([key, one]) => listed(key, one)),
    belowCount: own.length,
    below: [
      ...[...inside].map(([key, one]) => listed(key, one)),
      ...block.children
        .filter((one) => one.origin)
        .map((one) => ({
          key: one.key,
          type: one.type,
          title: titleOf(one.key, one.type, one.fields['display_name']),
        })),
    ],
    fixed: whyFixed(reading, types),
    kept: await keptText(reading, types, store),
    base: head.draft,
    remarks: type ? await check.remarks(reading, type) : {},
    setForAll: Object.keys(ofAll).filter((name) => !Object.hasOwn(ofThis, name)),
    inherited: isReferred ? {} : source.gathered.inherited,
  }
}

function listed(key: string, { type, settings }: VersionBlock) {
  return { key, type, title: titleOf(key, type, settings['display_name']) }
}

/** What a block is called on authors' pages: its display name, else its type. */
export function titleOf(key: string, type: string, name: Json | undefined): string {
  return typeof name === 'string' && name.trim() !== '' ? name : type || key
}
