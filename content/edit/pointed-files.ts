import { parseXml, type XmlElement } from '../../runtime/olx/index.js'
import { holdsNoBlocks, needsFile } from '../olx/block-types.js'
import { isPointer, pointerPaths } from '../olx/pointer.js'
import { EncodedText } from '../source/index.js'
import type { EditSession } from './edit-session.js'
import type { FileChanges } from './version-files.js'

/**
 * A change with a file for every block that it leaves with nothing but a name: in OLX such an element points to a file (semantics 4), so that
 * an emptied unit, or an empty block that gets a name, would be one that has lost its own. What pointed before to a file that is not there goes on
 * doing so.
 * @param lost a block whose file is missing and that is called otherwise from now on: `TYPE URL_NAME`
 */
export async function withPointedFiles(
  session: EditSession,
  changes: FileChanges,
  lost?: string,
): Promise<FileChanges> {
  if (session.isV2 || session.isPathway) return changes
  const texts = [...changes].filter(([path]) => path.endsWith('.xml') && !path.startsWith('static/'))
  const before = new Set(lost === undefined ? [] : [lost])
  const after = new Map<string, XmlElement>()
  for (const [path, bytes] of texts) {
    const was = await session.xml(path)
    if (was) for (const name of pointersIn(was.root).keys()) before.add(name)
    if (bytes) for (const [name, element] of pointersIn(rootOf(bytes))) after.set(name, element)
  }
  const added = new Map<string, Buffer>()
  for (const [name, element] of after) {
    if (before.has(name)) continue
    const paths = pointerPaths(element.name, element.attribute('url_name') ?? '')
    const found = await session.known.settled(() => session.olx.find(paths))
    const isThere = found !== undefined && !changes.has(found)
    if (isThere || paths.some((path) => changes.get(path) !== undefined)) continue
    const [path = ''] = paths
    added.set(path, Buffer.from(`<${element.name}/>\n`))
  }
  return added.size === 0 ? changes : new Map([...changes, ...added])
}

function rootOf(bytes: Buffer): XmlElement | undefined {
  try {
    return parseXml(new EncodedText(bytes).text)
  } catch {
    // What is no XML points to nothing.
    return undefined
  }
}

/** The elements below a root that point to files, by type and name. */
function pointersIn(root: XmlElement | undefined): Map<string, XmlElement> {
  const found = new Map<string, XmlElement>()
  const open = root?.elements() ?? []
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (isPointer(next) && needsFile(next.name))
      found.set(`${next.name} ${next.attribute('url_name') ?? ''}`, next)
    else if (!holdsNoBlocks(next.name)) open.push(...next.elements())
  }
  return found
}
