import { ContextualKey } from './contextual-key.js'
import { CourseBlockKey } from './course-block-key.js'
import { CourseKey } from './course-key.js'
import { LibraryBlockKey } from './library-block-key.js'
import { OldBlockKey } from './old-block-key.js'
import { parseKey } from './parse-key.js'
import { UsageKey } from './usage-key.js'
import { V1LibraryBlockKey } from './v1-library-block-key.js'

/**
 * The key of a block that content names by its usage key, in the learning context of the block that names it. A key of
 * another run, or an old one without a run, means the block of that type and id here, as courses are copied with such keys in
 * them; within what stands here out of a library, a library block means its use beside this one.
 * @param name as an author wrote it
 * @returns undefined for what is no usage key, or leads out of the context
 */
export function keyNamedBeside(name: string, beside: UsageKey): UsageKey | undefined {
  try {
    const named = parseKey(name.trim())
    if (!(named instanceof UsageKey)) return undefined
    const key = named.withoutBranchOrVersion()
    const own = beside.withoutBranchOrVersion()
    if (key instanceof LibraryBlockKey || key instanceof V1LibraryBlockKey) {
      if (own instanceof ContextualKey) return new ContextualKey({ usage: own.usage, definition: key })
      return isSameContext(key, own) ? key : undefined
    }
    const { context } = own
    if ((key instanceof CourseBlockKey || key instanceof OldBlockKey) && context instanceof CourseKey) {
      const { blockType, blockId } = key
      return new CourseBlockKey({ course: context.withoutBranchOrVersion(), blockType, blockId })
    }
    return isSameContext(key, own) ? key : undefined
  } catch {
    return undefined
  }
}

function isSameContext(one: UsageKey, other: UsageKey): boolean {
  const textOf = ({ context }: UsageKey) => context.withoutBranchOrVersion().toString()
  return textOf(one) === textOf(other)
}
