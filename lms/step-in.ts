import type { ComposedUnit } from '../runtime/unit/index.js'
import type { TrailStep } from './learner-state/index.js'

const sections = new WeakMap<ComposedUnit, string>()

/** Where in its course something is stored of a learner at a unit; undefined of one that has no place. @param at when they did it themselves, in epoch milliseconds */
export function stepIn(unit: ComposedUnit, at?: number): TrailStep | undefined {
  const { key, context, place } = unit
  if (!place) return undefined
  let section = sections.get(unit)
  if (section === undefined) {
    const [root, below] = place.path
    section = sectionName((below?.isUnit ? root : below)?.key ?? key)
    sections.set(unit, section)
  }
  return { context, section, ...(at !== undefined && { unit: key, at }) }
}

/** What a section is called where it is kept how much of it is done. @param key of its line, as text: of a library that is no usage key */
export function sectionName(key: string): string {
  return key.replace(/^.*[@:/]/, '')
}
