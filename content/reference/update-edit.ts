import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { parseSourceBlock } from '../../runtime/keys/index.js'
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../runtime/values/json.js'
import type { BlockEdit } from '../version/index.js'
import { namedWith, type DraftReference } from './draft-reference.js'
import { declinedField, librariesField, libraryEntry, namedLibraries, namedLibrary } from './named-library.js'
import type { LibraryStep, ReferencePreview } from './reference-preview.js'

/**
 * What becomes of content that the author edited here: `untouched` takes what they did not touch, field by field; `mine` keeps a
 * block whose content they edited as it is; `theirs` takes the library's content. Settings of theirs stay in any case.
 */
export const editedWishes = ['untouched', 'mine', 'theirs'] as const
/** See {@link editedWishes}. */
export type EditedWish = (typeof editedWishes)[number]

/** What an author says of an update. */
export interface UpdateWishes {
  /** `untouched` when left out. */
  readonly edited?: EditedWish | undefined
  /** What becomes of blocks that the other version has not: `refuse` changes nothing where there are any, `leave` lets them go. */
  readonly removed?: 'refuse' | 'leave' | undefined
}

/** The settings of references by which single blocks have other values. */
const ownField = 'block_field_overrides'

/**
 * The change of a reference by which it is at other versions.
 * @throws CompositorError `update-removes` where blocks would leave that may not; `draft-fixed` where nothing would be left of what it names
 */
export function updateEdit(
  reference: DraftReference,
  preview: ReferencePreview,
  { edited = 'untouched', removed = 'refuse' }: UpdateWishes,
  types: BlockTypes,
): BlockEdit {
  const { usage, block } = reference
  if (preview.removed.length > 0 && removed === 'refuse') throw removes(preview)
  const steps = new Map(preview.libraries.map((step) => [step.library, step]))
  const settings: Record<string, Json> = {
    [librariesField]: entriesOf(block.settings).map((entry) => steppedEntry(entry, steps)),
  }
  const reset: string[] = []
  const set = (field: string, value: readonly Json[] | JsonObject) => {
    const isEmpty = isJsonArray(value) ? value.length === 0 : Object.keys(value).length === 0
    if (!isEmpty) settings[field] = value
    else if (block.settings[field] !== undefined) reset.push(field)
  }
  const { blocks: field } = reference.type.capabilities.referenceFields ?? {}
  const pool = field === undefined ? undefined : block.settings[field]
  if (field !== undefined && pool !== undefined && isJsonArray(pool)) {
    const gone = new Set(preview.removed.filter(({ isNamed }) => isNamed).map(({ block: key }) => key))
    const left = pool.filter((one) => typeof one !== 'string' || !gone.has(keyOf(one)))
    const found = preview.added.filter(({ isFound }) => isFound).map(({ block: key }) => key)
    if (left.length + found.length !== pool.length || found.length > 0) set(field, [...left, ...found])
  }
  const own = isJsonObject(block.settings[ownField]) ? block.settings[ownField] : {}
  const overrides = overridesAfter(own, preview, edited, types)
  if (overrides !== own) set(ownField, overrides)
  const declined = namedLibraries(block.settings[declinedField])
  const still = declined.filter(({ library }) => !steps.has(library)).map(libraryEntry)
  if (still.length < declined.length) set(declinedField, still)
  refuseNothingLeft(reference, settings, reset)
  return { usage, content: {}, settings, reset }
}

/** The change of a reference by which its author does without other versions, until there are others again. */
export function declineEdit(reference: DraftReference, steps: readonly LibraryStep[]): BlockEdit {
  const { usage, block } = reference
  const libraries = new Set(steps.map(({ library }) => library))
  const others = namedLibraries(block.settings[declinedField]).filter(
    ({ library }) => !libraries.has(library),
  )
  const declined = steps.map(({ library, to: version }) => ({ library, version }))
  const settings = { [declinedField]: [...others, ...declined].map(libraryEntry) }
  return { usage, content: {}, settings, reset: [] }
}

/** The key of a library block that a pool names. */
function keyOf(text: string): string {
  try {
    return parseSourceBlock(text).toString()
  } catch {
    return text
  }
}

function entriesOf({ [librariesField]: value }: JsonObject): readonly Json[] {
  return value !== undefined && isJsonArray(value) ? value : []
}

function steppedEntry(entry: Json, steps: ReadonlyMap<string, LibraryStep>): Json {
  const named = typeof entry === 'string' ? namedLibrary(entry) : undefined
  const step = named && steps.get(named.library)
  return step && step.from !== step.to ? libraryEntry({ library: step.library, version: step.to }) : entry
}

function overridesAfter(
  own: JsonObject,
  { changed, clashes, removed, lostOverrides }: ReferencePreview,
  edited: EditedWish,
  types: BlockTypes,
): JsonObject {
  const next = new Map(Object.entries(own))
  const ofBlock = (key: string) => {
    const values = next.get(key)
    return isJsonObject(values) ? values : {}
  }
  if (edited === 'theirs')
    for (const { block, field, scope } of clashes)
      if (scope === 'content') next.set(block, without(ofBlock(block), field))
  if (edited === 'mine') {
    const mine = new Set(Object.keys(own).filter((key) => editsContent(key, ofBlock(key), types, changed)))
    for (const { block, field, scope, old } of changed)
      if (
        scope === 'content' &&
        old !== undefined &&
        mine.has(block) &&
        !Object.hasOwn(ofBlock(block), field)
      )
        next.set(block, { ...ofBlock(block), [field]: old })
  }
  if (removed.length > 0) for (const { block } of lostOverrides) next.delete(block)
  for (const [key, values] of next)
    if (isJsonObject(values) && Object.keys(values).length === 0) next.delete(key)
  const isSame = next.size === Object.keys(own).length && [...next].every(([key, one]) => own[key] === one)
  return isSame ? own : Object.fromEntries(next)
}

/** Whether the author changed content of a block that the library changed, too. */
function editsContent(
  key: string,
  values: JsonObject,
  types: BlockTypes,
  changed: ReferencePreview['changed'],
): boolean {
  const type = types.get(changed.find(({ block }) => block === key)?.type ?? '')
  return Object.keys(values).some((field) => type?.fieldByOlxName(field)?.scope.name === 'content')
}

function without(values: JsonObject, field: string): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== field))
}

function removes({ usage, removed, libraries }: ReferencePreview): CompositorError {
  const named = removed.slice(0, 5).map(({ block }) => `'${block}'`)
  const more = removed.length > named.length ? ` and ${removed.length - named.length} more` : ''
  const versions = libraries.map(({ library, number }) => `version ${number} of '${library}'`).join(', ')
  const message = `With ${versions}, '${usage}' would lose ${named.join(', ')}${more}. Nothing was changed.`
  return new CompositorError('update-removes', message, { usage })
}

/** A pool of which nothing is left would be one of all there is. */
function refuseNothingLeft(reference: DraftReference, settings: JsonObject, reset: readonly string[]): void {
  const { usage, block, references } = reference
  const isWhole = (all: readonly { readonly block: string }[]) => all.some((one) => one.block === '*')
  if (isWhole(references)) return
  const next = Object.fromEntries(Object.entries(block.settings).filter(([name]) => !reset.includes(name)))
  if (!isWhole(namedWith(reference, { ...next, ...settings }))) return
  const message = `Of what '${usage}' names nothing would be left, and it would draw from the whole library then. Nothing was changed.`
  throw new CompositorError('draft-fixed', message, { usage })
}
