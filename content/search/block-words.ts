import type { BlockTypes, BlockWords } from '../../runtime/block/index.js'
import { courseFileName, textOfMarkup } from '../../runtime/html/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../runtime/values/index.js'
import type { VersionView } from '../version/index.js'

/** Characters of one block that are taken in, and bytes of one file. */
const [longestText, largestFile] = [200_000, 2_000_000]

/** Texts of a block that are taken in where its type does not say which. */
const mostTexts = 200

/** A block with its values, as its author wrote them. */
export interface WordedBlock {
  /** Usage key, as text. */
  readonly usage: string
  readonly type: string
  readonly content: JsonObject
  readonly settings: JsonObject
}

/**
 * What a block is found by besides its title: what its type says, or all texts of its content.
 * @param bytes reads a file of the version by its hash
 */
export async function textOf(
  block: WordedBlock,
  types: BlockTypes,
  view: Pick<VersionView, 'asset' | 'alias'>,
  bytes: (hash: string) => Promise<Uint8Array>,
): Promise<string> {
  const { texts, files = [] } = saidWords(block, types) ?? { texts: [...textsIn(block.content)] }
  const parts = [...texts]
  for (const { link, text } of files) {
    const file = await fileOf(link, block.usage, view)
    if (!file || file.size > largestFile) continue
    const read = await bytes(file.hash).then(
      (found) => text(found),
      () => undefined,
    )
    if (read !== undefined) parts.push(read)
  }
  return parts.join('\n').slice(0, longestText)
}

/** Whether some of what a block is found by stands in files that it names. */
export function namesFiles(block: WordedBlock, types: BlockTypes): boolean {
  return (saidWords(block, types)?.files?.length ?? 0) > 0
}

/** What the type says; undefined where it says nothing, or cannot read these values. */
function saidWords({ usage, type: name, content, settings }: WordedBlock, types: BlockTypes) {
  const type = types.get(name)
  const words = type?.capabilities.words
  if (!type || !words) return undefined
  try {
    const fields = { ...content, ...settings }
    return words(type.sharedFields({ usage, type: name, definition: '', fields })) satisfies BlockWords
  } catch {
    return undefined
  }
}

async function fileOf(link: string, usage: string, view: Pick<VersionView, 'asset' | 'alias'>) {
  const name = courseFileName(link, parseUsageKey(usage).context)
  if (name === undefined) return undefined
  const own = (await view.asset(`${usage}/${name}`)) ?? (await view.asset(name))
  if (own) return own
  const other = await view.alias(name)
  return other === undefined ? undefined : view.asset(other)
}

/** Texts with letters in a value, wherever in it; addresses and code words are none. */
function* textsIn(value: Json, count = { left: mostTexts }): Iterable<string> {
  if (count.left <= 0) return
  if (typeof value === 'string') {
    if (!/\p{L}/u.test(value) || /^\S*:\/\/\S*$|^[\w-]{40,}$/.test(value)) return
    count.left--
    yield textOfMarkup(value)
  } else if (isJsonArray(value)) for (const one of value) yield* textsIn(one, count)
  else if (isJsonObject(value)) for (const one of Object.values(value)) yield* textsIn(one, count)
}
