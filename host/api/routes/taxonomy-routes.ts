import { z } from 'zod'
import { tagNameOf, tagText } from '../../../content/index.js'
import { CompositorError } from '../../../runtime/index.js'
import type { Caller } from '../../libraries/caller.js'
import { apiRoute, reply } from '../api-route.js'
import { ofContext, usageKey } from '../api-values.js'

const tag = 'taxonomies'

const ofTaxonomy = z.object({ id: z.string().min(1).max(100).describe('Id of a taxonomy') })

const taxonomy = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    allowsSeveral: z.boolean().describe('Whether a block may have several of its tags'),
    count: z.number().int().describe('How many tags it has'),
  })
  .meta({ id: 'Taxonomy' })

const oneTag = z.object({ id: z.string(), value: z.string(), parent: z.string().optional() })

/** Taxonomies are of the whole site. @throws CompositorError `author-only` */
function siteAuthor({ isSiteAuthor }: Caller): void {
  if (!isSiteAuthor)
    throw new CompositorError('author-only', 'Only authors of the whole site change its taxonomies.')
}

const list = apiRoute({
  id: 'listTaxonomies',
  tag,
  summary: 'All taxonomies, by name',
  method: 'GET',
  path: '/taxonomies',
  may: 'somebody',
  answers: { 200: z.object({ items: z.array(taxonomy).readonly() }) },
  async run({ host }) {
    return reply(200, { items: await host.catalogue.taxonomies.list() })
  },
})

const show = apiRoute({
  id: 'showTaxonomy',
  tag,
  summary: 'The tags of a taxonomy, parents before their children, with the place of each',
  method: 'GET',
  path: '/taxonomies/:id',
  may: 'somebody',
  parts: ofTaxonomy,
  answers: {
    200: z.object({
      items: z
        .array(
          oneTag.extend({
            depth: z.number().int(),
            path: z.array(z.string()).readonly(),
            children: z.number().int(),
          }),
        )
        .readonly(),
    }),
  },
  refuses: ['taxonomy-unknown'],
  async run({ host, parts }) {
    return reply(200, { items: await host.catalogue.taxonomies.placed(parts.id) })
  },
})

const set = apiRoute({
  id: 'setTaxonomy',
  tag,
  summary: 'Makes a taxonomy, or gives one another name, description or rule',
  method: 'PUT',
  path: '/taxonomies/:id',
  may: 'somebody',
  parts: ofTaxonomy,
  body: z
    .object({
      name: z.string().optional(),
      description: z.string().max(10_000).optional(),
      allowsSeveral: z.boolean().optional(),
    })
    .strict(),
  answers: { 200: taxonomy },
  refuses: ['author-only', 'taxonomy-invalid'],
  async run({ host, caller, parts, body }) {
    siteAuthor(caller)
    const { name, description, allowsSeveral } = body
    const said = {
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...(allowsSeveral !== undefined && { allowsSeveral }),
    }
    return reply(200, await host.catalogue.taxonomies.set({ id: parts.id, ...said }))
  },
})

const importTags = apiRoute({
  id: 'importTags',
  tag,
  summary:
    'Takes tags of a CSV or JSON text, as the incumbent exports them; a dry run only says what would change',
  method: 'POST',
  path: '/taxonomies/:id/tags',
  may: 'somebody',
  parts: ofTaxonomy,
  body: z
    .object({
      format: z.enum(['csv', 'json']),
      text: z.string().max(20_000_000),
      replaces: z.boolean().default(false).describe('Whether tags that the text does not have go'),
      isDryRun: z.boolean().default(false),
    })
    .strict(),
  answers: {
    200: z.object({
      added: z.array(oneTag).readonly(),
      renamed: z.array(oneTag.extend({ before: z.string() })).readonly(),
      moved: z.array(oneTag.extend({ from: z.string().nullable() })).readonly(),
      removed: z.array(oneTag).readonly(),
      count: z.number().int(),
    }),
  },
  refuses: ['author-only', 'taxonomy-invalid'],
  async run({ host, caller, parts, body }) {
    siteAuthor(caller)
    const { text, ...options } = body
    const { tags, ...changes } = await host.catalogue.taxonomies.import(parts.id, text, options)
    return reply(200, { ...changes, count: tags.length })
  },
})

