import { CompositorError } from '../../runtime/errors/index.js'
import type { CourseKey } from '../../runtime/keys/index.js'
import { parseXml } from '../../runtime/olx/index.js'
import { policyName } from '../olx/read-place.js'
import { EncodedText } from '../source/index.js'
import { keyEdit } from './json-text.js'
import { RenamedKeys } from './renamed-keys.js'
import { StartTag } from '../../runtime/olx/start-tag.js'
import type { VersionFiles } from './version-files.js'

/**
 * The files of a course as those of another run: `course.xml` names that, the files called by the run are called by the other,
 * and keys of the course in its texts are those of the copy. All else is byte for byte as it was.
 * @param run the run as the files name it
 */
export async function copiedRun(
  files: VersionFiles,
  from: CourseKey,
  run: string,
  to: CourseKey,
): Promise<ReadonlyMap<string, Buffer>> {
  const copy = new Map<string, Buffer>()
  const keys = ownKeys(from, to)
  for (const path of await files.paths()) {
    const bytes = Buffer.from((await files.bytes(path)) ?? [])
    const text = /\.(?:xml|html?|json)$/i.test(path) && !path.startsWith('static/')
    copy.set(pathOf(path, run, to.run), text ? keys.in(bytes) : bytes)
  }
  const root = copy.get('course.xml')
  if (!root) throw new CompositorError('olx-unreadable', `The course '${from.toString()}' has no course.xml.`)
  copy.set('course.xml', renamedRoot(root, to))
  for (const path of [`policies/${to.run}/policy.json`, `policies/${to.run}.json`]) {
    const bytes = copy.get(path)
    if (!bytes) continue
    const policy = new EncodedText(bytes)
    const edits = keyEdit(policy.text, policyName('course', run), policyName('course', to.run))
    copy.set(path, policy.with(edits, 'json'))
  }
  return copy
}

function pathOf(path: string, run: string, other: string): string {
  for (const [before, after] of [
    [`course/${run}.xml`, `course/${other}.xml`],
    [`courses/${run}.xml`, `courses/${other}.xml`],
    [`policies/${run}.json`, `policies/${other}.json`],
  ])
    if (path === before) return after ?? path
  const folder = `policies/${run}/`
  return path.startsWith(folder) ? `policies/${other}/${path.slice(folder.length)}` : path
}

function renamedRoot(bytes: Buffer, { org, course, run }: CourseKey): Buffer {
  const file = new EncodedText(bytes)
  const root = parseXml(file.text, { file: 'course.xml' })
  const named = { url_name: run, org, course, number: undefined, slug: undefined, semester: undefined }
  const values = new Map<string, string | undefined>(Object.entries(named))
  return file.with(new StartTag(root, file.text).with(values, root.attributes), 'xml')
}

/** Texts name blocks and files of the course by its key. */
function ownKeys(from: CourseKey, to: CourseKey): RenamedKeys {
  const [before, after] = [from, to].map(({ org, course, run }) => `${org}+${course}+${run}`)
  return new RenamedKeys(
    ['block-v1:', 'asset-v1:', 'course-v1:'].map((kind) => ({
      before: `${kind}${before}`,
      after: `${kind}${after}`,
    })),
  )
}
