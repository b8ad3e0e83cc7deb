import {
  Block,
  block,
  Fragment,
  handler,
  HandlerUrls,
  html,
  integer,
  string,
  Urls,
  User,
  view,
  wants,
} from 'unit-compositor'
import type { HandlerRequest, Json } from 'unit-compositor'
import { z } from 'zod'
import { checks } from './checks.js'

const given = z.object({ value: z.json() })
const mark = z.object({ mark: z.string().max(100) })

/** What a careless host would garble on its way through a page or a request. */
const sample: Json = { text: `</script><!-- "é" & '¥'`, number: 1.5, none: null, list: [true, [2]] }

/**
 * Checks, in the page, that a host runs everything a block may rely on, and prints what fails. A host needs none of the
 * services it asks for; without one, a check fails.
 */
@block('acid', { completion: 'excluded' })
@wants(HandlerUrls)
@wants(Urls)
@wants(User)
export class AcidBlock extends Block({
  settings: { displayName: string('Acid test') },
  userState: { mark: string(), inUserState: integer() },
  userDefinition: { inUserDefinition: integer() },
  preferences: { inPreferences: integer() },
  userInfo: { inUserInfo: integer() },
  userStateSummary: { inUserStateSummary: integer() },
  summaryByDefinition: { inSummaryByDefinition: integer() },
  summaryByType: { inSummaryByType: integer() },
  summaryByAll: { inSummaryByAll: integer() },
}) {
  @view studentView() {
    const { key } = this.composed
    const args = {
      usageKey: key,
      sample,
      stored: this.studentViewUserState(),
      signedUrl: this.optionalService(HandlerUrls)?.signed('echo', 'signed') ?? null,
      fileUrl: this.optionalService(Urls)?.client(this.blockType, 'acid-mark.svg') ?? null,
    }
    const items = checks.map(
      ([id, name]) => html`<li data-check="${id}">${name}: <strong>not run</strong> <span></span></li>`,
    )
    return new Fragment(html`<section class="acid" aria-label="${this.displayName}">
      <p>${this.displayName}: <span class="acid-summary">the page has not started this block’s client module.</span></p>
      <ul>${items}</ul></section>`)
      .addCss('acid.css')
      .initializeJs('acid.client.js', args)
  }

  @view studentViewData() {
    return { sample }
  }

  @view studentViewUserState() {
    return { mark: this.mark, counts: this.counts }
  }

  /** Gives back the JSON it was called with. */
  @handler(given) giveBack({ value }: z.infer<typeof given>) {
    return { value }
  }

  /** Stores a mark of this block's own, and counts on in every scope that a block may write. */
  @handler(mark) count({ mark }: { mark: string }) {
    this.mark = mark
    this.inUserState += 1
    this.inUserDefinition += 1
    this.inPreferences += 1
    this.inUserInfo += 1
    this.inUserStateSummary += 1
    this.inSummaryByDefinition += 1
    this.inSummaryByType += 1
    this.inSummaryByAll += 1
    return { mark, counts: this.counts }
  }

  /** Says how it was called, and for whom. */
  @handler({ reads: true }) echo({ method, suffix, query, body }: HandlerRequest) {
    const who = this.optionalService(User)?.anonymousId ?? null
    return { method, suffix, query: Object.fromEntries(query), body, who }
  }

  /** Gives back the very text that was posted to it. */
  @handler postBack({ method, body }: HandlerRequest) {
    return { method, body }
  }

  private get counts() {
    return {
      user_state: this.inUserState,
      user_definition: this.inUserDefinition,
      preferences: this.inPreferences,
      user_info: this.inUserInfo,
      user_state_summary: this.inUserStateSummary,
      summary_by_definition: this.inSummaryByDefinition,
      summary_by_type: this.inSummaryByType,
      summary_by_all: this.inSummaryByAll,
    }
  }
}
