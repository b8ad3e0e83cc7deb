import { Keyv } from 'keyv'
import { loadPlugins } from '../../plugins/index.js'
import { contentHash, type BlockTypes, type Json, type JsonObject } from '../../runtime/index.js'
import { gatherUnit, LibraryAtHand } from '../../runtime/reference/index.js'
import type { GatheredUnit, Publication, PublishedBlock } from '../../runtime/unit/index.js'

/** The module that both this thread and workers load the practice types from. */
export const practicePlugin = new URL('./practice-plugin.js', import.meta.url).href

export async function practiceTypes(): Promise<BlockTypes> {
  const { types, diagnostics } = await loadPlugins({ specifiers: [practicePlugin] })
  if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics))
  return types
}

const practice = await practiceTypes()

export const course = 'course-v1:edX+UseLib+1'
export const library = 'lib:edX:someProblems'
export const version = 'a1b2c3'

export interface BlockParts {
  readonly content?: JsonObject
  readonly settings?: JsonObject
  readonly children?: readonly PublishedBlock[]
}

function published(key: string, type: string, { content = {}, settings = {}, children = [] }: BlockParts) {
  return { key, type, definition: contentHash({ type, content }), content, settings, children }
}

export function inCourse(type: string, id: string, parts: BlockParts = {}): PublishedBlock {
  return published(courseKey(type, id), type, parts)
}

export function inLibrary(type: string, id: string, parts: BlockParts = {}): PublishedBlock {
  return published(libraryKey(type, id), type, parts)
}

export const courseKey = (type: string, id: string) => `block-v1:edX+UseLib+1+type@${type}+block@${id}`
export const libraryKey = (type: string, id: string) => `lb:edX:someProblems:${type}:${id}`
/** A contextual key as the seed writes it; right where neither part has colons to escape. */
export const contextual = (usage: string, block: string) => `cb::${usage}::${block}`

export const use = (block: string) => ({ library, version, block })

export function unit(
  root: PublishedBlock,
  libraryBlocks: readonly PublishedBlock[] = [],
  inherited: JsonObject = {},
  types: BlockTypes = practice,
  banks: 'listed' | 'pooled' = 'pooled',
): GatheredUnit {
  const libraries = [new LibraryAtHand({ library, version }, libraryBlocks)]
  return gatherUnit({ key: root.key, context: course, root }, types, libraries, inherited, banks)
}

export const recordHash = ({ unit: one }: GatheredUnit) => contentHash(one as unknown as Json)

/** What a unit is composed from is called so. */
export const versionOf = (one: GatheredUnit) => `${recordHash(one)}.${contentHash(one.inherited)}`

export function publicationOf(units: readonly GatheredUnit[], title = 'A course'): Publication {
  return {
    context: course,
    kind: 'course',
    title,
    version: 'v',
    outline: { key: course, type: 'course', title, children: [] },
    units: units.map((one) => ({
      key: one.unit.key,
      title: 'Unit',
      record: recordHash(one),
      inherited: contentHash(one.inherited),
      blocks: [one.unit.key, ...one.unit.root.children.map(({ key }) => key)],
    })),
    assets: {},
  }
}

/** A store in memory, of values as they are. */
export function memory(store: object = new Map<string, unknown>()): Keyv {
  const keyv = new Keyv({ store })
  keyv.serialize = undefined
  keyv.deserialize = undefined
  keyv.on('error', () => undefined)
  return keyv
}
