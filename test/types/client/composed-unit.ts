/** What pages know of `<composed-unit>`: `npm run typecheck` fails where a line does not hold. */
import type { ComposedUnitElement, GradedDetail } from '../../../host/client/unit-element.js'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const holds = <T extends true>(proof?: T): T | undefined => proof

const unit = document.createElement('composed-unit')
holds<Equal<typeof unit, ComposedUnitElement>>()
unit.reload()

unit.addEventListener('graded', ({ detail }) => {
  holds<Equal<typeof detail, GradedDetail>>()
  holds<Equal<typeof detail.score.earned, number>>()
  // @ts-expect-error A unit that could not be counted has no score.
  detail.unitScore.earned.toFixed()
})
document.addEventListener('submitted', ({ detail }) => {
  holds<Equal<typeof detail.blockType, string>>()
  // @ts-expect-error What was answered is not told.
  void detail.answer
})
document
  .querySelector('composed-unit')
  ?.addEventListener('completed', ({ detail }) => holds<Equal<typeof detail.isUnitComplete, boolean>>())
unit.addEventListener('navigated', (event) => {
  event.preventDefault()
  holds<Equal<typeof event.detail.target, string>>()
})
