import { XmlElement } from '../../runtime/olx/index.js'
import type { OlxFiles } from './olx-files.js'

/** A block that exists only as a draft: its parent's published file does not point to it. */
interface DraftBlock {
  readonly element: XmlElement
  readonly index: number
}

/** Draft blocks by their parent, as `TYPE/URL_NAME`. */
export type DraftBlocks = ReadonlyMap<string, readonly DraftBlock[]>

/** Where drafts stand in a course export. */
export const draftFolder = 'drafts'

/** The drafts of a course that say where they belong (`parent_url`, `index_in_children_list`). */
export function readDraftBlocks(files: OlxFiles): DraftBlocks {
  const drafts = new Map<string, DraftBlock[]>()
  for (const path of files.source.paths()) {
    const [, type, name] = /^drafts\/([^/]+)\/(.+)\.xml$/.exec(path) ?? []
    const file = type === undefined || name === undefined ? undefined : files.xml(path)
    if (type === undefined || name === undefined || file === undefined || 'error' in file) continue
    const parentUrl = file.root.attribute('parent_url') ?? file.root.attribute('parent_sequential_url')
    const parent = parentUrl && parentOf(parentUrl)
    if (!parent) continue
    const element = new XmlElement(type, new Map([['url_name', name.replaceAll('/', ':')]]))
    const index = Number.parseInt(file.root.attribute('index_in_children_list') ?? '', 10)
    const siblings = drafts.get(parent) ?? []
    siblings.push({ element, index: Number.isNaN(index) ? Infinity : index })
    drafts.set(parent, siblings)
  }
  for (const siblings of drafts.values()) siblings.sort((a, b) => a.index - b.index)
  return drafts
}

/** The children of a block with its drafts put in at their places; those already there stay where they are. */
export function withDrafts(
  children: readonly XmlElement[],
  drafts: DraftBlocks | undefined,
  parent: string,
): readonly XmlElement[] {
  const own = drafts?.get(parent)
  if (own === undefined) return children
  const known = new Set(children.map(nameOf))
  const all = [...children]
  for (const { element, index } of own) {
    if (!known.has(nameOf(element))) all.splice(Math.min(index, all.length), 0, element)
  }
  return all
}

function nameOf(element: XmlElement): string {
  return `${element.name}/${element.attribute('url_name') ?? ''}`
}

/** `TYPE/ID` out of a course block key, old or new. */
function parentOf(url: string): string | undefined {
  const found = /type@([^+]+)\+block@(.+)$/.exec(url) ?? /^i4x:\/\/[^/]+\/[^/]+\/([^/]+)\/([^@]+)/.exec(url)
  return found === null ? undefined : `${found[1]}/${found[2]}`
}
