import type { RecordAddress } from '../block/field-values.js'
import { trusted } from '../html/safe-html.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import type { Json } from '../values/json.js'
import { Fragment, type FragmentResource } from '../view/fragment.js'
import type { BlockEvent } from './block-event.js'
import type { LearnerNotes } from './learner-notes.js'
import type { SharedViews } from './shared-views.js'

/** What notes say, with places of the unit for usage keys that are in it, and numbers for lists of names. */
interface PackedNotes {
  readonly unset: readonly (readonly [scope: RecordAddress['scope'], id: number | string, names: number])[]
  readonly staff?: boolean
  readonly locale?: string
  readonly zone?: string
  readonly around?: string
  readonly course?: string
  readonly pasts?: LearnerNotes['pasts']
  readonly events?: readonly (readonly [type: string, place: number, payload: Json])[]
}

/** A view of one block: its place among the blocks of the unit, and where its HTML is in that of the unit. */
interface PackedView {
  readonly at: number
  readonly from: number
  readonly to: number
  readonly resources: readonly number[]
  /** Absent of a view that asked nothing. */
  readonly notes?: PackedNotes
}

/** What all views of a unit refer to. */
interface Named {
  readonly names: readonly (readonly string[])[]
  readonly resources: readonly FragmentResource[]
}

/** The first text: the views of the unit itself. */
interface Head extends Named {
  readonly views: readonly PackedView[]
}

/**
 * The views of a unit that are shared, as three texts: JSON that says where the HTML of the unit itself is, the same for the
 * blocks in it, and the HTML, in which what stands in a block stands once. What asked more than whether something is stored, or who is staff, or published anything of
 * a block outside, is left out.
 * @returns undefined where nothing of the unit is shared
 */
export function viewParts(
  root: ComposedBlock,
  view: string,
  shared: SharedViews,
): readonly string[] | undefined {
  const blocks = inOrder(root)
  const places = new Map(blocks.map(({ key }, at) => [key, at]))
  const names: string[][] = []
  const resources: FragmentResource[] = []
  const numbers = new Map<string, number>()
  const views: PackedView[] = []
  let text = ''

  const numbered = <T>(value: T, all: T[]): number => {
    const name = JSON.stringify(value)
    let number = numbers.get(name)
    if (number === undefined) {
      number = all.push(value) - 1
      numbers.set(name, number)
    }
    return number
  }
  const packedNotes = ({
    unset,
    isStaff,
    locale,
    timeZone,
    around,
    course,
    pasts,
    events,
  }: LearnerNotes): PackedNotes | undefined => {
    if (unset.some(({ address }) => address.family !== undefined)) return undefined
    if (events.some(({ usageKey }) => !places.has(usageKey))) return undefined
    return {
      unset: unset.map(({ address: { scope, id }, names: list }) => [
        scope,
        places.get(id) ?? id,
        numbered([...list], names),
      ]),
      ...(isStaff !== undefined && { staff: isStaff }),
      ...(locale !== undefined && { locale }),
      ...(timeZone !== undefined && { zone: timeZone }),
      ...(around !== undefined && { around }),
      ...(course !== undefined && { course }),
      ...(pasts.length > 0 && { pasts }),
      ...(events.length > 0 && {
        events: events.map(
          ({ type, usageKey, payload }) => [type, places.get(usageKey) ?? 0, payload] as const,
        ),
      }),
    }
  }
  /** @param within where the HTML of the block that it stands in begins and ends */
  const walk = (
    block: ComposedBlock,
    within: readonly [number, number] | undefined,
  ): readonly [number, number] | undefined => {
    let own: readonly [number, number] | undefined
    const keep = (fragment: Fragment, notes: LearnerNotes | undefined): void => {
      const packed = notes && packedNotes(notes)
      if (fragment.client || (notes && !packed)) return
      const html = fragment.content.text
      const found = within ? text.indexOf(html, within[0]) : -1
      const inside = within && found >= 0 && found + html.length <= within[1]
      const from = inside ? found : text.length
      if (!inside) text += html
      own ??= [from, from + html.length]
      const used = fragment.resources.map((one) => numbered(one, resources))
      views.push({
        at: places.get(block.key) ?? 0,
        from,
        to: from + html.length,
        resources: used,
        ...(packed && { notes: packed }),
      })
    }
    const fragment = shared.fragment(block, view)
    if (fragment) keep(fragment, undefined)
    for (const noted of shared.noted.of(block)) if (noted.view === view) keep(noted.fragment, noted.notes)
    for (const child of block.children) walk(child, own ?? within)
    return own
  }
  walk(root, undefined)
  if (views.length === 0) return undefined
  const own = views.filter(({ at }) => at === 0)
  const inside = views.filter(({ at }) => at !== 0)
  return [JSON.stringify({ names, resources, views: own } satisfies Head), JSON.stringify(inside), text]
}

/**
 * Puts the views of {@link viewParts} where they were, of the same unit composed by the same code; those of the blocks in it once
 * one of them is asked for, or not at all where they cannot be read.
 * @throws SyntaxError or TypeError for other texts
 */
export function restoreViewParts(
  [head = '', inside = '', text = '']: readonly string[],
  root: ComposedBlock,
  view: string,
  shared: SharedViews,
): void {
  const { views, ...named } = JSON.parse(head) as Head
  const blocks = inOrder(root)
  const restore = (packed: readonly PackedView[]) => {
    for (const one of packed) {
      const block = blocks[one.at]
      if (!block) throw new TypeError('The parts are of another unit.')
      const fragment = fragmentOf(text.slice(one.from, one.to), one, named)
      if (!one.notes) shared.keepFragment(block, view, fragment)
      else shared.noted.keep(block, { view, fragment, notes: notesOf(one.notes, blocks, named) })
    }
  }
  restore(views)
  shared.unread.add(blocks.slice(1), () => restore(JSON.parse(inside) as PackedView[]))
}

function fragmentOf(html: string, { resources: used }: PackedView, { resources }: Named): Fragment {
  const fragment = new Fragment(trusted(html))
  for (const number of used) {
    const resource = resources[number]
    if (resource) fragment.resources.push(resource)
  }
  return fragment
}

function notesOf(
  { unset, staff, locale, zone, around, course, pasts = [], events = [] }: PackedNotes,
  blocks: readonly ComposedBlock[],
  { names }: Named,
): LearnerNotes {
  const keyAt = (at: number) => blocks[at]?.key ?? ''
  return {
    unset: unset.map(([scope, id, list]) => ({
      address: { scope, id: typeof id === 'number' ? keyAt(id) : id },
      names: names[list] ?? [],
    })),
    isStaff: staff,
    locale,
    timeZone: zone,
    around,
    course,
    pasts,
    events: events.map(([type, place, payload]): BlockEvent => {
      return { type, usageKey: keyAt(place), blockType: blocks[place]?.type ?? '', payload }
    }),
  }
}

/** A block and all in it, parents before their children. */
function inOrder(root: ComposedBlock): ComposedBlock[] {
  const blocks: ComposedBlock[] = []
  const walk = (block: ComposedBlock) => {
    blocks.push(block)
    for (const child of block.children) walk(child)
  }
  walk(root)
  return blocks
}
