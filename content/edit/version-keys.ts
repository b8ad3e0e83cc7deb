import {
  CourseBlockKey,
  parseCourseKey,
  parseLibraryKey,
  parsePathwayKey,
  parseUsageKey,
  V1LibraryBlockKey,
  V1LibraryKey,
} from '../../runtime/keys/index.js'
import { pathwayBlockKey } from '../olx/pathway.js'
import type { EditSession } from './edit-session.js'

/** How the blocks of a version get their usage keys, from type and id. */
export function blockKeys(session: EditSession): (type: string, id: string) => string {
  const { context, kind } = session.version
  if (session.isPathway) {
    const pathway = parsePathwayKey(context)
    return (blockType, id) => pathwayBlockKey(pathway, blockType, id)
  }
  if (kind === 'course') {
    const course = parseCourseKey(context)
    return (blockType, blockId) => new CourseBlockKey({ course, blockType, blockId }).toString()
  }
  const { version } = session
  const { context: library } = session.isV2 ? { context: undefined } : parseUsageKey(version.root)
  return library instanceof V1LibraryKey
    ? (blockType, blockId) => new V1LibraryBlockKey({ library, blockType, blockId }).toString()
    : (blockType, blockId) =>
        `${context.replace(/^lib:/, 'lb:')}:${blockType}:${blockId.replaceAll(':', '_')}`
}

/** What a version is called whose root gives it no title. */
export function plainTitle(session: EditSession): string {
  const { context, kind } = session.version
  if (session.isPathway) return parsePathwayKey(context).uuid
  if (kind === 'course') return parseCourseKey(context).course
  return context.startsWith('library-v1:') ? (context.split('+').at(-1) ?? '') : parseLibraryKey(context).slug
}
