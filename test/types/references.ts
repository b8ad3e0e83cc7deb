/** Wrong use of references must not compile: `npm run typecheck` fails when one of these lines does. */
import type { References } from '../../content/index.js'
import type { CourseBlockKey, LibraryBlockKey, LibraryKey } from '../../runtime/index.js'

interface Keys {
  readonly library: LibraryKey
  readonly block: LibraryBlockKey
  readonly usage: CourseBlockKey
}

export async function misused(references: References, { library, block, usage }: Keys): Promise<void> {
  await references.configure(usage, { library, pool: [block], order: [block], version: 'latest', count: 2 })
  // @ts-expect-error a key is a value with a kind, not a text
  await references.state('block-v1:O+C+R+type@randomized+block@b')
  // @ts-expect-error blocks of a course are in no pool
  await references.configure(usage, { pool: [usage] })
  // @ts-expect-error a library is no block
  await references.configure(usage, { pool: [library] })
  // @ts-expect-error a reference is made somewhere
  await references.create({ library })
  // @ts-expect-error a count is a number
  await references.configure(usage, { count: '2' })
  const { pool } = await references.state(usage)
  // @ts-expect-error what is read is not changed in place
  pool.push({ block, type: 'problem', title: '', isThere: true })
}
