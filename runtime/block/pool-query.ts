import { isJsonArray, type Json, type JsonObject } from '../values/json.js'

/** Which blocks of a library are meant, instead of their names: those for which all holds that is said. */
export interface PoolQuery {
  /** Key of a collection of the library, in the version that is referred to. */
  readonly collection?: string
  /** Tags, `TAXONOMY:TAG`, of which a block has one or one below it; of several taxonomies one each. */
  readonly tags?: readonly string[]
  /** All of these words are to be found in a block, each as the beginning of one. */
  readonly words?: string
  /** Block types, or kinds of problems as types tell them (`multiplechoiceresponse`). */
  readonly types?: readonly string[]
}

/** Reads the field `pool_query`; undefined where it asks for nothing. What it does not know is left out. */
export function poolQueryOf({ collection, tags, words, types }: JsonObject): PoolQuery | undefined {
  const query = {
    ...(typeof collection === 'string' && collection !== '' && { collection }),
    ...listed('tags', tags),
    ...(typeof words === 'string' && words.trim() !== '' && { words: words.trim() }),
    ...listed('types', types),
  }
  return Object.keys(query).length > 0 ? query : undefined
}

function listed(name: 'tags' | 'types', value: Json | undefined): Partial<Record<typeof name, string[]>> {
  const all = value !== undefined && isJsonArray(value) ? value : typeof value === 'string' ? [value] : []
  const texts = all.filter((one): one is string => typeof one === 'string' && one !== '')
  return texts.length > 0 ? { [name]: texts } : {}
}
