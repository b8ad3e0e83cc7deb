import type { BlockTypes } from '../../runtime/block/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import { titleOf } from '../../runtime/reference/index.js'
import { standsIn } from '../usage/place-above.js'
import type { StoredVersionView } from '../version/index.js'
import { referencesIn, type DraftReference } from './draft-reference.js'
import type { KnownLibraries } from './known-libraries.js'
import { declinedField, namedLibraries } from './named-library.js'
import type { PreviewedChange } from './previewed-change.js'
import { isEmptyPreview, type ReferencePreview } from './reference-preview.js'
import type { FoundStep, VersionComparison } from './version-comparison.js'

/** A reference that could be brought to another version. */
export interface OfferedUpdate {
  readonly preview: ReferencePreview
  /** Block type of the reference. */
  readonly type: string
  /** Usage key of the unit, or container of a library, that it stands in, as text, with its title; null where it stands in none. */
  readonly unit: { readonly usage: string; readonly title: string } | null
  /** Whether its author declined this version. */
  readonly isDeclined: boolean
}

/** What libraries published since, as it is offered to the references of one draft. */
export class OfferedUpdates {
  constructor(
    private readonly view: StoredVersionView,
    private readonly types: BlockTypes,
    private readonly libraries: KnownLibraries,
    private readonly comparison: VersionComparison,
  ) {}

  /** Each reference for which it is another thing than what it names, in an order that means nothing. */
  async *all(): AsyncIterable<{ readonly reference: DraftReference; readonly offered: OfferedUpdate }> {
    for await (const reference of referencesIn(this.view, this.types)) {
      const offered = await this.#offered(reference)
      if (offered) yield { reference, offered }
    }
  }

  async #offered(reference: DraftReference): Promise<OfferedUpdate | undefined> {
    const { view, comparison } = this
    const steps: FoundStep[] = []
    for (const step of await comparison.steps(reference))
      if (await this.#touches(reference, step)) steps.push(step)
    if (steps.length === 0) return undefined
    const preview = await comparison.preview(view, reference, steps)
    if (isEmptyPreview(preview)) return undefined
    const unit = await standsIn(reference.usage, view)
    const above = unit === undefined ? undefined : await view.block(unit)
    return {
      preview,
      type: reference.block.type,
      unit: unit === undefined ? null : { usage: unit, title: titleOf(unit, above?.settings ?? {}) },
      isDeclined: await this.#isDeclined(reference, steps),
    }
  }

  /** Whether what differs in a library may concern a reference: what a look at the differing keys alone can tell. */
  async #touches(reference: DraftReference, step: FoundStep): Promise<boolean> {
    if (step.from === null || step.found.length > 0) return true
    const change = await this.libraries.change(step.library, step.from, step.to)
    const named = reference.references.filter(({ library }) => library === step.library)
    if (named.some(({ query }) => query)) return true
    if ((await change.touched()).size === 0 && !(await change.files()).has('')) return false
    if ((await change.files()).has('') || named.some(({ block }) => block === '*')) return true
    return change.touches(named.map(({ block }) => block))
  }

  async #isDeclined(reference: DraftReference, steps: readonly FoundStep[]): Promise<boolean> {
    const declined = namedLibraries(reference.block.settings[declinedField])
    for (const step of steps) {
      const version = declined.find(({ library }) => library === step.library)?.version
      if (version === undefined) return false
      if (version === step.to) continue
      const since = { ...step, from: version }
      if (!(await this.libraries.isThere(step.library, version))) return false
      if (!isEmptyChange(await this.comparison.change(reference, since))) return false
    }
    return true
  }
}

function isEmptyChange({ added, removed, moved, changed, files }: PreviewedChange): boolean {
  return added.length + removed.length + moved.length + changed.length + files.length === 0
}

/** By unit, then by the reference's own id. */
export function placeText({ unit, preview }: OfferedUpdate): string {
  const id = parseUsageKey(preview.usage).blockId
  return `${unit?.title ?? ''}\u0000${unit?.usage ?? ''}\u0000${id}`
}
