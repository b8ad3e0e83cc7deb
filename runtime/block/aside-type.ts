import { CompositorError } from '../errors/index.js'
import { AsideUsageKey, parseUsageKey } from '../keys/index.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import { AsideBase, asideSpecOf, asideViewsOf, type ComposedAside } from './aside.js'
import type { Catalogues } from '../words/catalogues.js'
import { BlockType } from './block-type.js'

/** A class that `@aside` was put on. */
export type ConcreteAsideClass = new (...services: never[]) => AsideBase

/** A registered aside: what the kernel compiled from a class. Its views go by the view they stand beside. */
export class AsideType extends BlockType {
  override readonly family = 'xblock_asides.v1'
  readonly #shouldApplyTo: ((block: ComposedBlock) => boolean) | undefined
  readonly #places = new WeakMap<ComposedBlock, ComposedAside>()

  /**
   * @param plugin name of the plugin that provides it @param words of that plugin
   * @throws CompositorError `plugin-invalid` for a class without `@aside`
   */
  constructor(asideClass: ConcreteAsideClass, plugin: string, words?: Catalogues) {
    const spec = asideSpecOf(asideClass)
    if (!spec || !(asideClass.prototype instanceof AsideBase)) {
      throw new CompositorError(
        'plugin-invalid',
        `${asideClass.name} of plugin '${plugin}' is no aside: it needs @aside('name') and Aside({...}).`,
      )
    }
    const views = asideViewsOf(asideClass.prototype)
    super(spec.type, plugin, asideClass, { completion: 'excluded' }, views, [], words)
    this.#shouldApplyTo = spec.shouldApplyTo
  }

  /** Whether it stands beside this block. Whatever the author's rule throws comes through. */
  appliesTo(block: ComposedBlock): boolean {
    return this.#shouldApplyTo?.(block) ?? true
  }

  /** Its place beside a block, the same object each time. */
  beside(block: ComposedBlock): ComposedAside {
    let place = this.#places.get(block)
    if (!place) {
      const usage = parseUsageKey(block.key).withoutBranchOrVersion()
      place = {
        key: new AsideUsageKey({ usage, asideType: this.name }).toString(),
        type: this.name,
        definition: block.definition,
        fields: block.asides?.[this.name] ?? {},
        children: [],
        beside: block,
        ...(block.origin && { origin: block.origin }),
      }
      this.#places.set(block, place)
    }
    return place
  }
}
