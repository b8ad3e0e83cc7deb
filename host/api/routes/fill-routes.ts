import { z } from 'zod'
import type { SkippedSetting } from '../../../content/index.js'
import { CompositorError } from '../../../runtime/index.js'
import { contextKeyOf } from '../../libraries/context-of-key.js'
import { apiRoute, reply } from '../api-route.js'
import { json, jsonObject, listOf, ofContext, usageKey, versionName, words } from '../api-values.js'

const tag = 'libraries'

/** Most bytes of one static file of a component. */
const mostBytes = 50 * 1024 * 1024

const draftNow = z.object({ version: versionName, number: z.number().int(), changed: z.boolean() })

const settings = apiRoute({
  id: 'setMany',
  tag,
  summary: 'Settings that many components of a library are to have, as one edit; or what that would change',
  method: 'POST',
  path: '/contexts/:context/settings',
  may: 'edit',
  changesDraft: true,
  parts: ofContext,
  body: words
    .extend({
      settings: jsonObject.describe('By OLX name; null takes away what is set'),
      usages: z.array(usageKey).max(50_000).optional().describe('All components when left out'),
      type: z.string().max(200).optional().describe('Only blocks of this type'),
      dryRun: z.boolean().default(false).describe('Say what would change, and change nothing'),
    })
    .strict(),
  answers: {
    200: z.object({
      changes: z
        .array(
          z.object({
            usage: usageKey,
            title: z.string(),
            field: z.string(),
            before: json.optional(),
            after: json.optional(),
          }),
        )
        .readonly(),
      skipped: z.array(z.object({ usage: usageKey, why: z.string() })).readonly(),
      draft: draftNow.optional().describe('Left out where nothing was to be changed'),
      before: z.number().int().optional().describe('Going back to this entry undoes it'),
    }),
  },
  refuses: ['block-not-found', 'draft-fixed', 'field-value'],
  async run({ host, caller, parts, body, expected }) {
    const { comment, dryRun, ...asked } = body
    if (dryRun) {
      const { changes, skipped } = await host.libraries.plan(parts.context, asked)
      return reply(200, { changes, skipped: skipped.map(skippedAnswer) })
    }
    const said = { author: caller.person.id, comment, expected }
    const { changes, skipped, draft, before } = await host.libraries.setAll(parts.context, asked, said)
    const { version, number, changed } = draft
    const left = skipped.map(skippedAnswer)
    return reply(
      200,
      { changes, skipped: left, draft: { version, number, changed }, before },
      { draft: version },
    )
  },
})

/** What the API tells of a setting that a block does not get. */
function skippedAnswer({ usage, why }: SkippedSetting) {
  return { usage, why }
}

const templates = apiRoute({
  id: 'listTemplates',
  tag,
  summary: 'What blocks of a type may begin with',
  method: 'GET',
  path: '/block-types/:type/templates',
  may: 'somebody',
  parts: z.object({ type: z.string().min(1).max(200) }),
  answers: { 200: listOf(z.object({ name: z.string(), title: z.string() })) },
  async run({ host, parts }) {
    const items = host.libraries.templates(parts.type).map(({ name, title }) => ({ name, title }))
    return reply(200, { items, next: null })
  },
})

const ofWhom = z.object({
  usage: usageKey
    .optional()
    .describe('The component; what belongs to the library itself where it is left out'),
})

const files = apiRoute({
  id: 'listFiles',
  tag,
  summary: 'The static files of a component of a library, or of the library itself',
  method: 'GET',
  path: '/contexts/:context/files',
  may: 'read',
  parts: ofContext,
  query: ofWhom,
  answers: {
    200: listOf(
      z.object({ name: z.string(), hash: z.string(), size: z.number().int(), mimeType: z.string() }),
    ),
  },
  refuses: ['block-not-found'],
  async run({ host, parts, query }) {
    const usage = within(parts.context, query.usage)
    return reply(200, { items: [...(await host.libraries.files(parts.context, usage))], next: null })
  },
})

const put = apiRoute({
  id: 'putFile',
  tag,
  summary:
    'Adds a static file to a component of a library, or to the library itself; one of its name is replaced',
  method: 'PUT',
  path: '/contexts/:context/files/:name',
  may: 'edit',
  changesDraft: true,
  parts: ofContext.extend({ name: z.string().min(1).max(255) }),
  query: ofWhom,
  body: { upload: ['application/octet-stream'] },
  answers: { 200: draftNow },
  refuses: ['block-not-found', 'draft-fixed', 'request-too-large'],
  async run({ host, caller, parts, query, body, expected }) {
    const usage = within(parts.context, query.usage)
    const bytes = await bytesOf(body)
    const said = { author: caller.person.id, expected }
    const step = { do: 'put-file', usage, name: parts.name, bytes } as const
    const { version, number, changed } = await host.drafts.operate(parts.context, [step], said)
    return reply(200, { version, number, changed }, { draft: version })
  },
})

/** @throws CompositorError `block-not-found` for a block of another context */
function within(context: string, usage = context): string {
  if (usage === context || contextKeyOf(usage) === context) return usage
  throw new CompositorError('block-not-found', `'${usage.slice(0, 300)}' is no block of '${context}'.`, {
    usage,
  })
}

/** @throws CompositorError `request-too-large` */
async function bytesOf(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body) {
    size += part.byteLength
    if (size > mostBytes) throw new CompositorError('request-too-large', 'A static file has 50 MB at most.')
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** What components of libraries are filled with. */
export const fillRoutes = [settings, templates, files, put]
