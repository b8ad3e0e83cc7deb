import { z } from 'zod'
import { CompositorError, messageOf } from '../../runtime/errors/index.js'
import { csvRows, csvText } from './csv.js'
import type { ReadTag } from './tag-order.js'
import type { Tag, Taxonomy } from './taxonomy.js'

/** How tags are written: as the incumbent's exports of taxonomies are. */
export type TagFormat = 'csv' | 'json'

/** What a file of tags says. */
export interface TagFile {
  /** What it says of the taxonomy itself; JSON alone does. */
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly tags: readonly ReadTag[]
}

/** One tag as it is written; the parent is named by its id, its value, or by depths in the order of the file. */
interface WrittenTag {
  readonly at: string
  readonly id?: string | undefined
  readonly value: string
  readonly parentId?: string | undefined
  readonly parentValue?: string | undefined
  readonly depth?: number | undefined
}

const text = z
  .union([z.string(), z.number()])
  .transform((value) => String(value).trim())
  .nullish()

const jsonTag = z.object({
  id: text,
  external_id: text,
  value: z.union([z.string(), z.number()]).transform((value) => String(value).trim()),
  parent_id: text,
  parent_value: text,
  depth: z.number().int().min(0).nullish(),
})

const jsonFile = z.union([
  z.object({ name: z.string().nullish(), description: z.string().nullish(), tags: z.array(jsonTag) }),
  z.array(jsonTag).transform((tags) => ({ name: undefined, description: undefined, tags })),
])

/**
 * Reads tags as the incumbent exports them: CSV with the columns `id`, `value`, `parent_id`, or JSON
 * `{name, description, tags: [{id, value, parent_id}]}`. Other columns and members are skipped; where `parent_id` is missing,
 * `parent_value` or `depth` say what a tag stands below, and a tag without an id gets one of its value.
 * @throws CompositorError `taxonomy-invalid`
 */
export function readTags(source: string, format: TagFormat): TagFile {
  const { name, description, tags } =
    format === 'csv' ? { name: undefined, description: undefined, tags: fromCsv(source) } : fromJson(source)
  return { name: name ?? undefined, description: description ?? undefined, tags: withParents(tags) }
}

/** Writes tags so that {@link readTags} and the incumbent read them. */
export function writeTags({ name, description, tags }: Taxonomy, format: TagFormat): string {
  if (format === 'csv') {
    const rows = tags.map(({ id, value, parent = '' }) => [id, value, parent])
    return csvText([['id', 'value', 'parent_id'], ...rows])
  }
  const written = tags.map(({ id, value, parent }: Tag) => {
    return { id, value, ...(parent !== undefined && { parent_id: parent }) }
  })
  return `${JSON.stringify({ name, description, tags: written }, null, 2)}\n`
}

function fromCsv(source: string): WrittenTag[] {
  const [head, ...rows] = csvRows(source)
  const columns = (head?.cells ?? []).map((cell) => cell.trim().toLowerCase())
  if (!columns.includes('value')) {
    const message = `The first line names no column 'value', but ${columns.join(', ').slice(0, 200) || 'nothing'}.`
    throw new CompositorError('taxonomy-invalid', message)
  }
  const at = (name: string) => columns.indexOf(name)
  const [id, value, parentId, parentValue, depth] = [
    at('id') < 0 ? at('external_id') : at('id'),
    at('value'),
    at('parent_id'),
    at('parent_value'),
    at('depth'),
  ]
  return rows.map(({ line, cells }) => {
    const cell = (column: number) => cells[column]?.trim()
    const level = cell(depth)
    return {
      at: `line ${line}`,
      id: cell(id),
      value: cell(value) ?? '',
      parentId: cell(parentId),
      parentValue: cell(parentValue),
      ...(level !== undefined && /^\d+$/.test(level) && { depth: Number(level) }),
    }
  })
}

function fromJson(source: string) {
  let read: unknown
  try {
    read = JSON.parse(source)
  } catch (cause) {
    throw new CompositorError('taxonomy-invalid', `This is no JSON: ${messageOf(cause)}.`, { cause })
  }
  const { data, error } = jsonFile.safeParse(read)
  if (!data) {
    const [issue] = error.issues
    const place = issue?.path.join('.') || 'the whole'
    const message = `Tags in JSON are {name, description, tags: [{id, value, parent_id}]}; ${place}: ${issue?.message ?? ''}.`
    throw new CompositorError('taxonomy-invalid', message.replace(/\.\.$/, '.'))
  }
  const tags = data.tags.map((tag, place): WrittenTag => {
    return {
      at: `tag ${place + 1}`,
      id: tag.id ?? tag.external_id ?? undefined,
      value: tag.value,
      parentId: tag.parent_id ?? undefined,
      parentValue: tag.parent_value ?? undefined,
      depth: tag.depth ?? undefined,
    }
  })
  return { name: data.name, description: data.description, tags }
}

function withParents(written: readonly WrittenTag[]): ReadTag[] {
  const taken = new Set(written.map(({ id }) => id).filter((id) => id))
  const named = written.map((tag) => ({ ...tag, id: tag.id || newId(tag.value, taken) }))
  const byValue = new Map(named.map(({ id, value }) => [value, id]))
  const above: string[] = []
  return named.map(({ at, id, value, parentId, parentValue, depth }) => {
    const byDepth = depth === undefined || depth === 0 ? undefined : (above[depth - 1] ?? '')
    const parent = parentId || (parentValue ? (byValue.get(parentValue) ?? parentValue) : byDepth)
    if (depth !== undefined) above.splice(depth, Infinity, id)
    return { at, id, value, ...(parent !== undefined && { parent }) }
  })
}

/** An id for a tag that has none. */
function newId(value: string, taken: Set<string | undefined>): string {
  const base = value.normalize('NFC').toLowerCase().replaceAll(/\s+/g, '-').slice(0, 240)
  let id = base
  for (let count = 2; taken.has(id); count++) id = `${base}-${count}`
  taken.add(id)
  return id
}
