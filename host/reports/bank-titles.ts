import { bankPool, type Compositor } from '../../compositor/index.js'
import type { ExplainedDraw } from '../../lms/index.js'
import type { ComposedBlock } from '../../runtime/index.js'
import { titleOf } from './reported-block.js'

/** What a member of a bank is called; its key where it is one no longer. @param key usage key of the member in the bank */
export async function memberTitle(compositor: Compositor, bank: ComposedBlock, key: string): Promise<string> {
  const own = bank.children.find((child) => child.key === key)
  if (own) return titleOf(own)
  if (bankPool(bank).placeOf(key) < 0) return key
  return compositor.members.title({ bank, key })
}

/** Members of one bank whose names are looked up. */
const mostNamed = 200

/**
 * What banks of a unit, and blocks that were drawn in them, are called: by their usage keys, and by those of the library blocks they come from.
 * @param unit usage key @throws CompositorError `unit-not-found`
 */
export async function drawTitles(
  compositor: Compositor,
  unit: string,
  draws: readonly ExplainedDraw[],
): Promise<ReadonlyMap<string, string>> {
  const banks = new Map(
    blocksOf((await compositor.unit(unit)).root).map((block) => [block.key, block] as const),
  )
  const titles = new Map([...banks].map(([key, block]) => [key, titleOf(block)]))
  for (const { usage, selected, dropped, passedOver, group = [] } of draws) {
    const bank = banks.get(usage)
    if (!bank) continue
    const members = bankPool(bank)
    const componentOf = (key: string) => members.componentAt(members.placeOf(key))
    const own = [
      ...selected.map(({ key, component }) => ({ key, component })),
      ...dropped.map(({ key }) => ({ key, component: componentOf(key) })),
      ...passedOver.map(({ key, component }) => ({ key, component })),
      ...group.flatMap(({ components }) =>
        components.map((component) => ({
          key: members.keyAt(members.placeOfComponent(component)) ?? component,
          component,
        })),
      ),
    ]
    for (const { key, component } of own.slice(0, mostNamed)) {
      if (titles.has(component)) continue
      const title = await memberTitle(compositor, bank, key)
      if (title !== key) titles.set(key, title).set(component, title)
    }
  }
  return titles
}

function blocksOf(block: ComposedBlock): readonly ComposedBlock[] {
  return [block, ...block.children.flatMap(blocksOf)]
}
