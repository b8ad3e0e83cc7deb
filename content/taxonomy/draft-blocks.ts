import { formerKeys } from '../olx/renamed-blocks.js'
import type { AuthoringStore } from '../version/index.js'
import type { KnownBlocks } from './block-tags.js'

/** The blocks of drafts, which are those that can be tagged. */
export function draftBlocks(authoring: AuthoringStore): KnownBlocks {
  return {
    async there(context, usages) {
      const view = await authoring.view(context, 'draft')
      return new Set((await view.blocks(usages)).keys())
    },
    async former(context) {
      if ((await authoring.findHead(context)) === undefined) return new Map()
      return formerKeys(await (await authoring.view(context, 'draft')).fact('renamed_blocks'))
    },
  }
}
