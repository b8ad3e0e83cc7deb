import type { AsideType } from '../block/aside-type.js'
import { constructBlock, type BlockBase } from '../block/block.js'
import { fallbackType, type BlockType } from '../block/block-type.js'
import type { FieldUpdate } from '../block/field-values.js'
import { CompositorError } from '../errors/index.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import { blockFailure } from './block-failure.js'
import { BlockPlace } from './block-place.js'
import { asideFieldData, sharedOnlyFieldData } from './narrowed-field-data.js'
import type { OtherPlaces, PlaceSession } from './place-session.js'

/** A place whose block has been made. */
export type LivePlace = BlockPlace & { readonly block: BlockBase }

/** The places of the blocks of one request, each made when it is first needed. */
export class BlockPlaces implements OtherPlaces {
  readonly #places = new Map<ComposedBlock, BlockPlace>()

  constructor(private readonly session: PlaceSession) {}

  /** The place of a block that has been made, if it has. */
  known(composed: ComposedBlock): BlockPlace | undefined {
    return this.#places.get(composed)
  }

  /** @throws CompositorError `block-type-unknown`; `block-failed` when the block's constructor throws */
  of(composed: ComposedBlock): LivePlace {
    const known = this.#places.get(composed)
    if (known) return known as LivePlace
    return this.#keep(new BlockPlace(this.session, composed, this.#knownTypeOf(composed), 'student_view'))
  }

  /** The place to show a view from: another one, with the same values, while the first shows another view. */
  showing(composed: ComposedBlock, view: string): LivePlace {
    const place = this.of(composed)
    if (place.activeView === view) return place
    if (place.running > 0) {
      return this.#made(new BlockPlace(this.session, composed, place.type, view, place.values))
    }
    place.activeView = view
    return place
  }

  /** A place whose block sees nothing of the learner, for a view that is the same for everyone. */
  showingShared(composed: ComposedBlock, view: string): LivePlace {
    const type = this.#knownTypeOf(composed)
    return this.#made(new BlockPlace(this.session, composed, type, view, sharedOnlyFieldData(view)))
  }

  /** The place of an aside beside a block. */
  aside(type: AsideType, beside: ComposedBlock, view: string): LivePlace {
    const composed = type.beside(beside)
    const known = this.#places.get(composed)
    if (known) return known as LivePlace
    const data = asideFieldData(this.session.options.fieldData)
    return this.#keep(new BlockPlace(this.session, composed, type, view, data))
  }

  /** What the blocks changed: dirty values only, and nothing of a block that failed. */
  updates(): FieldUpdate[] {
    return [...this.#places.values()].flatMap(({ failed, values, type, fileUpdates }) => {
      if (failed) return []
      const updates = values.updates(type.learnerFields)
      const { family } = type
      const own = family === 'xblock.v1' ? updates : updates.map((update) => ({ ...update, family }))
      return fileUpdates.length === 0 ? own : [...own, ...fileUpdates]
    })
  }

  /** Whether a block asked for a collection that others add to. */
  get askedOthers(): boolean {
    for (const { values } of this.#places.values()) if (values.askedOthers) return true
    return false
  }

  /** The type a block is shown with; undefined where not even the fallback is registered. */
  typeOf({ type }: ComposedBlock): BlockType | undefined {
    const { types } = this.session.kernel.options
    return types.get(type) ?? types.get(fallbackType)
  }

  #knownTypeOf(composed: ComposedBlock): BlockType {
    const type = this.typeOf(composed)
    if (type) return type
    throw new CompositorError('block-type-unknown', `No plugin provides '${composed.type}'.`, {
      usage: composed.key,
    })
  }

  #keep(place: BlockPlace): LivePlace {
    const made = this.#made(place)
    this.#places.set(place.composed, made)
    return made
  }

  #made(place: BlockPlace): LivePlace {
    const { type } = place
    try {
      const make = () => new type.blockClass(...(this.session.services.ofConstructor(place) as never[]))
      place.block = this.session.kernel.call(place, 'constructor', ignored, () => constructBlock(place, make))
    } catch (thrown) {
      throw blockFailure(thrown, place, 'its constructor')
    }
    return place as LivePlace
  }
}

/** A constructor waits for nothing, so there is nothing to end. */
function ignored(): void {}
