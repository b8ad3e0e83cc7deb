import { toSay } from '../words/to-say.js'
import { languageMarks, type AroundWords } from '../words/language-marks.js'
import type { I18n } from '../service/translations.js'
import type { CompositorError } from '../errors/index.js'
import { html } from '../html/index.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import { Fragment } from '../view/fragment.js'

/** How a failure is shown. */
export interface FailureView {
  /** Whether its reason is shown, as staff want it. */
  readonly showReason: boolean
  /** Whether learners see nothing in its place. */
  readonly isHidden: boolean
  /** The learner's language. */
  readonly words: I18n
  /** The languages that it stands in. */
  readonly around: AroundWords
}

/**
 * Whether a block's content is at fault, so that no request will ever show it: learners are better off without it
 * (docs/decisions/0042-what-cannot-be-shown.md). Where code failed, it may be a fault of the moment.
 */
export function isContentFault({ failure }: ComposedBlock): boolean {
  return failure !== undefined && failure.code !== 'block-failed'
}

const failed = toSay('This part of the page could not be shown.')
const hidden = toSay('Learners see nothing here: the content cannot be shown.')

/** What stands in place of a block that failed: a calm line or nothing for learners, the reason for staff. */
export function failureFragment(
  error: CompositorError,
  block: ComposedBlock,
  { showReason, isHidden, words, around }: FailureView,
): Fragment {
  if (isHidden && !showReason) return new Fragment(html``)
  const { location } = error
  const place = location && [location.file, location.line, location.column].filter(Boolean).join(':')
  const reason = showReason
    ? html`<details${languageMarks('en', around)}>
        <summary>${block.type}: ${error.code}</summary>
        <p>${error.message}</p>
        ${place !== undefined && html`<p>${place}</p>`}
        <p>${error.remedy}</p>
      </details>`
    : ''
  return new Fragment(
    html`<div
      class="xblock xblock-failed"
      data-block-type="${block.type}"
      data-usage-key="${block.key}"
      role="note"
    >
      <p${words.marks}>${words.say(isHidden ? hidden : failed)}</p>
      ${reason}
    </div>`,
  )
}
