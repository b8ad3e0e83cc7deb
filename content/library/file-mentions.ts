import type { Json, JsonObject } from '../../runtime/values/index.js'
import type { AuthoringStore } from '../version/index.js'

/** A place in what a block says where a static file is named. */
export interface FileMention {
  /** OLX name of the field. */
  readonly field: string
  /** From 1, in the text of the field. */
  readonly line: number
  /** The line, without what stands far from the name. */
  readonly text: string
}

/** Mentions of one file that are told, and characters before and after the name. */
const [mostMentions, around] = [20, 60]

/**
 * Where the fields of a block of a draft name static files, by name: a link after `/static/`, or a value that is the name alone.
 * @throws CompositorError `context-unknown`
 */
export async function fileMentions(
  store: AuthoringStore,
  library: string,
  usage: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly FileMention[]>> {
  const view = await store.view(library, 'draft')
  const block = await view.block(usage)
  const found = new Map<string, FileMention[]>(names.map((name) => [name, []]))
  if (!block) return found
  const definition = (await view.definitions([block.definition])).get(block.definition)
  const fields: JsonObject = { ...definition?.content, ...block.settings }
  for (const [field, value] of Object.entries(fields))
    for (const [index, line] of linesOf(value).entries())
      for (const [name, mentions] of found) {
        const at = mentioned(line, name)
        if (at === -1 || mentions.length >= mostMentions) continue
        const [from, to] = [Math.max(0, at - around), at + name.length + around]
        const text = `${from > 0 ? '…' : ''}${line.slice(from, to).trim()}${to < line.length ? '…' : ''}`
        mentions.push({ field, line: index + 1, text })
      }
  return found
}

function mentioned(line: string, name: string): number {
  if (line === name) return 0
  for (let at = line.indexOf(name); at !== -1; at = line.indexOf(name, at + 1)) {
    const isLinked = line.slice(0, at).endsWith('/static/')
    const isWhole = !/[\p{Letter}\p{Number}_.@+~-]/u.test(line.charAt(at + name.length))
    const isQuoted = /["']$/.test(line.slice(0, at)) && line.charAt(at + name.length) === line.charAt(at - 1)
    if ((isLinked && isWhole) || isQuoted) return at
  }
  return -1
}

/** The lines of a text, and of all texts in a list or table. */
function linesOf(value: Json | undefined): string[] {
  if (typeof value === 'string') return value.split('\n')
  if (value === null || typeof value !== 'object') return []
  return Object.values(value).flatMap((one) => linesOf(one))
}
