/** Keys of one kind must not pass for another: `npm run typecheck` fails when one of these lines does. */
import {
  CourseBlockKey,
  CourseKey,
  LibraryBlockKey,
  type AssetKey,
  type LearningContextKey,
  type LibraryKey,
  type PathwayKey,
  type UsageKey,
  type V1LibraryBlockKey,
  type V1LibraryKey,
} from '../../runtime/index.js'

interface Kinds {
  readonly course: CourseKey
  readonly library: LibraryKey
  readonly v1: V1LibraryKey
  readonly inCourse: CourseBlockKey
  readonly inLibrary: LibraryBlockKey
  readonly inV1: V1LibraryBlockKey
  readonly asset: AssetKey
}

export function misused({ course, library, v1, inCourse, inLibrary, inV1, asset }: Kinds): void {
  const contexts: readonly LearningContextKey[] = [course, library, v1]
  const usages: readonly UsageKey[] = [inCourse, inLibrary, inV1]
  void [contexts, usages]
  // @ts-expect-error a library is no course
  void (library satisfies CourseKey)
  // @ts-expect-error a course is no library
  void (course satisfies LibraryKey)
  // @ts-expect-error a v2 library is no v1 library
  void (library satisfies V1LibraryKey)
  // @ts-expect-error nor is a v1 library a v2 one
  void (v1 satisfies LibraryKey)
  // @ts-expect-error a library is no pathway
  void (library satisfies PathwayKey)
  // @ts-expect-error a library's block is none of a course
  void (inLibrary satisfies CourseBlockKey)
  // @ts-expect-error nor is one of a v1 library
  void (inV1 satisfies CourseBlockKey)
  // @ts-expect-error a context is no usage
  void (course satisfies UsageKey)
  // @ts-expect-error a usage is no context
  void (inCourse satisfies LearningContextKey)
  // @ts-expect-error a file is no usage
  void (asset satisfies UsageKey)
  // @ts-expect-error a text is no key
  void ('block-v1:O+C+R+type@html+block@h' satisfies UsageKey)
  // @ts-expect-error a course's block is in a course
  void new CourseBlockKey({ course: library, blockType: 'html', blockId: 'h' })
  // @ts-expect-error a library's block is in a library
  void new LibraryBlockKey({ library: course, blockType: 'html', usageId: 'h' })
  // @ts-expect-error a course has a run
  void new CourseKey({ org: 'O', course: 'C' })
}
