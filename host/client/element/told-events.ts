import type { ComposedUnitEventMap, UnitCompletion, UnitPoints } from './unit-event-map.js'

/** What an answer of the host tells of a call, as `host/embedding/unit-events-header.ts` writes it. */
interface ToldEvents {
  readonly unit: string
  readonly happenings: readonly {
    readonly what: string
    readonly block: string
    readonly type: string
    readonly score?: UnitPoints
  }[]
  readonly score?: UnitPoints
  readonly completion?: UnitCompletion
}

/** A kind of event that the host tells of, with its detail. */
type Told = {
  [Name in 'submitted' | 'graded' | 'completed']: readonly [Name, ComposedUnitEventMap[Name]['detail']]
}['submitted' | 'graded' | 'completed']

/** The events for the page, of what an answer of the host says; of kinds that this element does not know, none. */
export function toldEvents(text: unknown): Told[] {
  const { unit, happenings, score: unitScore, completion } = JSON.parse(String(text)) as ToldEvents
  return happenings.flatMap(({ what, block, type, score }): Told[] => {
    const place = { unit, block, blockType: type }
    if (what === 'submitted') return [[what, place]]
    if (what === 'graded' && score) return [[what, { ...place, score, ...(unitScore && { unitScore }) }]]
    if (what !== 'completed') return []
    const isUnitComplete = completion !== undefined && completion.done >= completion.blocks
    return [[what, { ...place, ...(completion && { completion }), isUnitComplete }]]
  })
}
