import { z } from 'zod'
import {
  CompositorError,
  isJsonObject,
  parseUsageKey,
  type ErrorCode,
  type Json,
} from '../../../runtime/index.js'
import { drawsOf } from '../../draft-preview/draws.js'
import { previewedLearner } from '../../draft-preview/previewed-learner.js'
import { handlerAnswer } from '../../http/handler-answer.js'
import { apiRoute, reply, streamed } from '../api-route.js'
import { jsonObject, ofBlock, usageKey } from '../api-values.js'

const tag = 'previews'

/** What a learner is told of what is not theirs; an author is told it, too. */
const refusals = new Set<ErrorCode>([
  'block-not-found',
  'unit-not-found',
  'not-yet-open',
  'closed',
  'not-in-group',
])

/** As whom a draft is looked at. */
const asLearner = z.object({
  name: z.string().max(60).optional(),
  at: z.string().max(30).optional().describe('Time that the clock shows, such as 2030-01-01T09:00, in UTC'),
  track: z.string().max(60).optional().describe('The mode they are enrolled in'),
  group: z
    .union([z.string(), z.array(z.string()).max(20)])
    .optional()
    .describe('PARTITION:GROUP by their ids, or PARTITION:none'),
})

function learnerOf({ name = '', at = '', track = '', group = [] }: z.output<typeof asLearner>) {
  const fields: [string, string][] = [
    ['name', name],
    ['at', at],
    ['track', track],
  ]
  for (const text of [group].flat()) {
    const [partition = '', one = ''] = text.split(':')
    fields.push([`group-${partition}`, one])
  }
  return previewedLearner(fields)
}

const shown = apiRoute({
  id: 'previewBlock',
  tag,
  summary:
    'A block of a draft as a learner would see it; what they do there is of the caller alone, and thrown away',
  method: 'GET',
  path: '/blocks/:usage/preview',
  may: 'read',
  parts: ofBlock,
  query: asLearner,
  answers: {
    200: z.object({
      usage: usageKey,
      title: z.string(),
      html: z.string(),
      resources: z.array(z.object({ kind: z.enum(['css', 'js']), url: z.string() })).readonly(),
      refused: z.string().optional().describe('What the learner is told in its place'),
      draws: z
        .array(
          z.object({
            title: z.string(),
            drawn: z.array(z.object({ key: usageKey, title: z.string() })).readonly(),
          }),
        )
        .readonly()
        .describe('What banks drew for them'),
      failures: z.array(z.object({ code: z.string(), message: z.string() })).readonly(),
    }),
  },
  refuses: ['context-unknown', 'block-not-found'],
  async run({ host, caller, parts, query }) {
    const usage = parseUsageKey(parts.usage)
    const preview = await host.previews.open(usage, caller.person, learnerOf(query))
    const told = async () => {
      try {
        const { fragment } = await preview.page()
        const draws = drawsOf(preview.unit, await preview.blocks(), host.courseware.options.loaded.types)
        const resources = fragment.resources.map(({ kind, url }) => ({ kind, url }))
        return { html: fragment.content.toString(), resources, draws }
      } catch (thrown) {
        const error = CompositorError.from(thrown, 'host-failed')
        if (!refusals.has(error.code)) throw error
        return { html: '', resources: [], draws: [], refused: error.message }
      }
    }
    const seen = await told()
    const failures = preview.failures.map(({ code, message }) => ({ code, message }))
    return reply(200, { usage: parts.usage, title: preview.title, ...seen, failures })
  },
})

const call = apiRoute({
  id: 'callPreview',
  tag,
  summary: 'Calls a handler of a block in a preview, as the learner who is looked at',
  method: 'POST',
  path: '/blocks/:usage/preview/blocks/:inner/handlers/:handler',
  may: 'read',
  parts: ofBlock.extend({ inner: usageKey, handler: z.string().min(1).max(200) }),
  query: asLearner,
  body: jsonObject,
  answers: { 200: { download: ['application/json'] } },
  refuses: ['context-unknown', 'block-not-found', 'handler-missing', 'handler-refused', 'block-failed'],
  async run({ host, request, caller, parts, query, body }) {
    const preview = await host.previews.open(parseUsageKey(parts.usage), caller.person, learnerOf(query))
    const text = JSON.stringify(body)
    const answer = await preview.handle({
      usageKey: parts.inner,
      handler: parts.handler,
      request: {
        method: 'POST',
        suffix: '',
        query: new Map(),
        body: text,
        bytes: Buffer.from(text),
        contentType: 'application/json',
      },
    })
    if (answer.status >= 400) throw new CompositorError('handler-refused', refusalIn(answer.body))
    return streamed(200, await handlerAnswer(request, answer))
  },
})

/** Why a handler refused, of its answer. */
function refusalIn(body: string | Uint8Array): string {
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('utf8')
  try {
    const given = JSON.parse(text) as Json
    if (isJsonObject(given) && typeof given['error'] === 'string') return given['error']
  } catch {
    // Blocks may answer with any text.
  }
  return text.slice(0, 1000)
}

const startOver = apiRoute({
  id: 'restartPreview',
  tag,
  summary: 'Throws away what was done in the caller’s previews of a course or library',
  method: 'DELETE',
  path: '/blocks/:usage/preview',
  may: 'read',
  parts: ofBlock,
  answers: { 200: z.object({ usage: usageKey }) },
  run({ host, caller, parts }) {
    const { context } = parseUsageKey(parts.usage)
    host.previews.startOver(caller.person.id, context.withoutBranchOrVersion().toString())
    return reply(200, { usage: parts.usage })
  },
})

/** Drafts as learners would see them. */
export const previewRoutes = [shown, call, startOver]
