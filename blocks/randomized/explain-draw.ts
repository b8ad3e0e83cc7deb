import type {
  DrawExplanation,
  DrawnBank,
  DrawnBecause,
  DroppedBecause,
  PassedOver,
} from '../../runtime/index.js'
import { BankDraw } from './bank-draw.js'
import { chooseChildren, shownComponents, type DrawRequest } from './choose-children.js'
import { groupDraw } from './group-draw.js'

/** Why {@link chooseChildren} gives what it gives. */
export function explainDraw(request: DrawRequest): DrawExplanation {
  const { members, companions, seed, usage = '' } = request
  const { leader } = companions ?? {}
  const group = leader ? leader.group : companions?.group
  const draw = new BankDraw(leader ? { ...request, count: -1 } : request)
  const { selected, added, invalid, overlimit } = chooseChildren(request)
  const turns = turnsOf(draw)
  const fresh = new Set(added)
  const shownBy = componentsOf(group, leader?.bank.usage ?? usage)
  const because = (key: string): DrawnBecause => {
    const place = members.placeOf(key)
    const component = members.componentAt(place)
    const alsoIn = leader ? [] : (shownBy.get(component) ?? [])
    return {
      key,
      component,
      why: leader ? 'same-as' : fresh.has(key) ? 'drawn' : 'stored',
      turn: turns.get(place) ?? 0,
      rank: members.ranks[place] ?? 0,
      ...(alsoIn.length > 0 && { alsoIn }),
    }
  }
  const dropped: DroppedBecause[] = [
    ...invalid.map((key) => ({ key, why: 'not-in-pool' as const })),
    ...overlimit.map((key) => ({ key, why: leader ? ('not-the-same' as const) : ('too-many' as const) })),
  ]
  const all = selected.map(because)
  return {
    seed: draw.before.draw === 0 ? seed : `${seed}|${draw.before.draw}`,
    draw: draw.before.draw,
    count: leader ? selected.length : draw.limit,
    pool: members.size,
    isStored: !chooseChildren(request).changed,
    selected: all,
    dropped,
    passedOver: leader ? [] : passedOver(draw, all, turns, shownBy),
    ...(group && {
      group: group.map((bank) => ({ usage: bank.usage, components: shownComponents(bank, group) })),
    }),
    ...(leader && { sameAs: leader.bank.usage }),
  }
}

/** By its place, when the turn of a member comes, from 1, whatever was shown last time. */
function turnsOf(draw: BankDraw): ReadonlyMap<number, number> {
  const places = Array.from({ length: draw.members.size }, (_, place) => ({
    place,
    turn: draw.orderOf(place),
  }))
  return new Map(places.sort(draw.byTurn).map(({ place }, index) => [place, index + 1]))
}

/** By component, the other banks of the group that show it. */
function componentsOf(
  group: readonly DrawnBank[] = [],
  usage: string,
): ReadonlyMap<string, readonly string[]> {
  const shownBy = new Map<string, readonly string[]>()
  for (const [index, bank] of group.entries()) {
    if (bank.usage === usage) continue
    for (const component of groupDraw(group).components(index))
      shownBy.set(component, [...(shownBy.get(component) ?? []), bank.usage])
  }
  return shownBy
}

/** Members whose turn would have come before that of one which is shown. */
function passedOver(
  draw: BankDraw,
  selected: readonly DrawnBecause[],
  turns: ReadonlyMap<number, number>,
  shownBy: ReadonlyMap<string, readonly string[]>,
): PassedOver[] {
  const { members } = draw
  const shown = new Set(selected.map(({ key }) => members.placeOf(key)))
  const last = Math.max(0, ...selected.map(({ turn }) => turn))
  const isFresh = selected.some(({ why }) => why === 'drawn')
  const passed: PassedOver[] = []
  for (const [place, turn] of turns) {
    if (turn >= last) break
    if (shown.has(place)) continue
    const component = members.componentAt(place)
    const [by] = shownBy.get(component) ?? []
    const otherwise = isFresh && shownBy.size > 0 ? 'needed-elsewhere' : 'stored-stays'
    passed.push({
      key: members.keyAt(place) ?? '',
      component,
      turn,
      why: by !== undefined ? 'shown-elsewhere' : draw.wasShownLast(place) ? 'had-last-time' : otherwise,
      ...(by !== undefined && { by }),
    })
  }
  return passed
}