const exportTags = apiRoute({
  id: 'exportTags',
  tag,
  summary: 'The tags of a taxonomy as CSV or JSON, as the incumbent takes them',
  method: 'GET',
  path: '/taxonomies/:id/tags',
  may: 'somebody',
  parts: ofTaxonomy,
  query: z.object({ format: z.enum(['csv', 'json']).default('csv') }),
  answers: { 200: z.object({ format: z.enum(['csv', 'json']), text: z.string() }) },
  refuses: ['taxonomy-unknown'],
  async run({ host, parts, query: { format } }) {
    return reply(200, { format, text: await host.catalogue.taxonomies.export(parts.id, format) })
  },
})

const remove = apiRoute({
  id: 'deleteTaxonomy',
  tag,
  summary: 'Removes a taxonomy; what blocks have of its tags shows again when it comes back',
  method: 'DELETE',
  path: '/taxonomies/:id',
  may: 'somebody',
  parts: ofTaxonomy,
  answers: { 200: z.object({ id: z.string() }) },
  refuses: ['author-only', 'taxonomy-unknown'],
  async run({ host, caller, parts: { id } }) {
    siteAuthor(caller)
    await host.catalogue.taxonomies.delete(id)
    return reply(200, { id })
  },
})

const tagNames = z.array(z.string().max(400)).max(1000).default([]).describe('TAXONOMY:TAG, by id')

const change = apiRoute({
  id: 'changeTags',
  tag,
  summary: 'Changes the tags of many blocks of a course or library, all of it or nothing',
  method: 'POST',
  path: '/contexts/:context/tags',
  may: 'edit',
  parts: ofContext,
  body: z
    .object({
      changes: z
        .array(
          z
            .object({ usages: z.array(usageKey).min(1).max(10_000), add: tagNames, remove: tagNames })
            .strict(),
        )
        .min(1)
        .max(1000),
    })
    .strict(),
  answers: { 200: z.object({ changed: z.number().int().describe('Blocks with other tags than before') }) },
  refuses: ['taxonomy-unknown', 'block-not-found', 'tags-refused', 'context-unknown'],
  async run({ host, parts, body }) {
    const changes = body.changes.map(({ usages, add, remove }) => {
      return { usages, add: add.map(tagNameOf), remove: remove.map(tagNameOf) }
    })
    return reply(200, { changed: await host.catalogue.tagged.change(parts.context, changes) })
  },
})

const read = apiRoute({
  id: 'listTags',
  tag,
  summary: 'The tags of blocks of a course or library; those without any are left out',
  method: 'GET',
  path: '/contexts/:context/tags',
  may: 'read',
  parts: ofContext,
  query: z.object({ usage: z.union([usageKey, z.array(usageKey).max(1000)]) }),
  answers: {
    200: z.object({
      items: z.array(z.object({ usage: usageKey, tags: z.array(z.string()).readonly() })).readonly(),
    }),
  },
  async run({ host, parts: { context }, query: { usage } }) {
    const found = await host.catalogue.tagged.of(context, typeof usage === 'string' ? [usage] : usage)
    const items = [...found].map(([key, tags]) => ({
      usage: key,
      tags: Object.entries(tags).flatMap(([of, ids]) => ids.map((id) => tagText({ taxonomy: of, tag: id }))),
    }))
    return reply(200, { items })
  },
})

/** Taxonomies, and the tags of blocks. */
export const taxonomyRoutes = [list, show, set, importTags, exportTags, remove, change, read]
