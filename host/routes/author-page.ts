import type { Learner } from '../../lms/index.js'
import type { Fragment } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import { htmlResponse, type HostRequest, type HostResponse } from '../http/exchange.js'
import { scriptOriginsOf } from '../http/page-security.js'
import { layout } from '../pages/index.js'

/** An answer with a page for an author; nothing keeps it. @param width of what it shows */
export function authorPage(
  host: Pick<HostParts, 'base' | 'visitors'> & Partial<Pick<HostParts, 'client'>>,
  author: Learner,
  request: HostRequest,
  title: string,
  { content, resources }: Fragment,
  status = 200,
  width?: 'wide',
): HostResponse {
  const learner = host.visitors.bar(author, request.path)
  const { base, client = (file: string) => `${base}/client/${file}` } = host
  const own = [{ kind: 'css', url: client('authoring.css') } as const, ...resources]
  const text = layout({ title, base, client: host.client, content, resources: own, learner, width })
  const answer = htmlResponse(text, status, { 'cache-control': 'no-store' })
  return { ...answer, scriptOrigins: scriptOriginsOf(resources) }
}
