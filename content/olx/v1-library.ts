import { CompositorError } from '../../runtime/errors/index.js'
import { V1LibraryBlockKey, V1LibraryKey } from '../../runtime/keys/index.js'
import { titleOf, type AuthoredContext } from './authored-block.js'
import { blockId } from './block-id.js'
import { BlockWalk } from './block-walk.js'
import type { OlxFiles } from './olx-files.js'
import type { ReadOptions } from './read-options.js'
import { renamedIn } from './renamed-blocks.js'
import { walkedContext } from './walked-context.js'

/**
 * Reads a v1 library from the folder that holds `library.xml`.
 * @throws CompositorError `olx-unreadable`, `olx-malformed`, `olx-too-large`
 */
export async function readV1Library(files: OlxFiles, options: ReadOptions): Promise<AuthoredContext> {
  const { findings, types, onBlocks } = options
  const file = files.rootXml('library.xml')
  const { root: element, path } = file
  const org = element.attribute('org')
  const slug = element.attribute('library')
  if (element.name !== 'library' || !org || !slug) {
    const shown = `<${element.name} org="${org ?? ''}" library="${slug ?? ''}">`
    throw new CompositorError('olx-unreadable', `${path} holds ${shown}; expected <library org library>.`, {
      location: { file: path, line: element.line, column: element.column },
    })
  }
  const library = new V1LibraryKey({ org: blockId(org), library: blockId(slug) })
  const walk = new BlockWalk({
    files,
    types,
    findings,
    onBlocks,
    spool: options.spool,
    previous: await options.previous?.(library.toString()),
    keyOf: (blockType, id) => new V1LibraryBlockKey({ library, blockType, blockId: id }).toString(),
  })
  const identity = { type: 'library', id: 'library' }
  const root = await walk.from({ element, file, depth: 0, parentKey: '', identity })
  walk.reportNamed()
  return walkedContext(walk, files, findings, {
    context: library.toString(),
    kind: 'library',
    title: titleOf(walk.blocks.get(root), slug),
    root,
    metadata: renamedIn(files),
  })
}
