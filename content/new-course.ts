import type { BlockTypes } from '../runtime/block/index.js'
import { CompositorError } from '../runtime/errors/index.js'
import { CourseKey } from '../runtime/keys/index.js'
import { escapeXmlAttribute } from '../runtime/olx/index.js'
import { Findings } from './olx/findings.js'
import { readOlx } from './olx/read-olx.js'
import { findRoot, MemorySource } from './source/index.js'
import { treeOf, type AuthoringStore, type DraftNow, type LogWords } from './version/index.js'

/** A course that is to be made. */
export interface NewCourse {
  /** Who offers it, its number and its run, as they stand in its key: `course-v1:ORG+NUMBER+RUN`. They stay as they are. */
  readonly org: string
  readonly number: string
  readonly run: string
  readonly title: string
}

/** Characters of a title at most. */
const mostTitle = 255

/** What learners are graded by until authors say something else: all graded work alike, passed at the half. */
const gradingPolicy = {
  GRADER: [{ type: 'Homework', short_label: 'HW', min_count: 1, drop_count: 0, weight: 1 }],
  GRADE_CUTOFFS: { Pass: 0.5 },
}

/** The key of a course that can be made. @throws CompositorError `key-malformed` where a part of it has characters that keys have not */
export function newCourseKey({ org, number, run }: Omit<NewCourse, 'title'>): CourseKey {
  return new CourseKey({ org: org.trim(), course: number.trim(), run: run.trim() })
}

/**
 * Makes a course with nothing in it, whose draft authors fill; learners see nothing of it until it is published.
 * @throws CompositorError `context-exists`, `key-malformed`, `field-value`
 */
export async function newCourse(
  store: AuthoringStore,
  types: BlockTypes,
  made: NewCourse,
  words: LogWords = {},
): Promise<DraftNow & { readonly context: string }> {
  const key = newCourseKey(made)
  const context = key.toString()
  const title = made.title.trim()
  if (title === '' || title.length > mostTitle)
    throw new CompositorError('field-value', `A course has a title of 1 to ${mostTitle} characters.`)
  if ((await store.findHead(context)) !== undefined)
    throw new CompositorError('context-exists', `There is a course '${context}' already.`)
  const { org, course: number, run } = key
  const attributes = { org, course: number, url_name: run }
  const files: readonly (readonly [string, string])[] = [
    ['course.xml', `<course${written(attributes)}/>\n`],
    [`course/${run}.xml`, `<course${written({ display_name: title })}>\n</course>\n`],
    [`policies/${run}/policy.json`, '{}\n'],
    [`policies/${run}/grading_policy.json`, `${JSON.stringify(gradingPolicy, null, 2)}\n`],
  ]
  const source = new MemorySource(
    context,
    files.map(([path, text]) => [path, Buffer.from(text)]),
  )
  const authored = await readOlx(findRoot(source), { types, findings: new Findings(), draft: true })
  const version = await store.make(authored, source, await treeOf(source), { variant: 'draft' })
  await store.save(version, { isNew: true, ...words })
  return { context, version: version.view.name, number: 1, changed: true }
}

function written(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeXmlAttribute(value)}"`)
    .join('')
}
