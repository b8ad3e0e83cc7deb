import { CompositorError } from '../../runtime/errors/index.js'

const junk = /^(?:\._.*|\.DS_Store|__MACOSX|\.git|Thumbs\.db)$/

/** Whether a path is what operating systems and version control leave behind, not an author's file. */
export function isJunk(path: string): boolean {
  return path.split('/').some((part) => junk.test(part))
}

/**
 * The clean path of an archive entry: relative, `/` between names, no `.` parts, no `/` at the end; '' is the
 * archive's own folder.
 * @throws CompositorError `archive-unsafe` for a path that is absolute, climbs with `..` or is no path at all
 */
export function entryPath(archive: string, raw: string): string {
  const refuse = (why: string) =>
    new CompositorError('archive-unsafe', `${archive} holds the path '${raw.slice(0, 200)}', which ${why}.`)
  if (raw.includes('\0')) throw refuse('has a null character')
  const path = raw.replaceAll('\\', '/')
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) throw refuse('is absolute')
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  if (parts.includes('..')) throw refuse('climbs out of its folder')
  return parts.join('/')
}
