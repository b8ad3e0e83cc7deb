import type { PublishedContext } from '../../compositor/index.js'
import type { Learner } from '../learner.js'
import type { LearnerUnits } from '../learner-units.js'
import type { CountedSections } from './counted-sections.js'
import { gradedCourse, type GradedCourse, type Subsection } from './graded-course.js'
import { Grading, type CourseProgress } from './grading.js'
import type { CourseGrades, GradesQuery, LearnerGrades } from './learner-grades.js'

/**
 * Grades of learners of a published course. What counts is known of the publication; of all learners together their results,
 * groups and exceptions are read at once. Only units that show each learner something else are opened for each.
 * @throws CompositorError `store-unavailable`, `store-damaged`
 */
export async function gradesOf(
  units: LearnerUnits,
  counted: CountedSections,
  published: PublishedContext,
  query: GradesQuery,
): Promise<CourseGrades> {
  const { clock, reading } = units.options
  const course = await gradedCourse(published, clock.now())
  if (!reading) return { course, learners: [] }
  const { within } = query
  const asked = query.isGradedOnly ? countedSections(course) : course.subsections
  const sections = within === undefined ? asked : asked.filter(({ key }) => key === within)
  const blocks = await counted.blocks(published, course, sections, reading, clock.now())
  const grading = new Grading(units, published, course, sections, blocks)
  const learners = query.learners.map((learner): Learner => {
    return { ...learner, counting: query.seenBy === 'staff' ? 'all' : 'known' }
  })
  await grading.read(learners)
  const grades: LearnerGrades[] = []
  for (const learner of learners) grades.push(await grading.of(learner))
  return { course, learners: grades }
}

/**
 * How far a learner is in all of a published course that they may know of, as its outline has it: nothing is opened that counts the same
 * for everybody.
 * @throws as {@link gradesOf} does
 */
export async function progressIn(
  units: LearnerUnits,
  counted: CountedSections,
  published: PublishedContext,
  learner: Learner,
): Promise<CourseProgress> {
  const { clock, reading } = units.options
  const course = await gradedCourse(published, clock.now())
  const { subsections } = course
  const blocks = reading
    ? await counted.blocks(published, course, subsections, reading, clock.now())
    : new Map<string, undefined>()
  const grading = new Grading(units, published, course, subsections, blocks)
  await grading.read([learner])
  return grading.progress(learner)
}

/** What counts for the grade; everything without a policy. */
function countedSections({ policy, subsections }: GradedCourse): readonly Subsection[] {
  if (!policy) return subsections
  const formats = new Set(policy.GRADER.map(({ type }) => type))
  return subsections.filter(({ graded, format }) => graded && format !== undefined && formats.has(format))
}
