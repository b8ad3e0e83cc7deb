import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { extname } from 'node:path'
import { CompositorError } from '../../runtime/index.js'

/** A picture that a host serves itself. */
export interface LogoFile {
  /** What it is called in its address: named by what is in it. */
  readonly name: string
  readonly type: string
  readonly bytes: Buffer
}

/** Pictures by the end of their names, and how each begins. */
const kinds: Readonly<Record<string, { readonly type: string; readonly begins: RegExp }>> = {
  '.svg': { type: 'image/svg+xml', begins: /^\uFEFF?\s*<(?:\?xml|!--|svg|!DOCTYPE svg)/i },
  '.png': { type: 'image/png', begins: /^\x89PNG/ },
  '.jpg': { type: 'image/jpeg', begins: /^\xff\xd8\xff/ },
  '.jpeg': { type: 'image/jpeg', begins: /^\xff\xd8\xff/ },
  '.webp': { type: 'image/webp', begins: /^RIFF.{4}WEBP/s },
  '.gif': { type: 'image/gif', begins: /^GIF8/ },
}

/** Every page shows it. */
const largest = 256 * 1024

/**
 * Reads the picture of a host.
 * @throws CompositorError `host-options` for what is no picture, or too large
 */
export function readLogo(path: string | URL): LogoFile {
  const extension = extname(String(path)).toLowerCase()
  const kind = kinds[extension]
  if (!kind) {
    throw refused(path, `has a name that ends in none of ${Object.keys(kinds).join(', ')}`)
  }
  const bytes = read(path)
  if (!kind.begins.test(bytes.subarray(0, 200).toString('latin1').replace(/^ï»¿/, '')))
    throw refused(path, `is no ${kind.type}`)
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 16)
  return { name: `logo-${hash}${extension}`, type: kind.type, bytes }
}

function read(path: string | URL): Buffer {
  try {
    if (statSync(path).size > largest) throw refused(path, `is larger than ${largest / 1024} KiB`)
    return readFileSync(path)
  } catch (cause) {
    if (cause instanceof CompositorError) throw cause
    throw new CompositorError('host-options', `The logo '${String(path)}' cannot be read.`, { cause })
  }
}

function refused(path: string | URL, why: string): CompositorError {
  return new CompositorError('host-options', `The logo '${String(path)}' ${why}.`)
}
