import type { ComposedUnit, OutlineNode } from '../runtime/unit/index.js'
import type { TrailStep } from './learner-state/index.js'

const sections = new WeakMap<ComposedUnit, string>()

/** Where in its course something is stored of a learner at a unit; undefined of one that has no place. @param at when they did it themselves, in epoch milliseconds */
export function stepIn(unit: ComposedUnit, at?: number): TrailStep | undefined {
  const { key, context, place } = unit
  if (!place) return undefined
  let section = sections.get(unit)
  if (section === undefined) {
    section = sectionOf(place.path, key)
    sections.set(unit, section)
  }
  return { context, section, ...(at !== undefined && { unit: key, at }) }
}

/** The section that a unit stands in, as it is called where it is kept how much of it is done. @param path from the course down to the unit */
export function sectionOf(path: readonly Pick<OutlineNode, 'key' | 'isUnit'>[], unitKey: string): string {
  const [root, below] = path
  return sectionName((below?.isUnit ? root : below)?.key ?? unitKey)
}

/** What a section is called where it is kept how much of it is done. @param key of its line, as text: of a library that is no usage key */
export function sectionName(key: string): string {
  return key.replace(/^.*[@:/]/, '')
}
