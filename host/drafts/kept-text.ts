import {
  errorBlockType,
  readBlockText,
  rewrittenDraftBlock,
  type AuthoringStore,
  type BlockEdit,
} from '../../content/index.js'
import {
  CompositorError,
  parseUsageKey,
  type BlockTypes,
  type ComposedUnit,
  type GatheredUnit,
} from '../../runtime/index.js'
import type { DraftReading } from './draft-reader.js'
import { remarksOf } from './trouble.js'
import { UnfitSettings } from './unfit-settings.js'

/** The text that is kept of a block which could not be read, or whose type nobody provides. */
export interface KeptText {
  readonly text: string
  /** Why it is only kept. */
  readonly why: string
  /** The type the block has, or would have. */
  readonly type: string
}

/** What is kept of a block of the draft as text; undefined for one that is read. */
export async function keptText(
  { source, block, isReferred }: DraftReading,
  types: BlockTypes,
  store: AuthoringStore,
): Promise<KeptText | undefined> {
  const own = isReferred ? undefined : source.block
  if (!own || types.get(own.type)) return undefined
  const content = (await store.definitions([own.definition])).get(own.definition)?.content ?? {}
  const { contents, xml, original_type: type = parseUsageKey(block.key).blockType, message } = content
  if (own.type === errorBlockType)
    return {
      text: typeof contents === 'string' ? contents : '',
      why: typeof message === 'string' ? message : '',
      type: typeof type === 'string' ? type : own.type,
    }
  if (typeof xml !== 'string') return undefined
  return {
    text: xml,
    why: `No plugin of this host provides '${own.type}', so it is only kept.`,
    type: own.type,
  }
}

/** What a text is read anew with. */
export interface Rereading {
  readonly types: BlockTypes
  readonly store: AuthoringStore
  readonly compose: (unit: GatheredUnit) => Promise<ComposedUnit>
}

/**
 * The edit by which a block becomes what its text says.
 * @throws CompositorError with line and column, for a text that cannot be read, or whose block could not be shown; `field-value` for overrides
 *   and policy groups that nobody could set there
 */
export async function rereadEdit(
  { source }: DraftReading,
  { type }: KeptText,
  text: string,
  { types, store, compose }: Rereading,
): Promise<BlockEdit> {
  const { gathered, block: own } = source
  const { unit } = gathered
  const { key } = unit.root
  const urlName = own.urlName ?? parseUsageKey(key).blockId
  const { content, settings, xmlAttributes, kept, asides } = readBlockText({ type, urlName, text }, types)
  const block = { key, type, definition: 'anew', content, settings, children: [] }
  const { root } = await compose({ ...gathered, unit: { ...unit, root: block }, blocks: {} })
  const { failure } = root
  // What it refers to is not looked for here; the form says what is missing.
  if (failure && !failure.code.startsWith('library-')) throw CompositorError.fromJSON(failure)
  const [refusal] = remarksOf(root, types).filter(({ isOfFields }) => isOfFields)
  if (refusal)
    throw new CompositorError('field-value', [refusal.field, refusal.message].filter(Boolean).join(': '))
  const written = await rewrittenDraftBlock(source, block, store, types)
  const unfit = [...new UnfitSettings(types).of(written.gathered.unit.root, written)]
  if (unfit.length > 0)
    throw new CompositorError(
      'field-value',
      unfit.map(({ field, message }) => `${field}: ${message}`).join(' '),
    )
  const anew = {
    olx: text,
    type,
    ...(Object.keys(xmlAttributes).length > 0 && { xmlAttributes }),
    ...(kept.length > 0 && { kept }),
    ...(asides && { asides }),
  }
  return { usage: key, content, settings, reset: [], anew }
}
