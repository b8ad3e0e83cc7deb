import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Host } from '../host.js'
import { endUnread, respondTo } from '../http/node-answer.js'
import { AdaptedRequest } from './adapted-request.js'
import { noteGiven } from './given-requests.js'
import type { SentTo } from './sent-to.js'

/** What a server needs of a host that is mounted in it. */
export type MountedHost = Pick<Host, 'base' | 'answer' | 'uploadLimit'>

/** A request of a Node server, with what it says of itself. */
export interface NodeExchange {
  readonly message: IncomingMessage
  readonly response: ServerResponse
  /** What the server calls the request. */
  readonly given: object
  readonly sentTo: SentTo
  /** What it asks for, where the server says another in the message. */
  readonly url?: string
}

/** Whether the host answers what is asked for by an address. @param address path and query */
export function isBelow({ base }: Pick<MountedHost, 'base'>, address: string): boolean {
  return base === '' || (address.startsWith(base) && /^(?:[/?]|$)/.test(address.slice(base.length)))
}

/** Has a host answer: what it is sent is read as it comes, and what it sends ends with its reader. */
export async function answerIn(host: MountedHost, exchange: NodeExchange): Promise<void> {
  const { message, response, given, sentTo, url } = exchange
  response.once('finish', () => endUnread(message))
  const request = noteGiven(new AdaptedRequest(message, sentTo, host.uploadLimit, url), given)
  await respondTo(host.answer, request, response)
}
