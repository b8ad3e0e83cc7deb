import type { ServiceToken } from '../service/needs.js'
import type { JsonObject } from '../values/json.js'

/** A learner's state at a block that was deleted. The block itself may not be in any course any more. */
export interface DeletedState {
  /** The block's usage key, as text. */
  readonly usage: string
  /** Whose it was; the id as `User` gave it. */
  readonly learner: { readonly id: string; readonly anonymousId: string }
  /** What was stored in the scope `userState`, by OLX name. */
  readonly values: JsonObject
  /** Whether all that is stored of the learner goes, and not this block's alone. */
  readonly isErased: boolean
  /**
   * A service of the process that the class declared, such as {@link PluginStore}, `Settings` or `Clock`; those of a request are not there.
   * @throws CompositorError `service-undeclared`, `service-missing`
   */
  service<T>(token: ServiceToken<T>): T
}

/** What a type does then. It runs once the state is gone, and cannot bring it back. */
export type WhenStateDeleted = (deleted: DeletedState) => unknown
