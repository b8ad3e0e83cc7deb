import { route, type PluginStore, type RouteRequest } from 'unit-compositor'
import { z } from 'zod'
import { bodyHash, isSame, oauthHeader, signature } from './oauth.js'
import { outcomeAnswer, outcomeMessage } from './outcome-message.js'
import { patience, settingsIn, type Tool } from './tools.js'

/** Whose result a ticket is for, and the tool that may tell it. */
export const ticketEntry = z.object({ usage: z.string(), learner: z.string(), tool: z.string() })

const answered = z.object({ score: z.number().nullable() })

/** Takes the results that tools tell of learners, where the tool signed them. */
export const outcomesRoute = route({
  path: '/outcomes',
  for: 'anybody',
  authorization: 'OAuth',
  limit: 64 * 1024,
  deadline: 5000,
  answer: async (request, { store, settings, now, call }) => {
    const message = outcomeMessage(request.body)
    const xml = (status: number, isDone: boolean, why: string, score?: number | null) => ({
      status,
      contentType: 'application/xml; charset=utf-8',
      body: outcomeAnswer(message, { isDone, why, ...(score !== undefined && { score }) }),
    })
    if (!message) return xml(400, false, 'This is no message of LTI outcomes.')
    const begun = ticketEntry.safeParse(await store.get(`ticket:${message.ticket.slice(0, 200)}`))
    const { site, tools } = settingsIn(settings('lti_consumer'))
    const tool = begun.success ? tools[begun.data.tool] : undefined
    // Who does not sign hears the same whether or not there is such a ticket.
    if (!begun.success || !tool || !(await isSigned(request, tool, { site, store, now: now() })))
      return xml(403, false, 'The signature of this message does not hold.')
    const { usage, learner } = begun.data
    const { operation, score = null } = message
    const { status, body } = await call({
      usage,
      learner,
      handler: 'take_result',
      input: { operation, score },
    })
    if (status !== 200) return xml(200, false, 'The course does not take results of this learner now.')
    return xml(200, true, 'Done.', answered.parse(body).score)
  },
})

async function isSigned(
  { method, address, bytes, header }: RouteRequest<never, undefined, undefined>,
  { key, secret }: Tool,
  { site, store, now }: { readonly site: string; readonly store: PluginStore; readonly now: number },
): Promise<boolean> {
  const given = oauthHeader(header('authorization') ?? '')
  const { oauth_timestamp: at = '', oauth_nonce: nonce = '', oauth_signature: signed = '' } = given
  const seen = new URL(address)
  // Behind a proxy the tool signed the address that it was given.
  const sentTo = site === '' ? address : new URL(seen.pathname + seen.search, site).href
  const isRight =
    given['oauth_consumer_key'] === key &&
    given['oauth_body_hash'] === bodyHash(bytes) &&
    Math.abs(now / 1000 - Number(at)) <= patience &&
    isSame(signed, signature(method, sentTo, given, secret))
  if (!isRight || nonce === '') return false
  return isNew(store, `${key} ${at} ${nonce}`, now)
}

/** Whether nobody sent a nonce before; those that are too old to be taken are forgotten. */
async function isNew(store: PluginStore, nonce: string, now: number): Promise<boolean> {
  const { items } = await store.list({ prefix: 'nonce:', limit: 20 })
  const slot = (time: number) => String(Math.floor(time / 1000)).padStart(12, '0')
  for (const { key } of items) if (key < `nonce:${slot(now - 2 * patience * 1000)}`) await store.delete(key)
  const [, at = '0'] = nonce.split(' ')
  let isFirst = false
  await store.change(`nonce:${at.padStart(12, '0')}:${encodeURIComponent(nonce).slice(0, 200)}`, (before) => {
    isFirst = before === undefined
    return true
  })
  return isFirst
}
