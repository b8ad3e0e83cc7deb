import { CourseKey, OldCourseKey, type LearningContextKey } from '../keys/index.js'
import { unescapePercents } from './unescape-percents.js'

/** A link to a file of a course, in any of the forms that incumbents give one. */
export interface AssetLink {
  /** The file's name after `/static/`, as written. */
  readonly name: string
  /** Query string and fragment. */
  readonly rest: string
  /** The course whose file it is, where the link says so. */
  readonly of?: { readonly org: string; readonly course: string }
  /** Whether it leads to a host of its own, where the file is, too. */
  readonly isForeign: boolean
}

const origin = String.raw`(?:(?:https?:)?\/\/[^\/\s"'<>()?#]+)`
/**
 * How links to files of courses begin: `/static/`, `/asset-v1:`, `/c4x/`, `/assets/courseware/v1/HASH/asset-v1:`;
 * the long ones also as pasted from the address bar, with their host and with percent escapes.
 */
export const assetStart = String.raw`(?:\/static\/|(?:${origin}?\/(?:assets\/courseware\/(?:\w+\/){0,3})?)?(?:asset-v1(?::|%3A)|c4x\/))`

const start = new RegExp(`^${assetStart}`, 'i')
const key = /^asset-v1:([^/+]+)\+([^/+]+)\+[^/]*?\+?type@[^+/]+\+block(?:@|\/)(.+)$/s
const oldKey = /^c4x\/([^/]+)\/([^/]+)\/asset\/(.+)$/s

/** Whether an address is that of a file of a course, under any of its names. */
export function isAssetLink(address: string): boolean {
  return start.test(address.trim())
}

/** Reads a link to a file of a course; undefined for any other address. */
export function parseAssetLink(link: string): AssetLink | undefined {
  if (!start.test(link)) return undefined
  const [, path = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(link) ?? []
  const [, name] = /^\/static\/(.+)$/s.exec(path) ?? []
  if (name !== undefined) return { name, rest, isForeign: false }
  const isForeign = /^(?:https?:)?\/\//i.test(path)
  // Only the key's own marks are unescaped here: the name keeps what it is, to be looked up as written first.
  const written = path.slice(path.search(/asset-v1(?::|%3A)|c4x\//i))
  const marks = written.replace(/%(?:3a|2b|40)/gi, (escape) => unescapePercents(escape))
  const [, org, course, file] = key.exec(written) ?? key.exec(marks) ?? oldKey.exec(written) ?? []
  if (org === undefined || course === undefined || file === undefined) return undefined
  return { name: file, rest, of: { org: unescapePercents(org), course: unescapePercents(course) }, isForeign }
}

/**
 * Whether a file is found by its name in a course: always where the link names no host; else where it is of a run
 * of that course.
 */
export function isFileOf({ of, isForeign }: AssetLink, context: LearningContextKey | undefined): boolean {
  if (!isForeign) return true
  if (!(context instanceof CourseKey || context instanceof OldCourseKey)) return false
  return of?.org === context.org && of.course === context.course
}
