import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError, type Finding } from '../../runtime/errors/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import { isJsonObject, type JsonObject } from '../../runtime/values/json.js'
import { freshName, typeIn } from '../edit/copied-block.js'
import { refuseWhole } from '../edit/referred-block.js'
import { EditSession } from '../edit/edit-session.js'
import { subtree } from '../edit/structure.js'
import { libraryId, takenBlock } from '../edit/taken-block.js'
import type { AuthoringStore, BlockTarget, LogWords } from '../version/index.js'
import { withFiles } from './source-library.js'
import { linkSettings } from '../upstream/upstream-fields.js'

/** A block that was copied or moved to another course or library. */
export interface TransferredBlock {
  /** Usage keys, as text: where it is, and where it was taken from. */
  readonly usage: string
  readonly from: string
  /** Names of the drafts; that of the source is left out where it is as it was. */
  readonly version: string
  readonly sourceVersion?: string
  /** Static files that got another name, as theirs was that of another file there. */
  readonly renamedFiles: Readonly<Record<string, string>>
}

/** A block of a course that became a library's. */
export interface SharedBlock {
  /** Usage key of the block of before, which leads to the one that learners meet. */
  readonly from: string
  /** Usage keys, as text: of the library's component, of the reference to it, and of the block that stands there by it. */
  readonly component: string
  readonly reference: string
  readonly usage: string
  /** Names of the library's version that is referred to, and of the course's draft. */
  readonly libraryVersion: string
  readonly version: string
  readonly renamedFiles: Readonly<Record<string, string>>
  /** Whether the library's version is published; not, where it holds changes of others that are not. It is referred to as it is. */
  readonly published: boolean
  readonly findings: readonly Finding[]
}

/** Settings of a block that are about its place in a course; what stands below its reference inherits them. */
export const placeSettings: readonly string[] = [
  'days_early_for_beta',
  'due',
  'graceperiod',
  'graded',
  'group_access',
  'hide_from_toc',
  'in_entrance_exam',
  'relative_weeks_due',
  'self_paced',
  'start',
  'user_partitions',
  'visible_to_staff_only',
]

/**
 * Copies a block of a draft with all below it to another course or library, or moves it there: then it is first there, then gone here.
 * Where it came from is kept, its static files come along. It is a new usage there, without anybody's state.
 * @throws CompositorError those of `AuthoringStore.operate`; the drafts are then what they were, or hold the block twice
 */
export async function transferBlock(
  store: AuthoringStore,
  types: BlockTypes,
  usage: string,
  { parent, index, move = false }: BlockTarget & { readonly move?: boolean },
  words: LogWords = {},
): Promise<TransferredBlock> {
  const done = await store.operate(contextOf(parent), types, [{ do: 'paste', usage, parent, index }], words)
  const gone = move && (await store.operate(contextOf(usage), types, [{ do: 'delete', usage }], words))
  return {
    usage: done.usages[0] ?? '',
    from: usage,
    version: done.version,
    ...(gone && { sourceVersion: gone.version }),
    renamedFiles: done.renamedFiles ?? {},
  }
}

/** What {@link shareBlock} needs. */
export interface ShareOptions {
  readonly store: AuthoringStore
  readonly types: BlockTypes
  /**
   * Publishes a library's draft, or blocks of it where others have changed it, too.
   * @returns undefined where these cannot be published without the rest
   */
  readonly publish: (
    library: string,
    usages: readonly string[] | undefined,
    words: LogWords,
  ) => Promise<readonly Finding[] | undefined>
  readonly words?: LogWords
}

/**
 * Makes a block of a course a component of a library, publishes that, and refers to it from the block's place. What learners have of the
 * block goes with it once the course is published: its key of before leads to the one it has by the reference.
 * @param usage of the block, inside a unit @param library key, as text
 * @throws CompositorError `context-unknown`, `block-not-found`, `draft-fixed`, and those of adding to a library and publishing
 */
export async function shareBlock(
  usage: string,
  library: string,
  { store, types, publish, words = {} }: ShareOptions,
): Promise<SharedBlock> {
  const course = await store.view(contextOf(usage), 'draft')
  const from = withFiles(course, store)
  const into = withFiles(await store.view(library, 'draft'), store).version
  if (from.version.kind !== 'course' || !into.root.startsWith('lib:'))
    throw new CompositorError(
      'draft-fixed',
      `A block of a course becomes one of a v2 library, not '${usage}' of '${library}'.`,
    )
  const keyIn = (type: string, name: string) => `${library.replace(/^lib:/, 'lb:')}:${type}:${name}`
  const below = await subtree(await EditSession.open(from.version, from.files, types), usage)
  refuseWhole(usage, below.get(usage)?.type ?? '')
  const names = new Map<string, string>()
  const blocks: Record<string, string> = {}
  for (const [key, block] of below) {
    const id = libraryId(parseUsageKey(key).blockId)
    const type = typeIn(key, block)
    const isTaken = (await into.block(keyIn(type, id))) !== undefined
    names.set(key, isTaken ? freshName() : id)
    blocks[key] = keyIn(type, names.get(key) ?? '')
  }
  const taken = await takenBlock(from, usage, into, {
    types,
    keyIn,
    nameOf: (key) => names.get(key),
    settings: (key) => (key === usage ? { copied_from_block: usage } : {}),
    without: [...linkSettings, ...placeSettings],
  })
  const { draft, published: shown } = await store.head(library)
  const isClean = shown === null || shown === draft
  const added = await store.operate(
    library,
    types,
    [{ do: 'add', parent: library, olx: taken.olx, files: taken.files }],
    words,
  )
  blocks[usage] = added.usages[0] ?? blocks[usage] ?? ''
  const component = blocks[usage]
  const there = await (await store.view(library, 'draft')).blocks(Object.values(blocks))
  const lost = Object.values(blocks).find((key) => !there.has(key))
  if (lost !== undefined)
    throw new CompositorError(
      'draft-fixed',
      `'${lost}' did not become a block of '${library}'; the course is as it was.`,
      { usage },
    )
  const findings = await publish(library, isClean ? undefined : [component], words)
  const { published } = await store.head(library)
  const libraryVersion = findings && published !== null ? published : added.version
  const own: JsonObject = below.get(usage)?.settings ?? {}
  const settings = Object.fromEntries(Object.entries(own).filter(([name]) => placeSettings.includes(name)))
  const to = { library: `${library}:${libraryVersion}`, blocks, settings }
  const done = await store.operate(course.context, types, [{ do: 'refer', usage, to }], words)
  const reference = done.usages[0] ?? ''
  const led = await (await store.view(course.context, 'draft')).fact('renamed_blocks')
  const key = isJsonObject(led) ? led[usage] : undefined
  return {
    from: usage,
    component,
    reference,
    usage: typeof key === 'string' ? key : '',
    libraryVersion,
    version: done.version,
    renamedFiles: added.renamedFiles ?? {},
    published: findings !== undefined,
    findings: findings ?? [],
  }
}

function contextOf(usage: string): string {
  return usage.startsWith('lib:') ? usage : parseUsageKey(usage).context.withoutBranchOrVersion().toString()
}
