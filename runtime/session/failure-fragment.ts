import type { CompositorError } from '../errors/index.js'
import { html } from '../html/index.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import { Fragment } from '../view/fragment.js'

/** What stands in place of a block that failed: a calm line for learners, the reason for staff. */
export function failureFragment(error: CompositorError, block: ComposedBlock, showReason: boolean): Fragment {
  const reason = showReason
    ? html`<details>
        <summary>${block.type}: ${error.code}</summary>
        <p>${error.message}</p>
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
      <p>This part of the page could not be shown.</p>
      ${reason}
    </div>`,
  )
}
