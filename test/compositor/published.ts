import { UnitStore } from '../../compositor/index.js'
import { loadPlugins } from '../../plugins/index.js'
import { contentHash, type BlockTypes, type Json, type JsonObject } from '../../runtime/index.js'
import { gatherUnit, LibraryAtHand } from '../../runtime/reference/index.js'
import type {
  GatheredUnit,
  OutlineLine,
  Publication,
  PublishedBlock,
  UnitEntry,
} from '../../runtime/unit/index.js'
import type { Store } from '../../store/index.js'
import { Trees } from '../../store/tree/index.js'

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

/** Publishes units as they are, each below a subsection of its own that says what they inherit. */
export async function publishUnits(
  store: Store,
  units: readonly GatheredUnit[],
  { title = 'A course', context = course } = {},
): Promise<UnitStore> {
  const trees = new Trees(store.blobs)
  const lines = units.flatMap(({ unit: { key }, inherited: inherits }): OutlineLine[] => [
    { key: `below ${key}`, type: 'sequential', title: '', parent: context, children: [key], inherits },
    { key, type: 'vertical', title: 'Unit', parent: `below ${key}`, children: [], isUnit: true },
  ])
  const root: OutlineLine = {
    key: context,
    type: 'course',
    title,
    children: units.map(({ unit: { key } }) => `below ${key}`),
  }
  const texts = units.flatMap((one) => [
    [`unit:${recordHash(one)}`, one.unit] as const,
    ...Object.entries(one.blocks).map(([hash, block]) => [`block:${hash}`, block] as const),
    ...Object.entries(one.pools ?? {}).map(([hash, pool]) => [`pool:${hash}`, pool] as const),
    ...Object.entries(one.poolParts ?? {}).map(([hash, part]) => [`pool-part:${hash}`, part] as const),
  ])
  await store.blobs.put(texts.map(([name, value]) => ({ name, text: JSON.stringify(value) })))
  const blocks = units.flatMap(({ unit: { key, root: own } }) =>
    [own, ...own.children].map((block) => [block.key, key] as const),
  )
  const entries = units.map((one): [string, UnitEntry] => [
    one.unit.key,
    { key: one.unit.key, record: recordHash(one), summary: '' },
  ])
  const publication: Publication = {
    format: 2,
    context,
    kind: 'course',
    title,
    version: 'v',
    root: context,
    unitCount: units.length,
    outline: (await trees.build([root, ...lines].map((line) => [line.key, line] as const))).root,
    units: (await trees.build(entries)).root,
    blocks: (await trees.build(blocks)).root,
    ids: '',
    assets: '',
    lost: '',
  }
  const hash = contentHash(publication as unknown as Json)
  await store.blobs.put([{ name: `publication:${hash}`, text: JSON.stringify(publication) }])
  const made = new UnitStore(store)
  await made.switchTo(context, hash)
  return made
}
