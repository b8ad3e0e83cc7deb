import type { Catalogues } from '../words/catalogues.js'
import type { PluginService } from '../service/plugin-service.js'
import type { AsideType } from './aside-type.js'
import type { BlockType } from './block-type.js'
import type { Mixins } from './mixins.js'

/** The block types that are registered. */
export interface BlockTypes {
  /** The type of this name, or undefined. A miss costs no more than a hit. */
  get(name: string): BlockType | undefined
  /** The asides that stand beside blocks; none when left out. */
  readonly asides?: readonly AsideType[]
  /** What every block has besides its type's own fields; nothing when left out. */
  readonly mixins?: Mixins
  /** Services that plugins bring; what the host binds stands. */
  readonly services?: readonly PluginService[]
  /** What the host says in words of its own, in place of what is shipped. */
  readonly words?: Catalogues | undefined
}
