import { parseUsageKey } from '../runtime/keys/index.js'
import type { ComposedUnit } from '../runtime/unit/index.js'
import type { TrailStep } from './learner-state/index.js'

const sections = new WeakMap<ComposedUnit, string>()

/** Where in its course something is stored of a learner at a unit; undefined of one that has no place. @param isOwn whether they did it themselves */
export function stepIn(unit: ComposedUnit, isOwn: boolean): TrailStep | undefined {
  const { key, context, place } = unit
  if (!place) return undefined
  let section = sections.get(unit)
  if (section === undefined) {
    const [root, below] = place.path
    section = sectionName((below?.isUnit ? root : below)?.key ?? key)
    sections.set(unit, section)
  }
  return { context, section, ...(isOwn && { unit: key }) }
}

/** What a section is called where it is kept how much of it is done. @param key usage key, as text */
export function sectionName(key: string): string {
  return parseUsageKey(key).blockId
}
