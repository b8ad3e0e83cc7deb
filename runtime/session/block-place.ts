import type { BlockBase, BlockHost } from '../block/block.js'
import type { BlockType } from '../block/block-type.js'
import { FieldValues } from '../block/field-values.js'
import type { ServiceToken } from '../service/needs.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import type { Json } from '../values/json.js'
import type { Fragment } from '../view/fragment.js'
import type { Session } from './session.js'

/** Where one block stands in one request: what it can reach, and whether it looked at the learner. */
export class BlockPlace implements BlockHost {
  readonly values: FieldValues
  block: BlockBase | undefined
  #touched = false

  constructor(
    private readonly session: Session,
    readonly composed: ComposedBlock,
    readonly type: BlockType,
    /** The view being shown, which children are shown with. */
    public activeView: string,
  ) {
    this.values = new FieldValues(
      { usage: composed.key, type: composed.type, definition: composed.definition, fields: composed.fields },
      session.options.fieldData,
    )
  }

  /** Whether the block read a learner's value or service, or shows children a learner was given. */
  get touchedLearner(): boolean {
    return this.#touched || this.values.touchedLearner
  }

  touch(): void {
    this.#touched = true
  }

  get children(): readonly ComposedBlock[] {
    const chosen = this.session.options.childrenOf?.(this.composed)
    if (!chosen) return this.composed.children
    this.touch()
    return chosen
  }

  async renderChild(child: ComposedBlock): Promise<Fragment> {
    const fragment = await this.session.fragment(child, this.activeView)
    if (this.session.touchedLearner(child)) this.touch()
    return fragment
  }

  service<T>(token: ServiceToken<T>, required: boolean): T | undefined {
    return this.session.resolveService(token, this, required) as T | undefined
  }

  publish(event: string, payload: object): void {
    this.session.events.push({
      type: event,
      usageKey: this.composed.key,
      blockType: this.composed.type,
      payload: payload as Json,
    })
  }
}
