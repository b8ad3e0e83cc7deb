import { z } from 'zod'
import { apiRoute, reply } from '../api-route.js'
import { askedVersion, ofContext, usageKey, versionName, words } from '../api-values.js'

const tag = 'collections'

const key = z.string().min(1).max(100).describe('Key of a collection')
const blocks = z.array(usageKey).max(10_000)

const collection = z
  .object({
    key: z.string(),
    title: z.string(),
    description: z.string(),
    blocks: z.array(usageKey).readonly(),
  })
  .meta({ id: 'Collection' })

const list = apiRoute({
  id: 'listCollections',
  tag,
  summary: 'The collections of a version of a library, by key',
  method: 'GET',
  path: '/contexts/:context/collections',
  may: 'read',
  parts: ofContext,
  query: z.object({ version: askedVersion.default('draft') }),
  answers: { 200: z.object({ items: z.array(collection).readonly() }) },
  refuses: ['context-unknown', 'version-unknown', 'version-ambiguous', 'version-collected'],
  async run({ host, parts: { context }, query: { version } }) {
    return reply(200, { items: await host.catalogue.collections.list(context, version) })
  },
})

const step = z.discriminatedUnion('do', [
  z
    .object({
      do: z.literal('set'),
      key,
      title: z.string().max(500).optional(),
      description: z.string().max(10_000).optional(),
    })
    .strict(),
  z.object({ do: z.literal('add'), key, blocks }).strict(),
  z.object({ do: z.literal('remove'), key, blocks }).strict(),
  z.object({ do: z.literal('delete'), key }).strict(),
])

const change = apiRoute({
  id: 'changeCollections',
  tag,
  summary:
    'Makes, fills, renames and removes collections in one edit of a library’s draft, all of it or nothing',
  method: 'POST',
  path: '/contexts/:context/collections',
  may: 'edit',
  changesDraft: true,
  parts: ofContext,
  body: words.extend({ changes: z.array(step).min(1).max(1000) }).strict(),
  answers: { 200: z.object({ version: versionName }) },
  refuses: ['block-not-found', 'draft-fixed', 'field-value', 'search-input'],
  async run({ host, caller, parts: { context }, body, expected }) {
    const changes = body.changes.map((one) => {
      if (one.do !== 'set') return one
      const { title, description } = one
      return {
        do: one.do,
        key: one.key,
        ...(title !== undefined && { title }),
        ...(description !== undefined && { description }),
      }
    })
    const said = {
      author: caller.person.id,
      ...(body.comment !== undefined && { comment: body.comment }),
      expected,
    }
    const version = await host.catalogue.collections.change(context, changes, said)
    return reply(200, { version }, { draft: version })
  },
})

/** Collections of libraries. */
export const collectionRoutes = [list, change]
