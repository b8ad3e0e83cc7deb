import { PolicyMisfits, type ViewedBlock } from '../../content/index.js'
import {
  isJsonObject,
  type BlockTypes,
  type Json,
  type JsonObject,
  type PublishedBlock,
} from '../../runtime/index.js'
import { BroughtBlocks, unfitOverrides } from '../../runtime/reference/index.js'
import { overrideFields } from './draft-edit.js'

/** A setting that says what holds for nothing, or what nothing takes. */
export interface UnfitSetting {
  /** OLX name. */
  readonly field: string
  readonly message: string
}

/** What authors are refused of overrides and policy groups, whichever way these come into a draft. */
export class UnfitSettings {
  readonly #policies: PolicyMisfits

  constructor(private readonly types: BlockTypes) {
    this.#policies = new PolicyMisfits(types)
  }

  /**
   * Of one block, not of those in it.
   * @param block of the source, or in it, with what its references stand for
   * @param besides policy groups that the course gets in the same change, by name
   */
  *of(
    block: PublishedBlock,
    source: Pick<ViewedBlock, 'view' | 'above' | 'gathered'>,
    besides?: JsonObject,
  ): Iterable<UnfitSetting> {
    const { view, above, gathered } = source
    yield* this.#overrides(block, gathered.blocks)
    if (view.kind !== 'course') return
    const { root } = gathered.unit
    const course = above.get(view.root)?.settings ?? (root.key === view.root ? root.settings : {})
    yield* this.#policies.of(block.settings, block.key === view.root, {
      context: view.context,
      root: course,
      ...(besides && { besides }),
    })
  }

  *#overrides(
    { type, settings, referred = [] }: PublishedBlock,
    records: Readonly<Record<string, PublishedBlock>>,
  ): Iterable<UnfitSetting> {
    const said = {
      all: objectOf(settings[overrideFields.all]),
      single: objectOf(settings[overrideFields.single]),
    }
    const isSaid = Object.keys(said.all).length + Object.keys(said.single).length > 0
    if (!isSaid || !this.types.get(type)?.capabilities.references) return
    const brought = new BroughtBlocks(this.types)
    for (const [hash, record] of Object.entries(records)) brought.add(hash, record)
    const isWhole = !referred.some((one) => 'failure' in one)
    for (const { of, message } of unfitOverrides(said, [...brought.of(referred)], {
      asEdited: true,
      isWhole,
    }))
      yield { field: overrideFields[of], message }
  }
}

function objectOf(value: Json | undefined) {
  return isJsonObject(value) ? value : {}
}
