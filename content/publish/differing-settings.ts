import { isOfCourse, type BlockTypes } from '../../runtime/block/index.js'
import type { Finding } from '../../runtime/errors/index.js'
import type { PublishedBlock } from '../../runtime/unit/index.js'
import { canonicalJson, type Json, type JsonObject } from '../../runtime/values/index.js'
import type { VersionBlock } from '../version/index.js'

/** A setting that a library block says itself, and a course rules. */
export interface SaidSetting {
  readonly block: string
  readonly name: string
  readonly value: Json
}

/** Values that are named of one setting. */
const mostNamed = 3

/** Levels above a block that are looked at. */
const mostLevels = 500

/** What library blocks say of settings that are the course's and are inherited there. */
export function* courseSettingsIn(block: PublishedBlock, types: BlockTypes): Iterable<SaidSetting> {
  const type = types.get(block.type)
  for (const [name, value] of Object.entries(block.settings))
    if (type && value !== undefined && types.mixins?.isInherited(name) && isOfCourse(type, name))
      yield { block: block.key, name, value }
  for (const child of block.children) yield* courseSettingsIn(child, types)
}

/**
 * Notes where library blocks that a reference brings set something otherwise than the course, whose word holds.
 * @param saidBy what the blocks of a record say
 */
export async function differingSettings(
  reference: PublishedBlock,
  saidBy: ReadonlyMap<string, readonly SaidSetting[]>,
  view: { readonly root: string; block(usage: string): Promise<VersionBlock | undefined> },
  types: BlockTypes,
): Promise<readonly Finding[]> {
  if (types.get(reference.type)?.capabilities.childDefaultsFirst) return []
  const differing = new Map<string, { values: Set<string>; count: number }>()
  let inherited: ReadonlyMap<string, { readonly value: Json; readonly from: string }> | undefined
  for (const one of reference.referred ?? []) {
    if ('failure' in one) continue
    for (const { block, name, value } of saidBy.get(one.record) ?? []) {
      const own = one.inner?.single?.[block]
      if ([one.overrides, own].some((set) => set && Object.hasOwn(set, name))) continue
      inherited ??= await settingsAt(reference.key, view, types)
      const held = inherited.get(name)
      if (!held || canonicalJson(held.value) === canonicalJson(value)) continue
      const found = differing.get(name) ?? { values: new Set<string>(), count: 0 }
      found.values.add(canonicalJson(value))
      found.count++
      differing.set(name, found)
    }
  }
  return [...differing].map(([name, { values, count }]): Finding => {
    const held = inherited?.get(name)
    const some = [...values].slice(0, mostNamed).join(', ')
    const more = values.size > mostNamed ? ', ...' : ''
    const blocks = count === 1 ? 'a library block' : `${count} library blocks`
    const message = `Of ${reference.key}, ${blocks} set ${name} to ${some}${more}; ${held?.from ?? ''} sets it to ${canonicalJson(held?.value ?? null)}, which holds.`
    const remedy = `Set ${name} in the overrides of the reference where the library’s value is meant.`
    return { level: 'note', code: 'library-settings-differ', usage: reference.key, message, remedy, count }
  })
}

async function settingsAt(
  usage: string,
  view: { readonly root: string; block(usage: string): Promise<VersionBlock | undefined> },
  types: BlockTypes,
): Promise<ReadonlyMap<string, { readonly value: Json; readonly from: string }>> {
  const found = new Map<string, { readonly value: Json; readonly from: string }>()
  let at: string | undefined = usage
  for (let level = 0; at !== undefined && level < mostLevels; level++) {
    const block: VersionBlock | undefined = await view.block(at)
    const settings: JsonObject = types.mixins?.inheritedOf(block?.settings ?? {}) ?? {}
    for (const [name, value] of Object.entries(settings))
      if (value !== undefined && !found.has(name)) found.set(name, { value, from: at })
    at = at === view.root ? undefined : block?.parent
  }
  return found
}
