import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { Findings } from '../olx/findings.js'
import { readOlx } from '../olx/read-olx.js'
import { restoredUnder } from './restored-key.js'
import { ChangedSource, findRoot, type GivenHistory, type Spool } from '../source/index.js'
import {
  previousOf,
  treeName,
  treeOf,
  type AuthoringStore,
  type MadeVersion,
  type PastVersion,
  type PastVersions,
} from '../version/index.js'

/** What reading a history needs. */
export interface HistoryOptions {
  readonly types: BlockTypes
  readonly store: AuthoringStore
  readonly spool: Spool
  /** See `ImportOptions.as`. */
  readonly as?: string | undefined
  readonly onVersion?: (count: number, total: number) => void
}

/**
 * Reads and stores the versions that an export of ours carries; they are in no log by that. What is odd in them was said when they
 * were imported first.
 * @throws CompositorError `archive-unreadable` for one whose files are not what its name says; those of `readOlx`
 */
export async function pastVersions(given: GivenHistory, options: HistoryOptions): Promise<PastVersions> {
  const { types, store, spool, as, onVersion } = options
  const known = new Map<string, MadeVersion>()
  const versions: PastVersion[] = []
  for (const entry of given.entries) {
    const { tree: name, reading, ids, folder, number, parents, what, at, comment, author } = entry
    const key = JSON.stringify([name, reading, ids, folder])
    let made = known.get(key)
    if (!made) {
      const whole = given.version(name)
      if ((await treeName(await treeOf(whole))) !== name) {
        const message = `The files of version ${number} in its history are not those that its name '${name}' says.`
        throw new CompositorError('archive-unreadable', message)
      }
      const { rootFile } = findRoot(whole)
      const changed = as === undefined ? undefined : restoredUnder(as, rootFile, whole)
      const source = new ChangedSource(whole, () => false, changed)
      const findings = new Findings()
      const previous = ids && previousOf(new Map(Object.entries(ids)))
      const authored = await readOlx(
        { source, rootFile },
        { types, findings, draft: reading === 'draft', previous: async () => previous, spool },
      )
      made = await store.make(authored, source, await treeOf(source), { variant: reading, folder })
      known.set(key, made)
    }
    versions.push({ made, number, parents, what, at, name: entry.name, comment, author })
    onVersion?.(versions.length, given.entries.length)
  }
  return { versions, last: given.exported }
}
