import type { CompositorError } from '../../runtime/errors/index.js'
import type { XmlElement } from '../../runtime/olx/index.js'
import type { OlxFile } from './olx-files.js'

/** An element that stands where a block is, and the blocks around it. */
export interface BlockPlace {
  readonly element: XmlElement
  /** The file the element stands in. */
  readonly file: OlxFile
  readonly parent?: BlockPlace
  /** Number of blocks around it. */
  readonly depth: number
  /** Key of the parent block; '' for a root. */
  readonly parentKey: string
  /** A folder whose files come before those of the root, for components with files of their own. */
  readonly folder?: string
  /** What it is, where that is not told by its tag and url_name; such an element is never a pointer. */
  readonly identity?: { readonly type: string; readonly id: string; readonly urlName?: string }
  /** Why there is nothing to read at this place; the file's whole text is kept. */
  readonly failure?: CompositorError
}

/** Whether a file is one of those the place stands in, so that pointing to it would never end. */
export function standsIn(place: BlockPlace, path: string): boolean {
  for (let at: BlockPlace | undefined = place; at !== undefined; at = at.parent) {
    if (at.file.path === path) return true
  }
  return false
}
