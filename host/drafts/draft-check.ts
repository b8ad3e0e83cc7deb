import type { VersionView } from '../../content/index.js'
import {
  messageOf,
  type BlockType,
  type BlockTypes,
  type ComposedBlock,
  type JsonObject,
} from '../../runtime/index.js'
import { changedNames, noEdits, onlyOf, type EditedFields } from '../pages/authors/edited-fields.js'
import { authoredFields, editOf } from './draft-edit.js'
import type { DraftReader, DraftReading } from './draft-reader.js'
import { isSameTrouble, troubleText, type Trouble } from './trouble.js'
import { UnfitSettings, type UnfitSetting } from './unfit-settings.js'

/** How many fields are looked at one by one to find the one at fault. */
const mostSuspects = 12

/** Words by the OLX name of the field that they stand beside; under '' those that concern no single one. */
export type FieldWords = Readonly<Record<string, readonly string[]>>

/** Runs the scripts of a block of a draft, and says which of them fail. */
export type TriedScripts = (block: ComposedBlock, view: VersionView) => Promise<readonly Trouble[]>

/** Finds out what would be wrong with a block after an edit, and beside which field to say so. */
export class DraftCheck {
  readonly #unfit: UnfitSettings

  constructor(
    private readonly reader: DraftReader,
    private readonly types: BlockTypes,
    private readonly tried: TriedScripts = () => Promise.resolve([]),
  ) {
    this.#unfit = new UnfitSettings(types)
  }

  /**
   * Why an edit cannot be saved: what it would make wrong that was not wrong before, and what it leaves unreadable.
   * @param runs whether scripts that changed are run
   * @param besides policy groups that the course gets in the same change, by name
   */
  async refusals(
    now: DraftReading,
    type: BlockType,
    edited: EditedFields,
    runs: boolean,
    besides?: JsonObject,
  ): Promise<FieldWords> {
    const after = await this.reader.edited(now, editOf(now, type, edited))
    const isFresh = (trouble: Trouble) => !now.troubles.some((one) => isSameTrouble(one, trouble))
    const isContent = (name: string) => type.fieldByOlxName(name)?.scope.name === 'content'
    const leavesUnreadable = changedNames(edited).some(isContent)
    const words: Record<string, string[]> = {}
    const unfit = this.#freshUnfit(now, after, besides)
    for (const trouble of after.troubles) {
      // What publications tell of an override that holds for nothing.
      if (trouble.code === 'field-value' && unfit.size > 0) continue
      const isRefused =
        isFresh(trouble) || (trouble.isFailure === true && leavesUnreadable) || isKept(trouble, edited)
      if (trouble.level !== 'error' || !isRefused) continue
      const suspects = changedNames(edited)
      const name = await this.#fieldOf(now, type, edited, trouble, suspects)
      ;(words[name] ??= []).push(troubleText(trouble, now.block.key))
    }
    for (const [name, why] of unfit) (words[name] ??= []).push(why)
    if (!runs || Object.keys(words).length > 0) return words
    for (const trouble of await this.#failing(now, after)) {
      const name = await this.#fieldOf(now, type, edited, trouble, changedNames(edited))
      ;(words[name] ??= []).push(troubleText(trouble, now.block.key))
    }
    return words
  }

