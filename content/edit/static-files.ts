import { createHash } from 'node:crypto'
import type { VersionBlock } from '../version/version-block.js'
import type { EditSession } from './edit-session.js'

const link = /\/static\/([^\s"'<>()?#&;\\]+)/g

/** OLX with the static files that it names, as they are to stand in another draft. */
export interface WithFiles {
  readonly text: string
  /** By path. */
  readonly files: ReadonlyMap<string, Buffer>
  /** Names that were those of other files there, with the new ones. */
  readonly renamed: ReadonlyMap<string, string>
}

/** The static files of a course that OLX names, or those of components that stand beside them in a library, by name. */
export async function namedFiles(
  olx: string,
  from: EditSession,
  blocks: Iterable<VersionBlock>,
): Promise<ReadonlyMap<string, Buffer>> {
  const found = new Map<string, Buffer>()
  const folders = from.isV2
    ? new Set(Array.from(blocks, ({ at }) => (at?.[0] ?? '').replace(/block\.xml$/, 'static')))
    : ['static']
  for (const name of namesIn(olx)) {
    for (const folder of folders) {
      const bytes = await from.files.bytes(`${folder}/${name}`)
      if (bytes === undefined) continue
      found.set(name, Buffer.from(bytes))
      break
    }
  }
  return found
}

/** The names after `/static/` in a text, each once. */
export function namesIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(link)].map(([, name = '']) => name))
}

/**
 * Puts static files beside OLX that names them. One that has the name of another file there gets one of its own, by
 * which the OLX then calls it.
 * @param folder where they go
 */
export async function withStaticFiles(
  olx: string,
  named: ReadonlyMap<string, Buffer>,
  folder: string,
  to: EditSession,
): Promise<WithFiles> {
  const files = new Map<string, Buffer>()
  const renamed = new Map<string, string>()
  let text = olx
  for (const [name, bytes] of named) {
    const there = await to.files.bytes(`${folder}/${name}`)
    if (there === undefined) files.set(`${folder}/${name}`, bytes)
    else if (!bytes.equals(there)) {
      const own = `${hashOf(bytes)}_${name.replaceAll('/', '_')}`
      files.set(`${folder}/${own}`, bytes)
      renamed.set(name, own)
      text = text.replaceAll(link, (all, one) => (one === name ? `/static/${own}` : all))
    }
  }
  return { text, files, renamed }
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 8)
}
