import { draftFolder } from '../olx/draft-blocks.js'
import { pathwayPath } from '../olx/pathway.js'
import { policyPaths } from './changed-policy.js'
import type { EditSession } from './edit-session.js'
import { KnownFiles, type VersionFiles } from './version-files.js'

/** Attributes of a root by which the whole is called. */
const naming = ['uuid', 'org', 'course', 'number', 'library', 'url_name', 'slug', 'semester', 'name']

/** Whether a change of files may concern any block of a version, or what is no block. @param paths of the files that changed */
export async function concernsAll(
  session: EditSession,
  filesBefore: VersionFiles,
  paths: ReadonlySet<string>,
): Promise<boolean> {
  const policies = await policyPaths(session)
  for (const path of paths) {
    const isBlocks = /\.(?:xml|html?)$/i.test(path) && !path.startsWith('static/')
    if (!isBlocks && !policies.includes(path)) {
      if (/^(?:static|policies)\/|(?:^|\/)grading_policy\.json$/.test(path)) return true
      if ((await session.version.readFrom(path)).length === 0) continue
    }
    if (session.folder !== undefined && path.startsWith(`${draftFolder}/`)) return true
    const isRoot =
      path === 'course.xml' ||
      path === 'library.xml' ||
      path === pathwayPath ||
      /^courses?\/[^/]+\.xml$/.test(path)
    if (isRoot && (await namesAnother(path, session, filesBefore))) return true
  }
  return (await session.version.block(session.version.root)) === undefined
}

/** Whether a root file calls the whole otherwise than it did. */
async function namesAnother(path: string, session: EditSession, filesBefore: VersionFiles): Promise<boolean> {
  const before = new KnownFiles('before', filesBefore)
  const tag = (text: string) =>
    /<[a-z]+\b(?:[^"'>]|"[^"]*"|'[^']*')*>/.exec(text.replace(/<!--[^]*?-->/g, ''))?.[0] ?? ''
  const [one, other] = [await before.read(path), await session.known.read(path)].map(tag)
  const value = (text: string | undefined, name: string) =>
    new RegExp(String.raw`\s${name}\s*=\s*("[^"]*"|'[^']*')`).exec(text ?? '')?.[1]?.slice(1, -1)
  return naming.some((name) => value(one, name) !== value(other, name))
}
