import { CompositorError } from '../../runtime/errors/index.js'
import { CourseBlockKey, CourseKey } from '../../runtime/keys/index.js'
import type { XmlElement } from '../../runtime/olx/index.js'
import { errorBlockType, titleOf, type AuthoredContext } from './authored-block.js'
import { blockId } from './block-id.js'
import { BlockWalk } from './block-walk.js'
import { draftFolder, readDraftBlocks } from './draft-blocks.js'
import type { Findings } from './findings.js'
import { gradingPolicyIn } from './grading-policy-file.js'
import type { OlxFile, OlxFiles } from './olx-files.js'
import { pointerPaths } from './pointer.js'
import { readPolicy } from './policy.js'
import type { ReadOptions } from './read-options.js'
import { renamedIn } from './renamed-blocks.js'
import { walkedContext } from './walked-context.js'

/** The id of every course's root block, whatever its url_name (the incumbent's split modulestore). */
const courseBlockId = 'course'

/**
 * Reads a course run from the folder that holds `course.xml`.
 * @throws CompositorError `olx-unreadable`, `olx-malformed`, `olx-file-missing` where the root itself is
 *   broken, `olx-too-large`
 */
export async function readCourse(files: OlxFiles, options: ReadOptions): Promise<AuthoredContext> {
  const { findings, types, draft, onBlocks } = options
  const file = files.rootXml('course.xml')
  const { course, run } = courseOf(files, file)
  const walk = new BlockWalk({
    files,
    types,
    findings,
    onBlocks,
    spool: options.spool,
    previous: await options.previous?.(course.toString()),
    policy: readPolicy(files, run, findings),
    ...(draft && { drafts: readDraftBlocks(files) }),
    keyOf: (blockType, id) => new CourseBlockKey({ course, blockType, blockId: id }).toString(),
  })
  const root = await walk.from({
    element: file.root,
    file,
    depth: 0,
    parentKey: '',
    identity: { type: 'course', id: courseBlockId, urlName: run },
    ...(draft && { folder: draftFolder }),
  })
  walk.reportNamed()
  const rootBlock = walk.blocks.get(root)
  if (rootBlock === undefined || rootBlock.type === errorBlockType) throw rootError(findings, file)
  return walkedContext(walk, files, findings, {
    context: course.toString(),
    kind: 'course',
    title: titleOf(rootBlock, course.course),
    root,
    metadata: { ...gradingPolicyIn(files, run, findings), ...renamedIn(files) },
  })
}

/** The first error found is the root's: nothing else was read. */
function rootError(findings: Findings, file: OlxFile): CompositorError {
  const found = findings.list.find((one) => one.level === 'error')
  const message = found?.message ?? 'The course has no root block.'
  return new CompositorError(found?.code ?? 'olx-unreadable', message, {
    location: { file: found?.file ?? file.path, ...(found?.line !== undefined && { line: found.line }) },
  })
}

function courseOf(files: OlxFiles, { root, path }: OlxFile): { course: CourseKey; run: string } {
  const named = ['url_name', 'semester', 'slug'].map((name) => root.attribute(name)?.trim()).find(Boolean)
  // A name is a title in courses that say their run otherwise.
  const run = named ?? onlyRun(files) ?? root.attribute('name')
  const [definitionPath = ''] = pointerPaths('course', run ?? '')
  const found = run === undefined ? undefined : files.xml(definitionPath)
  const definition = found !== undefined && 'root' in found ? found.root : undefined
  const org = root.attribute('org') ?? definition?.attribute('org')
  const number = courseNumber(root) ?? (definition && courseNumber(definition))
  if (root.name !== 'course' || !run || !org || !number) {
    const missing = Object.entries({ org, course: number, url_name: run }).filter(([, value]) => !value)
    const why =
      root.name === 'course'
        ? `does not give ${missing.map(([name]) => name).join(', ')}`
        : `holds <${root.name}>`
    throw new CompositorError('olx-unreadable', `${path} ${why}; expected <course org course url_name>.`, {
      location: { file: path, line: root.line, column: root.column },
    })
  }
  const parts = { org: blockId(org), course: blockId(number), run: blockId(run) }
  return { course: new CourseKey(parts), run }
}

function courseNumber(element: XmlElement): string | undefined {
  return element.attribute('course') ?? element.attribute('number')
}

/** The run of a course that does not name it, where `course/` holds one file only. */
function onlyRun(files: OlxFiles): string | undefined {
  const runs = files.source.paths().filter((path) => /^course\/[^/]+\.xml$/.test(path))
  return runs.length === 1 ? runs[0]?.slice('course/'.length, -'.xml'.length) : undefined
}
