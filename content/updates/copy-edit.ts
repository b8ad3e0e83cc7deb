import { CompositorError } from '../../runtime/errors/index.js'
import type { UpdateWishes } from '../reference/index.js'
import { copyTree } from '../upstream/copy-tree.js'
import { linkedTo } from '../upstream/planned-sync.js'
import { UpstreamBlocks } from '../upstream/upstream-block.js'
import { syncEdit } from '../upstream/upstream-edit.js'
import { UpstreamFiles } from '../upstream/upstream-files.js'
import type { AuthoringStore, BlockEdit, StoredVersionView } from '../version/index.js'

/**
 * The change that brings one linked copy to what is published, without making it.
 * @throws CompositorError `block-not-found`, `library-block-missing`; `draft-fixed` for a copy of a container, which takes more than one
 */
export async function copyEdit(
  store: AuthoringStore,
  view: StoredVersionView,
  usage: string,
  { edited }: UpdateWishes,
): Promise<BlockEdit> {
  const blocks = new UpstreamBlocks(store)
  const [copy] = await copyTree(view, usage, blocks)
  const theirs = linkedTo(usage, copy)
  if (!copy || copy.members)
    throw new CompositorError('draft-fixed', `'${usage}' is a copy of a container, more than one block.`, {
      usage,
    })
  const { block, link, of } = copy
  const content = (await view.definitions([block.definition])).get(block.definition)?.content ?? {}
  const edit = syncEdit(usage, block, link.upstream, theirs, content, edited)
  return { ...edit, content: await new UpstreamFiles(view, blocks, store).brought(of, edit.content) }
}
