import type { AsideType } from '../block/aside-type.js'
import type { Catalogues } from '../words/catalogues.js'
import type { BlockCall, BlockRuntimeOptions } from './block-runtime-options.js'
import { failureCatalogues } from './failure-words.js'
import { SharedViews } from './shared-views.js'
import type { TypedBlock } from './typed-block.js'

/** What all requests of a process share: the types, the services, and what is the same for everyone. */
export class Kernel {
  readonly deadline: number
  /** The registered asides; while there is none, they cost one check a block. */
  readonly asides: readonly AsideType[]
  readonly shared = new SharedViews()
  /** Words for blocks that failed. */
  readonly failureWords: Catalogues
  readonly #asidesByView = new Map<string, readonly AsideType[]>()

  constructor(readonly options: BlockRuntimeOptions) {
    this.deadline = options.deadline ?? 1000
    this.asides = options.types.asides ?? []
    const { services } = options
    const { words } = options.types
    this.failureWords = words ? failureCatalogues.under(words) : failureCatalogues
    for (const { token, make } of options.types.services ?? []) {
      if (!services.isBound(token)) services.bind(token).toDynamicValue(make).inSingletonScope()
    }
  }

  /** The asides that may stand beside blocks shown with a view, in the order they are registered. */
  asidesFor(view: string): readonly AsideType[] {
    if (this.asides.length === 0) return this.asides
    let asides = this.#asidesByView.get(view)
    if (!asides) {
      asides = this.asides.filter(({ views }) => views.has(view))
      this.#asidesByView.set(view, asides)
    }
    return asides
  }

  /** Calls code of a block. */
  call<T>({ type, composed }: TypedBlock, doing: string, fail: BlockCall['fail'], work: () => T): T {
    const { contain } = this.options
    if (!contain) return work()
    const { name, plugin } = type
    return contain({ plugin, doing: `${name}’s ${doing}`, usage: composed.key, fail }, work)
  }
}
