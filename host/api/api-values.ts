import { z } from 'zod'
import { errorTable, type ErrorCode, type Json } from '../../runtime/index.js'

/** Key of a course or library, as text. */
export const contextKey = z.string().min(1).max(1000).describe('Key of a course or library')

/** Usage key, as text. */
export const usageKey = z.string().min(1).max(1000).describe('Usage key of a block')

/** One usage key or more, as a query that repeats its name has them. */
export const severalKeys = z.union([usageKey, z.array(usageKey).max(100)])

export const ofContext = z.object({ context: contextKey })
export const ofBlock = z.object({ usage: usageKey })

/** Name of a version: the hash of its files. */
export const versionName = z.string().describe('Name of a version: the hash of its files')

/** How people name a version. */
export const askedVersion = z
  .string()
  .min(1)
  .max(200)
  .describe('A version: its number, its name, a start of that of 8 or more, `draft` or `published`')

/** Most lines of one answer. */
const mostItems = 200

/** Which part of a list. */
export const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(mostItems).default(50).describe('How many at most'),
  after: z.string().max(2000).optional().describe('What `next` said of the page before'),
})

/** A page of a list. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item).readonly(),
    next: z.string().nullable().describe('What to give as `after` for the next page; null at the end'),
  })
}

/** Part of a list that is at hand as a whole, in the order of its keys. */
export function pageOfAll<Item>(
  all: readonly Item[],
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
  keyOf: (item: Item) => string,
): { readonly items: readonly Item[]; readonly next: string | null } {
  const rest = after === undefined ? all : all.filter((item) => keyOf(item) > after)
  const items = rest.slice(0, limit)
  const last = items.at(-1)
  return { items, next: last !== undefined && rest.length > limit ? keyOf(last) : null }
}

/**
 * Part of a list of which some are let through, in the order of its keys: no more of them are looked at than the page needs.
 * @param through gives of some those that are, as they are told
 */
export async function pageThrough<Item, Told>(
  all: readonly Item[],
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
  keyOf: (item: Told | Item) => string,
  through: (some: readonly Item[]) => Promise<readonly Told[]>,
): Promise<{ readonly items: readonly Told[]; readonly next: string | null }> {
  const rest = after === undefined ? all : all.filter((item) => keyOf(item) > after)
  const found: Told[] = []
  for (let at = 0; at < rest.length && found.length <= limit; at += limit + 1)
    found.push(...(await through(rest.slice(at, at + limit + 1))))
  return pageOfAll(found, { limit }, keyOf)
}

/** What a person says of a change. */
export const words = z.object({
  comment: z.string().max(10_000).optional().describe('Why, for the history'),
})

const errorCodes = Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]]

/** One finding about content. */
export const finding = z
  .object({
    level: z.enum(['error', 'warning', 'note']),
    code: z.enum(errorCodes),
    message: z.string(),
    remedy: z.string().optional(),
    file: z.string().optional(),
    line: z.number().int().optional(),
    column: z.number().int().optional(),
    usage: z.string().optional(),
    count: z.number().int().optional(),
  })
  .meta({ id: 'Finding' })

/** Where in content something stands. */
export const place = z.object({
  file: z.string().optional(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
  usage: z.string().optional(),
})

/** What every refusal says. */
export const refusal = z
  .looseObject({
    code: z.enum(errorCodes),
    message: z.string(),
    remedy: z.string(),
    at: place.optional(),
    sign_in: z.string().optional().describe('Where to sign in'),
  })
  .meta({ id: 'Refusal' })

/** Any JSON value. */
export const json = z.custom<Json>((value) => value !== undefined)

/** Values by name. */
export const jsonObject = z.record(z.string(), json)