  /** Overrides and policy groups that do not fit, and were not so before: the first of each field, by OLX name. */
  #freshUnfit(
    now: DraftReading,
    after: DraftReading,
    besides: JsonObject | undefined,
  ): ReadonlyMap<string, string> {
    const known = new Set(this.#unfitIn(now).map(({ message }) => message))
    const unfit = new Map<string, string>()
    for (const { field, message } of this.#unfitIn(after, besides))
      if (!known.has(message) && !unfit.has(field)) unfit.set(field, message)
    return unfit
  }

  /** Overrides and policy groups of the very block that do not fit. */
  #unfitIn({ source, isReferred }: DraftReading, besides?: JsonObject): UnfitSetting[] {
    if (isReferred) return []
    return [...this.#unfit.of(source.gathered.unit.root, source, besides)]
  }

  /** Scripts that fail after an edit: of the block, or of those it refers to, where their texts changed. */
  async #failing(now: DraftReading, after: DraftReading): Promise<Trouble[]> {
    const texts = new Set([...scriptsIn(now.block, this.types)].map(({ xml }) => xml))
    const failing: Trouble[] = []
    for (const { block, xml } of scriptsIn(after.block, this.types)) {
      if (texts.has(xml)) continue
      texts.add(xml)
      failing.push(...(await this.tried(block, now.source.view)))
    }
    return failing
  }

  /** What is wrong with a block as it is, errors and lesser remarks. */
  async remarks(now: DraftReading, type: BlockType): Promise<FieldWords> {
    const words: Record<string, string[]> = {}
    const set = authoredFields(type).filter(({ olxName }) => Object.hasOwn(now.block.fields, olxName))
    const suspects = ['content', 'settings'].flatMap((scope) =>
      set.flatMap((field) => (field.scope.name === scope ? [field.olxName] : [])),
    )
    const edited = { ...noEdits, reset: suspects }
    for (const trouble of now.troubles) {
      const name = await this.#fieldOf(now, type, edited, trouble, trouble.isFailure ? suspects : [])
      ;(words[name] ??= []).push(troubleText(trouble, now.block.key))
    }
    return words
  }

  /** The field at fault: the one without whose change the trouble is not there. */
  async #fieldOf(
    now: DraftReading,
    type: BlockType,
    edited: EditedFields,
    trouble: Trouble,
    suspects: readonly string[],
  ): Promise<string> {
    if (trouble.field !== undefined && trouble.usage === now.block.key) return trouble.field
    const [first, ...others] = suspects
    if (first === undefined) return ''
    if (others.length === 0) return first
    const isReset = edited.reset === suspects
    for (const name of suspects.slice(0, mostSuspects)) {
      const tried = onlyOf(edited, (one) => (isReset ? one === name : one !== name))
      const { troubles } = await this.reader.edited(now, editOf(now, type, tried))
      if (!troubles.some((one) => isSameTrouble(one, trouble))) return name
    }
    return ''
  }
}

/** Whether an edit changes the very field beside which it is said what fields may not be together. */
function isKept({ isOfFields, field }: Trouble, edited: EditedFields): boolean {
  return isOfFields === true && field !== undefined && changedNames(edited).includes(field)
}

/** Blocks with scripts, from a block down. */
function* scriptsIn(
  block: ComposedBlock,
  types: BlockTypes,
): Iterable<{ readonly block: ComposedBlock; readonly xml: string }> {
  for (const { xml } of scriptsOf(block, types)) yield { block, xml }
  for (const child of block.children) yield* scriptsIn(child, types)
}

/** The scripts in a block's fields. */
export function scriptsOf(
  { key: usage, type: name, definition, fields, prepared }: ComposedBlock,
  types: BlockTypes,
): readonly { readonly field: string; readonly xml: string }[] {
  const type = types.get(name)
  const { scripts } = type?.capabilities ?? {}
  if (!type || !scripts) return []
  try {
    return scripts(type.sharedFields({ usage, type: name, definition, fields }), prepared)
  } catch {
    return []
  }
}

/** What follows from an edit, by the block's type: further values, and what cannot be changed together. */
export function followed(
  { block }: DraftReading,
  type: BlockType,
  edited: EditedFields,
): { readonly edited: EditedFields; readonly also: readonly string[] } {
  const { follow } = type.capabilities
  const changed = new Set(changedNames(edited))
  if (!follow || changed.size === 0) return { edited, also: [] }
  const kept = Object.entries(block.fields).filter(([name]) => !edited.reset.includes(name))
  const fields: JsonObject = { ...Object.fromEntries(kept), ...edited.set }
  const { key: usage, definition } = block
  try {
    const { set, remarks = [] } = follow(
      type.sharedFields({ usage, type: block.type, definition, fields }),
      changed,
    )
    const errors = { ...edited.errors }
    for (const { level, field = '', message } of remarks) if (level === 'error') errors[field] = message
    return { edited: { ...edited, set: { ...edited.set, ...set }, errors }, also: Object.keys(set) }
  } catch (thrown) {
    return { edited: { ...edited, errors: { ...edited.errors, '': messageOf(thrown) } }, also: [] }
  }
}
