import type { Chosen, DrawnBank, DrawnCompanions } from '../../runtime/index.js'
import { BankDraw, type BankDrawRequest, type Drawn } from './bank-draw.js'
import { groupDraw } from './group-draw.js'
import { toStore } from './stored-draw.js'

/** What {@link chooseChildren} goes by. */
export interface DrawRequest extends BankDrawRequest {
  /** Usage key of the bank, as text; it may be left out where it draws alone. */
  readonly usage?: string
  /** The banks that it draws together with. */
  readonly companions?: DrawnCompanions | undefined
}

/**
 * Which children a learner sees, and in which order. Each child has a place in the learner's own order of the pool; the
 * first are drawn. So the draw is the same before and after it is stored, and a changed pool
 * changes only what it must: children that left are dropped, the last in that order go when there are too many,
 * the first come in when there are too few, and those that stay keep their order.
 * (semantics of the incumbent's ItemBankMixin.make_selection, seeded; docs/decisions/0006-selection.md, 0074)
 */
export function chooseChildren(request: DrawRequest): Required<Chosen> {
  const { leader } = request.companions ?? {}
  if (leader) {
    return followed(new BankDraw({ ...request, count: -1 }), shownComponents(leader.bank, leader.group))
  }
  const draw = new BankDraw(request)
  const { members, before, invalid, overlimit } = draw
  const keyAt = ({ place }: { readonly place: number }) => members.keyAt(place) ?? ''
  const added = addedTo(draw, request)
  const selected = draw.shown(added).map(keyAt)
  const changed = invalid.length + overlimit.length + added.length > 0
  return {
    selected,
    toStore: toStore(before, selected),
    changed,
    invalid,
    overlimit,
    added: added.map(keyAt),
  }
}

/** What a bank is filled up with: as its group draws, where it has one. */
function addedTo(draw: BankDraw, { usage, companions }: DrawRequest): readonly Drawn[] {
  if (draw.missing === 0) return []
  const { group = [] } = companions ?? {}
  const index = group.findIndex((bank) => bank.usage === usage)
  const own = group[index]
  if (!own) return draw.first(draw.missing)
  return groupDraw(group)
    .added(index)
    .map(({ place, turn }) => ({ place: draw.members.placeOf(own.members.keyAt(place) ?? ''), turn }))
}

/** The components that a bank shows, in the order shown. */
export function shownComponents(bank: DrawnBank, group: readonly DrawnBank[] = []): readonly string[] {
  const { members, usage } = bank
  const index = group.findIndex((one) => one.usage === usage)
  if (index >= 0) return groupDraw(group).components(index)
  return chooseChildren(bank).selected.map((key) => members.componentAt(members.placeOf(key)))
}

/** What a bank shows that follows another one: of its pool, what that one shows. */
function followed(
  { members, before, invalid, kept }: BankDraw,
  components: readonly string[],
): Required<Chosen> {
  const selected = components.flatMap((component) => members.keyAt(members.placeOfComponent(component)) ?? [])
  const shown = new Set(selected)
  const stored = kept.map(({ place }) => members.keyAt(place) ?? '')
  const had = new Set(stored)
  const added = selected.filter((key) => !had.has(key))
  const gone = stored.filter((key) => !shown.has(key))
  const isSame = stored.length === selected.length && stored.every((key, place) => key === selected[place])
  return {
    selected,
    toStore: toStore(before, selected),
    changed: !isSame || invalid.length > 0,
    invalid,
    overlimit: gone,
    added,
  }
}
