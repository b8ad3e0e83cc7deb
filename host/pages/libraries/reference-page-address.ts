import { blockAddress } from '../authors/author-pages.js'

/** Where the page of a reference is. */
export function referenceAddress(base: string, usage: string): string {
  return `${blockAddress(base, usage)}/reference`
}
