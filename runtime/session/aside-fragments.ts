import type { AsideType } from '../block/aside-type.js'
import { CompositorError } from '../errors/index.js'
import { html } from '../html/index.js'
import { Urls } from '../service/standard-services.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import { Fragment } from '../view/fragment.js'
import { callShown } from './block-calls.js'
import { checkedFragment } from './block-failure.js'
import { failureFragment } from './failure-fragment.js'
import type { BlockPlaces } from './block-places.js'
import type { PlaceSession } from './place-session.js'
import { wordsFor, wrapFragment } from './wrapper.js'

/** What asides reach of the request they are shown in. */
export interface AsideSession extends PlaceSession {
  readonly places: BlockPlaces
  /** Notes that what is shown of a block is this learner's alone. */
  touch(composed: ComposedBlock): void
}

/** A block's fragment with those of its asides after it, in the order they are registered. */
export async function withAsides(
  session: AsideSession,
  asides: readonly AsideType[],
  fragment: Fragment,
  composed: ComposedBlock,
  view: string,
): Promise<Fragment> {
  const shown = await Promise.all(asides.map((aside) => asideFragment(session, aside, composed, view)))
  const fragments = shown.flatMap((one) => one ?? [])
  if (fragments.length === 0) return fragment
  const joined = new Fragment(html`${fragment.content}${fragments.map(({ content }) => content)}`)
  for (const one of [fragment, ...fragments]) joined.addResourcesOf(one)
  return joined
}

/** An aside's fragment in its wrapper; nothing when it does not apply, nor for learners when it fails. */
async function asideFragment(
  session: AsideSession,
  type: AsideType,
  beside: ComposedBlock,
  view: string,
): Promise<Fragment | undefined> {
  try {
    if (!type.appliesTo(beside)) return undefined
    const place = session.places.aside(type, beside, view)
    const method = type.views.get(view) ?? ''
    const inner = await callShown(place, method, beside, `aside of '${view}'`, checkedFragment)
    if (place.touchedLearner) session.touch(beside)
    const urls = session.services.get(Urls) as Urls | undefined
    const words = wordsFor(type.words)
    return wrapFragment(inner, place.composed, { view, urls, words, family: 'xblock_asides-v1' })
  } catch (thrown) {
    const error = CompositorError.from(thrown, 'block-failed', { usage: beside.key })
    session.touch(beside)
    session.report(error, beside, { plugin: type.plugin, aside: type.name })
    return session.options.showFailures
      ? failureFragment(error, type.beside(beside), {
          showReason: true,
          isHidden: false,
          ...session.services.ofFailures(session.kernel.failureWords),
        })
      : undefined
  }
}
