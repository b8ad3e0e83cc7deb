import { randomBytes } from 'node:crypto'
import { CompositorError } from '../runtime/errors/index.js'
import type { Heads } from './heads.js'

/** What a secret looks like: 256 bits as base64url have 43 characters; a longer one of an operator's is as good. */
const secretForm = /^[A-Za-z0-9_-]{43,4096}\s*$/

/** Fewer different characters than this are no random text: 43 random ones have some 32, 64 hexadecimal ones 16. */
const fewestDifferent = 10

const secretHead = 'secret'

/** A new secret of 256 bits. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * A secret as it stands, white space at the end included: what was signed with it has to stay right.
 * @param place where it stands, for the message
 * @throws CompositorError `store-secret`
 */
export function checkedSecret(place: string, text: string): string {
  if (secretForm.test(text) && new Set(text.trimEnd()).size >= fewestDifferent) return text
  throw new CompositorError(
    'store-secret',
    `${place} (${text.length} bytes) is no secret that can be signed with: it is empty, cut short, or not random text.`,
  )
}

/**
 * The secret of a store that keeps it as the head `secret`, made where there is none; of hosts that open a new store
 * together each gets the same one.
 * @param first what it is made of where there is none; a new one where it is left out
 * @throws CompositorError `store-secret`, `store-unavailable`
 */
export async function headSecret(heads: Heads, first = newSecret()): Promise<string> {
  const [found] = await heads.texts([secretHead])
  if (found !== undefined) return checkedSecret(`The head '${secretHead}'`, found)
  await heads.change([
    { name: secretHead, before: undefined, after: checkedSecret('The secret given', first) },
  ])
  return headSecret(heads)
}
