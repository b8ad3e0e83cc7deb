import { randomBytes } from 'node:crypto'
import { signature } from './oauth.js'
import type { Tool } from './tools.js'

/** What a launch says. */
export interface Launch {
  readonly tool: Tool
  /** Where the tool tells results, whole. */
  readonly outcomes: string
  readonly address: string
  readonly usage: string
  readonly context: string
  readonly title: string
  /** Each `name=value`. */
  readonly custom: readonly string[]
  readonly user: string
  readonly role: string
  /** By which the tool tells the result; empty where it tells none. */
  readonly ticket: string
  readonly name: string | undefined
  readonly email: string | undefined
  /** Epoch milliseconds. */
  readonly now: number
}

/** The form that launches a tool (LTI 1.1, 3): where it is sent, and its fields, signed. */
export function launchFields(launch: Launch): { address: string; fields: Record<string, string> } {
  const { tool, address, ticket, name, email, outcomes } = launch
  const custom = launch.custom.flatMap((text): [string, string][] => {
    const at = text.indexOf('=')
    return at <= 0
      ? []
      : [[`custom_${text.slice(0, at).trim().toLowerCase().replace(/\W/g, '_')}`, text.slice(at + 1).trim()]]
  })
  const fields: Record<string, string> = {
    ...Object.fromEntries(custom),
    lti_message_type: 'basic-lti-launch-request',
    lti_version: 'LTI-1p0',
    resource_link_id: launch.usage,
    resource_link_title: launch.title,
    context_id: launch.context,
    user_id: launch.user,
    roles: launch.role,
    ...(ticket !== '' && { lis_outcome_service_url: outcomes, lis_result_sourcedid: ticket }),
    ...(name !== undefined && { lis_person_name_full: name }),
    ...(email !== undefined && { lis_person_contact_email_primary: email }),
    oauth_callback: 'about:blank',
    oauth_consumer_key: tool.key,
    oauth_nonce: randomBytes(16).toString('hex'),
    oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: String(Math.floor(launch.now / 1000)),
    oauth_version: '1.0',
  }
  return { address, fields: { ...fields, oauth_signature: signature('POST', address, fields, tool.secret) } }
}
