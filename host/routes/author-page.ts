import type { Learner } from '../../lms/index.js'
import type { Fragment } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import { htmlResponse, type HostRequest, type HostResponse } from '../http/exchange.js'
import { scriptOriginsOf } from '../http/page-security.js'
import { layout, type NavEntry } from '../pages/index.js'
import type { PageWords } from '../words/index.js'

/** How a page stands out: wide, asked for again after some seconds by browsers without scripts, in the author's own language. */
export interface PageShape {
  readonly width?: 'wide'
  readonly refresh?: number
  readonly words: PageWords
  readonly nav?: readonly NavEntry[]
}

/** An answer with a page for an author; nothing keeps it. */
export function authorPage(
  host: Pick<HostParts, 'base' | 'visitors'> & Partial<Pick<HostParts, 'client'>>,
  author: Learner,
  request: HostRequest,
  title: string,
  { content, resources }: Fragment,
  status: number,
  shape: PageShape,
): HostResponse {
  const learner = host.visitors.bar(author, request.path)
  const { base, client = (file: string) => `${base}/client/${file}` } = host
  const sheets = ['author-parts.css', 'authoring.css'].map(
    (file) => ({ kind: 'css', url: client(file) }) as const,
  )
  const own = [...sheets, ...resources]
  const text = layout({
    title,
    base,
    client: host.client,
    content,
    resources: own,
    learner,
    ...shape,
  })
  const answer = htmlResponse(text, status, { 'cache-control': 'no-store' })
  return { ...answer, scriptOrigins: scriptOriginsOf(resources) }
}
