import type { BlockTypes } from '../../runtime/block/index.js'
import type {
  AuthoringStore,
  DraftOperation,
  ExpectedWords,
  OperatedDraft,
  StoredVersionView,
} from '../version/index.js'

/** What became of references that were to be updated. */
export interface UpdatedReferences extends Omit<OperatedDraft, 'usages' | 'renamedFiles'> {
  /** Usage keys, as text, of those that are at another version. */
  readonly updated: readonly string[]
  /** Those that stayed as they are, and why. */
  readonly skipped: readonly { readonly usage: string; readonly why: string }[]
  /** Number of the version to revert to, so that nothing of it has happened. */
  readonly undo: number
}

/**
 * Updates a draft by steps, as one entry of its log, where it is still the one that was looked at, or the one that was expected.
 * @throws CompositorError `draft-changed`; those of the steps
 */
export async function updatedDraft(
  store: AuthoringStore,
  types: BlockTypes,
  view: StoredVersionView,
  {
    steps,
    told,
    words,
  }: {
    readonly steps: readonly DraftOperation[]
    readonly told: Pick<UpdatedReferences, 'updated' | 'skipped'>
    readonly words: ExpectedWords
  },
): Promise<UpdatedReferences> {
  const { entry } = await store.entry(view.context, 'draft')
  const { expected = view.name } = words
  const done = await store.operate(view.context, types, steps, { ...words, expected })
  const { version, number, changed } = done
  return { version, number, changed, ...told, undo: entry.number }
}
