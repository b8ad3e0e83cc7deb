import { createHash } from 'node:crypto'
import type { EditSession } from './edit-session.js'

const link = /\/static\/([^\s"'<>()?#&;\\]+)/g

/** OLX with the static files that it names, as they are to stand in another draft. */
export interface WithFiles {
  readonly text: string
  readonly files: ReadonlyMap<string, Buffer>
}

/**
 * Static files that OLX names and another course has. One that has the name of another file there gets one of its own, by
 * which the OLX then calls it.
 */
export async function withStaticFiles(olx: string, from: EditSession, to: EditSession): Promise<WithFiles> {
  const files = new Map<string, Buffer>()
  if (from.isV2 || to.isV2 || from.version.context === to.version.context) return { text: olx, files }
  let text = olx
  for (const name of new Set([...olx.matchAll(link)].map(([, found = '']) => found))) {
    const bytes = await from.files.bytes(`static/${name}`)
    if (!bytes) continue
    const there = await to.files.bytes(`static/${name}`)
    const copy = Buffer.from(bytes)
    if (there === undefined) files.set(`static/${name}`, copy)
    else if (!copy.equals(there)) {
      const own = `${hashOf(copy)}_${name.replaceAll('/', '_')}`
      files.set(`static/${own}`, copy)
      text = text.replaceAll(`/static/${name}`, `/static/${own}`)
    }
  }
  return { text, files }
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 8)
}
