import { isJsonObject, isSameJson, type Json, type JsonObject } from '../../runtime/values/json.js'
import { linkSettings, ownSettings } from './upstream-fields.js'

/** The link of a block to a library block, in whichever names it is written. */
export interface UpstreamLink {
  /** Usage key of the library block, as text. */
  readonly upstream: string
  /**
   * Who wrote it: links in the names of seed 002 (`upstream_block`) take every setting that the library sets as a default; those in the
   * incumbent's (`upstream`) have the library's settings as their own, but for those that are a course's (semantics 6).
   */
  readonly spelling: 'seed' | 'incumbent'
  /** Numbers of versions of the library block: it was brought to, and its author declined. */
  readonly version: number | null
  readonly declined: number | null
  /** OLX names of fields that the author changed here. */
  readonly customized: readonly string[]
  /** What the library set when it was last brought there, by OLX name. */
  readonly defaults: JsonObject
  /** Of a copy of a container, keys of what stood in it in the library then, as text; undefined where that was not noted. */
  readonly members?: readonly string[]
}

/** The link that a block's settings say; undefined for none. */
export function linkOf(settings: JsonObject): UpstreamLink | undefined {
  const upstream = upstreamOf(settings)
  if (upstream === null) return undefined
  const isSeeds = settings['upstream'] === undefined || settings['upstream'] === ''
  const number = (name: string) => (typeof settings[name] === 'number' ? settings[name] : null)
  const { downstream_customized: said, upstream_defaults: defaults, upstream_display_name: title } = settings
  const { upstream_block_members: members } = settings
  const name = typeof title === 'string' ? { display_name: title } : {}
  return {
    upstream,
    spelling: isSeeds ? 'seed' : 'incumbent',
    version: number('upstream_version') ?? number('upstream_block_version'),
    declined: number('upstream_version_declined'),
    customized: textsIn(said),
    defaults: { ...name, ...(isJsonObject(defaults) ? defaults : {}) },
    ...(Array.isArray(members) && { members: textsIn(members) }),
  }
}

function textsIn(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

/** What a block is linked to, in either spelling; null for nothing. */
export function upstreamOf(settings: JsonObject): string | null {
  for (const name of ['upstream', 'upstream_block']) {
    const { [name]: key } = settings
    if (typeof key === 'string' && key !== '') return key
  }
  return null
}

/** Whether a field is the course's own, so that no update changes it. */
export function isCustomized(
  { spelling, customized, defaults }: UpstreamLink,
  settings: JsonObject,
  name: string,
): boolean {
  if (customized.includes(name)) return true
  if (spelling === 'incumbent') return ownSettings.has(name)
  const own = settings[name]
  return own !== undefined && !isSameJson(own, defaults[name] ?? null)
}

/** What of a library block's settings its copies take. */
export function takenSettings({ spelling }: Pick<UpstreamLink, 'spelling'>, theirs: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(theirs).filter(
      ([name]) => !linkSettings.includes(name) && (spelling === 'seed' || !ownSettings.has(name)),
    ),
  )
}

/**
 * The settings of a new copy of a library block, in the names of seed 002; undefined for those that it does not say itself.
 * @param members of a container, keys of what stands in it
 */
export function newLink(
  upstream: string,
  version: number | undefined,
  theirs: JsonObject,
  members?: readonly string[],
): JsonObject {
  const defaults = takenSettings({ spelling: 'seed' }, theirs)
  const said = Object.keys(theirs).filter((name) => name !== 'display_name')
  return {
    ...Object.fromEntries(said.map((name) => [name, undefined])),
    upstream_block: upstream,
    ...(version !== undefined && { upstream_block_version: version }),
    ...(Object.keys(defaults).length > 0 && { upstream_defaults: defaults }),
    ...(members && { upstream_block_members: members }),
  }
}
