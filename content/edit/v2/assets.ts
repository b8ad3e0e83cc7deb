import { CompositorError } from '../../../runtime/errors/index.js'
import { mimeType } from '../../olx/mime-types.js'
import type { OperationDone } from '../draft-operation.js'
import type { EditSession } from '../edit-session.js'
import { EditedFiles } from '../edited-files.js'
import { fixed } from '../structure.js'
import type { FileChanges } from '../version-files.js'
import { inOwnVersion } from './component-versions.js'
import { isContainer } from './library-entities.js'

/** Bounds on static files that authors add. */
export const assetLimits = {
  /** Of one file. */
  bytes: 50_000_000,
  /** Characters of a name. */
  name: 200,
}

/** Kinds that a browser runs as a page or script of this site. */
const running: ReadonlySet<string> = new Set(['text/html', 'text/javascript', 'application/wasm'])

/**
 * Puts a static file beside a component, or into what belongs to the whole, under a name that content uses after `/static/`; one that
 * is there is replaced.
 * @throws CompositorError `asset-refused`, `block-not-found`, `draft-fixed`
 */
export async function filePut(
  session: EditSession,
  usage: string,
  name: string,
  bytes: Uint8Array,
): Promise<OperationDone> {
  const safe = safeName(name)
  if (bytes.length > assetLimits.bytes)
    throw refused(safe, `it has ${bytes.length} bytes; ${assetLimits.bytes} are the most`)
  const folder = await staticFolder(session, usage)
  const files = new Map([[`${folder}/${safe}`, Buffer.from(bytes)]])
  return { files: await versioned(session, usage, files), usage }
}

/** Takes a static file away. @throws CompositorError `asset-unknown` */
export async function fileRemoved(session: EditSession, usage: string, name: string): Promise<OperationDone> {
  const path = `${await staticFolder(session, usage)}/${name}`
  await fileAt(session, path, usage, name)
  return { files: await versioned(session, usage, new Map([[path, undefined]])), usage }
}

/** Gives a static file another name, by which the text of its block calls it from then on. @throws CompositorError `asset-unknown`, `asset-refused` */
export async function fileRenamed(
  session: EditSession,
  usage: string,
  name: string,
  to: string,
): Promise<OperationDone> {
  const safe = safeName(to)
  const folder = await staticFolder(session, usage)
  const bytes = await fileAt(session, `${folder}/${name}`, usage, name)
  if (safe === name) return { files: new Map(), usage }
  if ((await session.files.bytes(`${folder}/${safe}`)) !== undefined)
    throw refused(safe, 'there is a file of that name')
  const files = new Map<string, Buffer | undefined>([
    [`${folder}/${name}`, undefined],
    [`${folder}/${safe}`, bytes],
  ])
  for (const path of await textsOf(session, usage)) {
    const text = await session.known.settled(() => session.olx.text(path))
    const mended = text === undefined ? undefined : withName(text, name, safe)
    if (mended === undefined || mended === text) continue
    const edited = new EditedFiles(session.known).rewrite(path, mended).changes()
    for (const [one, written] of edited) files.set(one, written)
  }
  return { files: await versioned(session, usage, files), usage }
}

/** Static files of a block, or of what belongs to the whole, by name. */
async function staticFolder(session: EditSession, usage: string): Promise<string> {
  const block = await session.block(usage)
  if (usage === session.version.root) return 'static'
  const path = block.at?.[0] ?? ''
  if (session.isV2 && !isContainer(usage) && path.endsWith('/block.xml'))
    return `${path.slice(0, -'/block.xml'.length)}/static`
  throw fixed(usage, 'static files stand beside components of a library, or belong to the whole')
}

async function textsOf(session: EditSession, usage: string): Promise<readonly string[]> {
  if (usage === session.version.root) return []
  const { at, texts = [] } = await session.block(usage)
  return [...(at ? [at[0]] : []), ...texts].filter((path) => !path.endsWith('.toml'))
}

async function fileAt(session: EditSession, path: string, usage: string, name: string): Promise<Buffer> {
  const bytes = await session.files.bytes(path)
  if (bytes) return Buffer.from(bytes)
  throw new CompositorError('asset-unknown', `'${usage}' has no static file '${name.slice(0, 200)}'.`, {
    usage,
  })
}

function versioned(session: EditSession, usage: string, files: FileChanges): Promise<FileChanges> {
  return usage === session.version.root ? Promise.resolve(files) : inOwnVersion(session, usage, files)
}

/** @throws CompositorError `asset-refused` for a name that could lead elsewhere, or a kind that a browser runs */
export function safeName(given: string): string {
  const name = given.trim().normalize('NFC')
  if (name === '' || name.length > assetLimits.name)
    throw refused(name, `names have 1 to ${assetLimits.name} characters`)
  if (
    !/^[\p{Letter}\p{Number}_(][\p{Letter}\p{Mark}\p{Number}_ .()@+~-]*$/u.test(name) ||
    name.includes('..')
  )
    throw refused(
      name,
      'names begin with a letter or digit, and have letters, digits, spaces and _ - . ( ) @ + ~',
    )
  const kind = mimeType(name)
  if (kind === 'application/octet-stream')
    throw refused(name, 'its ending is none of a kind of file that content shows')
  if (running.has(kind)) throw refused(name, `a browser would run it (${kind})`)
  return name
}

/** A text that calls a file by another name: after `/static/`, and where a value is the name alone. */
function withName(text: string, name: string, to: string): string {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  const links = new RegExp(String.raw`(/static/)${escaped}(?=["'\s<>()?#&;\\]|$)`, 'g')
  const values = new RegExp(String.raw`((?:"|'|&quot;|&#34;))${escaped}(?=\1)`, 'g')
  return text
    .replace(links, (_, before: string) => before + to)
    .replace(values, (_, before: string) => before + to)
}

function refused(name: string, why: string): CompositorError {
  return new CompositorError('asset-refused', `The static file '${name.slice(0, 200)}' is refused: ${why}.`)
}
