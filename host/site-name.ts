import { createHash } from 'node:crypto'
import type { JsonObject } from '../runtime/index.js'
import type { HostUrls } from './host-urls.js'

/** What the HTML of blocks depends on besides what is published. */
export interface SiteParts {
  /** Names the code of plugins and ours; undefined where it is not known. */
  readonly code: string | undefined
  readonly urls: HostUrls
  /** Names the files that browsers load. */
  readonly clientFiles: string
  readonly settings: { readonly [blockType: string]: JsonObject }
}

/** A name for all of it: pages kept under it by one process are those of another with the same. */
export function siteName({ code, urls, clientFiles, settings }: SiteParts): string | undefined {
  if (code === undefined) return undefined
  const within = urls.within('course-v1:O+C+R', 'lb:O:L:problem:p')
  const addresses = [within.handler('k', 'h', 's/t'), within.asset('a/b c.png'), within.jumpTo('k')]
  const all = JSON.stringify([code, addresses, clientFiles, settings])
  return createHash('sha256').update(all).digest('base64url')
}
