import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import type {
  AuthoringStore,
  DraftOperation,
  ExpectedWords,
  OperatedDraft,
  StoredVersionView,
} from '../version/index.js'
import { editsTo } from '../version/version-edits.js'

/**
 * Makes blocks of the draft what they were in an older version, as one edit, which `revert` undoes: their fields, of a component of a library
 * its static files, of a container which blocks it holds and in which order, as far as they are there. Where they stand stays; what
 * was deleted comes back.
 * @param usages usage keys, as text
 * @param asked the version, see `AuthoringStore.view`
 * @throws CompositorError `context-unknown`, `version-unknown`, `version-ambiguous`, `version-collected`, `block-not-found` for a version without
 *   the block, `draft-changed`, and those of `AuthoringStore.operate`
 */
export async function restoreBlocks(
  store: AuthoringStore,
  types: BlockTypes,
  context: string,
  usages: readonly string[],
  asked: string,
  words: ExpectedWords = {},
): Promise<OperatedDraft> {
  const [{ view: then, entry }, draft] = await Promise.all([
    store.entry(context, asked),
    store.view(context, 'draft'),
  ])
  const steps = (await Promise.all(usages.map((usage) => stepsBack(store, draft, then, usage)))).flat()
  const said = {
    comment: `${usages.join(', ').slice(0, 300)} as in version ${entry.number}`,
    ...defined(words),
  }
  return store.operate(context, types, steps, { ...said, expected: words.expected ?? draft.name })
}

async function stepsBack(
  store: AuthoringStore,
  now: StoredVersionView,
  then: StoredVersionView,
  usage: string,
): Promise<readonly DraftOperation[]> {
  const [is, was] = await Promise.all([now.block(usage), then.block(usage)])
  if (!was || usage === then.root) {
    const message = was
      ? `'${usage}' is the whole; go back with all of it.`
      : `That version of '${then.context}' has no block '${usage.slice(0, 300)}'.`
    throw new CompositorError(was ? 'draft-fixed' : 'block-not-found', message, { usage })
  }
  const steps: DraftOperation[] = is ? [] : [{ do: 'restore', usage }]
  if (is) steps.push(...(await editsTo(now, then, [usage])).map((edit) => ({ do: 'edit', edit }) as const))
  else {
    const { type, definition, settings, xmlAttributes, kept, asides } = was
    const content = (await then.definitions([definition])).get(definition)?.content ?? {}
    const beside = {
      ...(xmlAttributes && { xmlAttributes }),
      ...(kept && { kept }),
      ...(asides && { asides }),
    }
    // Of what holds others only these are its own.
    if (was.children.length === 0)
      steps.push({ do: 'edit', edit: { usage, content, settings, reset: [], anew: { type, ...beside } } })
  }
  if (!then.root.startsWith('lib:')) return steps
  return [
    ...steps,
    ...(await members(now, is?.children ?? [], was.children, usage)),
    ...(await files(store, now, then, usage)),
  ]
}

/** A container of a library holds its members by reference. */
async function members(
  now: StoredVersionView,
  is: readonly string[],
  was: readonly string[],
  parent: string,
): Promise<readonly DraftOperation[]> {
  const there = await now.blocks(was)
  const wanted = was.filter((usage) => there.has(usage))
  if (is.join() === wanted.join()) return []
  return [
    ...is.flatMap((usage): DraftOperation[] =>
      wanted.includes(usage) ? [] : [{ do: 'take', usage, parent }],
    ),
    ...wanted.map((usage, index): DraftOperation => ({ do: 'place', usage, parent, index })),
  ]
}

async function files(
  store: AuthoringStore,
  now: StoredVersionView,
  then: StoredVersionView,
  usage: string,
): Promise<readonly DraftOperation[]> {
  const steps: DraftOperation[] = []
  for await (const { name: path, before, after } of now.assetChanges(then)) {
    const name = path.startsWith(`${usage}/`) ? path.slice(usage.length + 1) : ''
    if (name === '' || name.includes('/')) continue
    if (after) steps.push({ do: 'put-file', usage, name, bytes: await store.file(after.hash) })
    else if (before) steps.push({ do: 'remove-file', usage, name })
  }
  return steps
}

function defined({ comment, author }: ExpectedWords): { comment?: string; author?: string } {
  return { ...(comment !== undefined && { comment }), ...(author !== undefined && { author }) }
}
