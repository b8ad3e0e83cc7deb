import { CompositorError } from '../../runtime/errors/index.js'
import { parseUsageKey, type V1LibraryKey } from '../../runtime/keys/index.js'
import { contentHash, type Json } from '../../runtime/values/index.js'
import { readVersionOf, versionFilesOf, type AuthoringStore } from '../version/index.js'
import type { StoredVersionView } from '../version/stored-version-view.js'
import { errorBlockType } from '../olx/authored-block.js'
import { partsOf } from '../version/block-parts.js'
import type { VersionBlock } from '../version/version-block.js'
import { banksOf, libraryCopies, type CourseBank } from './library-copies.js'
import { ownParts } from '../upstream/upstream-fields.js'

/** A block that goes into the new library. */
export interface SourceBlock {
  /** Usage key, as text, in `view`. */
  readonly usage: string
  readonly view: StoredVersionView
  readonly block: VersionBlock
}

/** A course that has copies of the library's blocks. */
export interface UsingCourse {
  readonly view: StoredVersionView
  readonly banks: readonly CourseBank[]
  readonly copies: readonly FoundCopy[]
}

/** A copy, and the usage key of the {@link SourceBlock} that it is one of. */
export interface FoundCopy {
  readonly usage: string
  readonly bank: string
  readonly source: string
}

/** What a migration is made from. */
export interface SourceLibrary {
  readonly key: V1LibraryKey
  readonly title: string
  readonly from: 'library' | 'copies'
  /** Its draft; undefined where it is put together of copies. */
  readonly view?: StoredVersionView
  /** What stands at the top of the library, in its order. */
  readonly tops: readonly SourceBlock[]
  readonly courses: readonly UsingCourse[]
}

/** A version as operations on drafts see it. */
export function withFiles(view: StoredVersionView, store: AuthoringStore) {
  return { version: readVersionOf(view), files: versionFilesOf(view, store.versions) }
}

/**
 * A v1 library with all courses that use it. One that was never imported is put together of the copies in banks that name it.
 * @throws CompositorError `context-unknown` where nothing here knows of it
 */
export async function sourceLibrary(store: AuthoringStore, key: V1LibraryKey): Promise<SourceLibrary> {
  const context = key.toString()
  const found = (await store.findHead(context)) && (await store.view(context, 'draft'))
  const courses = await usingCourses(store, key, found)
  if (found) {
    const root = await found.block(found.root)
    const blocks = await found.blocks(root?.children ?? [])
    const tops = [...blocks].map(([usage, block]) => ({ usage, view: found, block }))
    return { key, title: found.title, from: 'library', view: found, tops, courses }
  }
  const made = await fromCopies(courses)
  if (made.tops.length > 0) return { key, title: key.library, from: 'copies', ...made }
  const message = `'${context}' has not been imported, and no bank of a course here names it.`
  throw new CompositorError('context-unknown', message)
}

async function usingCourses(
  store: AuthoringStore,
  key: V1LibraryKey,
  library: StoredVersionView | undefined,
): Promise<UsingCourse[]> {
  const courses: UsingCourse[] = []
  for (const context of await store.contexts()) {
    const { kind } = await store.head(context)
    if (kind !== 'course') continue
    const view = await store.view(context, 'draft')
    const all = await banksOf(view)
    const banks = all.filter(({ source }) => source === key.toString())
    const copies = library
      ? await libraryCopies(view, all.filter(mayHoldCopies(banks)), key, library)
      : banks.flatMap(({ usage: bank, block }) =>
          block.children.map((usage) => ({ usage, bank, original: usage })),
        )
    if (banks.length + copies.length === 0) continue
    const found = copies.map(({ usage, bank, original }) => ({ usage, bank, source: original }))
    courses.push({ view, banks, copies: found })
  }
  return courses
}

/** Banks whose children have ids as copies have them, whatever library they name by now. */
function mayHoldCopies(named: readonly CourseBank[]): (bank: CourseBank) => boolean {
  const usages = new Set(named.map(({ usage }) => usage))
  return ({ usage, block }) =>
    usages.has(usage) || block.children.some((key) => /^[0-9a-f]{20}$/.test(parseUsageKey(key).blockId))
}

/** Copies that say the same stand for one block of the library, which goes by the id of the first. */
async function fromCopies(courses: readonly UsingCourse[]): Promise<Pick<SourceLibrary, 'tops' | 'courses'>> {
  const tops = new Map<string, SourceBlock>()
  const using: UsingCourse[] = []
  for (const { view, banks, copies } of courses) {
    const blocks = await view.blocks(copies.map(({ usage }) => usage))
    const found: FoundCopy[] = []
    for (const { usage, bank } of copies) {
      const block = blocks.get(usage)
      if (!block || block.type === errorBlockType) continue
      const name = await textOf(view, block)
      const top = tops.get(name) ?? { usage, view, block }
      tops.set(name, top)
      found.push({ usage, bank, source: top.usage })
    }
    using.push({ view, banks, copies: found })
  }
  return { tops: [...tops.values()], courses: using }
}

/** What a block says with all below it, but for what links it, as a hash. */
async function textOf(view: StoredVersionView, block: VersionBlock): Promise<string> {
  const own = [...ownParts(partsOf(block, await view.definitions([block.definition])))]
  const below: string[] = []
  for (const child of (await view.blocks(block.children)).values()) below.push(await textOf(view, child))
  return contentHash([...own.sort(byName).map(([name, value]) => [name, value]), below])
}

function byName([one]: readonly [string, Json], [other]: readonly [string, Json]): number {
  return one < other ? -1 : 1
}
