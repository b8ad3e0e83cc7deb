import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import type { UsageKey } from '../../runtime/keys/index.js'
import type { AuthoringStore } from '../version/index.js'
import type { ReferenceState } from './reference-state.js'

/** The references of drafts to libraries, as their authors read and change them. */
export class References {
  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
  ) {}

  /**
   * A reference as it stands in the draft, with what its author should know of each step.
   * @throws CompositorError `context-unknown`, `block-not-found`, `draft-fixed` for a block that refers to no library
   */
  async state(usage: UsageKey): Promise<ReferenceState> {
    const view = await this.store.view(usage.context.withoutBranchOrVersion().toString(), 'draft')
    const key = usage.withoutBranchOrVersion()
    const block = await view.block(key.toString())
    if (!block) {
      const message = `The draft of '${view.context}' has no block '${key.toString()}'.`
      throw new CompositorError('block-not-found', message, { usage: key.toString() })
    }
    if (!this.types.get(block.type)?.capabilities.references) {
      const message = `'${key.toString()}' is of type ${block.type}, which refers to no library.`
      throw new CompositorError('draft-fixed', message, { usage: key.toString() })
    }
    const title = block.settings['display_name']
    return {
      usage: key,
      type: block.type,
      title: typeof title === 'string' ? title : '',
      draft: view.name,
      libraries: [],
      pool: [],
      isRandom: this.types.get(block.type)?.capabilities.choice !== undefined,
      messages: [],
    }
  }
}
