import { CompositorError } from '../../runtime/errors/index.js'
import { PathwayBlockKey, PathwayKey } from '../../runtime/keys/index.js'
import { titleOf, type AuthoredContext } from './authored-block.js'
import { BlockWalk } from './block-walk.js'
import type { OlxFiles } from './olx-files.js'
import type { ReadOptions } from './read-options.js'
import { renamedIn } from './renamed-blocks.js'
import { walkedContext } from './walked-context.js'

/** The file that makes a folder a pathway. */
export const pathwayPath = 'pathway.xml'

/** Type and id of the block that a pathway is. */
const pathwayType = 'pathway'

/** The key of a block that stands in a pathway's files, as text. */
export function pathwayBlockKey(pathway: PathwayKey, blockType: string, id: string): string {
  return new PathwayBlockKey({ pathway, blockType, usageId: id.replaceAll(':', '_') }).toString()
}

/**
 * Reads a pathway from the folder that holds `pathway.xml`: `<pathway uuid display_name>` with its items in order. It is published, and met by
 * learners, as a course is, each item a unit.
 * @throws CompositorError `olx-unreadable`, `olx-malformed`, `olx-too-large`
 */
export async function readPathway(files: OlxFiles, options: ReadOptions): Promise<AuthoredContext> {
  const { findings, types, onBlocks } = options
  const file = files.rootXml(pathwayPath)
  const { root: element, path } = file
  const pathway = pathwayOf(element.name === pathwayType ? element.attribute('uuid') : undefined, path)
  const walk = new BlockWalk({
    files,
    types,
    findings,
    onBlocks,
    spool: options.spool,
    previous: await options.previous?.(pathway.toString()),
    keyOf: (blockType, id) => pathwayBlockKey(pathway, blockType, id),
  })
  const identity = { type: pathwayType, id: pathwayType }
  const root = await walk.from({ element, file, depth: 0, parentKey: '', identity })
  walk.reportNamed()
  return walkedContext(walk, files, findings, {
    context: pathway.toString(),
    kind: 'course',
    title: titleOf(walk.blocks.get(root), pathway.uuid),
    root,
    metadata: renamedIn(files),
  })
}

function pathwayOf(uuid: string | undefined, path: string): PathwayKey {
  try {
    return new PathwayKey({ uuid: uuid ?? '' })
  } catch (cause) {
    const message = `${path} does not say which pathway it is; expected <pathway uuid>.`
    throw new CompositorError('olx-unreadable', message, { location: { file: path, line: 1 }, cause })
  }
}
