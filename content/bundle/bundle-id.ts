import { createHash } from 'node:crypto'

/** The namespace of addresses, as keys are read like one (RFC 9562, appendix). */
const addresses = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex')

/**
 * The id of a library version in exports: the UUID of version 5 (RFC 9562) of `KEY:VERSION`, the key with the domain of its site where that has
 * one. The same content of the same library has the same id, whoever exports it.
 * @returns 32 digits, lower case, without hyphens, as folders of bundles are called
 */
export function bundleId(library: string, version: string): string {
  const digest = createHash('sha1').update(addresses).update(`${library}:${version}`).digest()
  const bytes = digest.subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex')
}
