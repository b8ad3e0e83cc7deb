import {
  difference,
  history,
  type AuthoringStore,
  type VersionDifference,
  type VersionLine,
} from '../../content/index.js'
import { CompositorError } from '../../runtime/index.js'

/** A change that was not made, as the draft is another one than the one it was thought of for. */
export interface DraftClash {
  /** Name of the draft as it is by now. */
  readonly draft: string
  /** Undefined where what the change was thought of for is not known any more. */
  readonly differs: VersionDifference | undefined
  /** Who changed it meanwhile, the newest first. */
  readonly lines: readonly VersionLine[]
}

/** What became of a change of a draft. */
export type OverDraft<Done> =
  | {
      readonly done: Done
      /** Numbers of the versions before and after, for taking it back; undefined where nothing was changed. */
      readonly undo: string | undefined
    }
  | { readonly clash: DraftClash }

/** What a change was thought of for. */
export interface ThoughtOf {
  /** Name of the draft that was looked at; '' for whatever there is. */
  readonly expected: string
  /** What it is about, by usage key, the key of the whole, or names of files; what others changed besides is no hindrance. */
  readonly about?: readonly string[]
  /** Blocks that go, or become something else, with all that is in them: what others changed in there is not to go unseen. */
  readonly within?: readonly string[]
}

/** How often a change is tried anew while others change what it is not about, and lines of the log that a clash tells of. */
const [mostAttempts, mostLines] = [5, 20]

/** Levels above a changed block that are looked at. */
const mostLevels = 20

/**
 * Changes a draft that somebody looked at. Where others changed it meanwhile it is changed all the same, unless they changed what it
 * is about: then it is not, and what differs is told.
 * @throws CompositorError whatever `change` throws besides `draft-changed`
 */
export async function overDraft<Done>(
  store: AuthoringStore,
  context: string,
  { expected, about, within = [] }: ThoughtOf,
  change: (expected: string | undefined) => Promise<Done>,
): Promise<OverDraft<Done>> {
  let at = expected
  for (let attempt = 1; ; attempt++) {
    const { entry: before } = await store.entry(context, 'draft')
    try {
      const done = await change(at === '' ? undefined : at)
      const { entry: after } = await store.entry(context, 'draft')
      return { done, undo: after.number === before.number ? undefined : `${before.number}-${after.number}` }
    } catch (thrown) {
      if (!(thrown instanceof CompositorError) || thrown.code !== 'draft-changed') throw thrown
    }
    const clash = await clashOf(store, context, expected)
    const { draft, differs } = clash
    if (attempt >= mostAttempts || !differs || !about || about.some((one) => touches(differs, one)))
      return { clash }
    if (within.length > 0 && (await isIn(store, differs, new Set(within)))) return { clash }
    at = draft
  }
}

async function clashOf(store: AuthoringStore, context: string, expected: string): Promise<DraftClash> {
  const { draft } = await store.head(context)
  const [differs, { items }] = await Promise.all([
    difference(store, context, expected, draft).catch(() => undefined),
    history(store, context, { limit: mostLines }),
  ])
  const at = items.findIndex(({ version }) => version === expected)
  return { draft, differs, lines: items.slice(0, at === -1 ? items.length : at) }
}

function touches({ added, removed, changed, moved, files }: VersionDifference, one: string): boolean {
  const isOne = ({ usage }: { readonly usage: string }) => usage === one
  const isFile = (path: string) => path === one || path.endsWith(`/${one}`)
  return (
    [added, removed, changed, moved].some((blocks) => blocks.some(isOne)) ||
    [files.added, files.removed, files.changed].some((paths) => paths.some(isFile))
  )
}

/** Whether anything that differs stands, or stood, in one of these blocks. */
async function isIn(
  store: AuthoringStore,
  { context, before, after, added, removed, changed, moved }: VersionDifference,
  within: ReadonlySet<string>,
): Promise<boolean> {
  const differing = [added, removed, changed, moved].flatMap((blocks) => blocks.map(({ usage }) => usage))
  for (const version of [before, after]) {
    const view = await store.view(context, version)
    let open: readonly string[] = differing
    for (let level = 0; open.length > 0 && level < mostLevels; level++) {
      if (open.some((usage) => within.has(usage))) return true
      const above = [...(await view.blocks(open)).values()].flatMap(({ parent }) => parent ?? [])
      open = [...new Set(above)]
    }
  }
  return false
}
