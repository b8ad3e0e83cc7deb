import {
  Block,
  block,
  Clock,
  collection,
  Fragment,
  handler,
  HandlerError,
  html,
  list,
  needs,
  Random,
  report,
  string,
  structured,
  User,
  view,
} from 'unit-compositor'
import { z } from 'zod'
import { keysAbout, keysOf, plainAnswer } from './hint-keys.js'

const initial = z.array(z.object({ answer: z.string(), text: z.string() }))
const left = z.object({ answer: z.string(), text: z.string(), by: z.string(), at: z.number() })

const asking = z.object({ answer: z.string().trim().min(1).max(200) })
const leaving = asking.extend({ text: z.string().trim().min(1).max(1000) })
const ofHint = z.object({ hint: z.string().regex(/^[!-~]{1,150}$/) })
const voting = ofHint.extend({ helped: z.boolean() })

/** A hint as a learner gets it. */
interface Hint {
  readonly hint: string
  readonly text: string
}

/** Hints about one answer that are weighed against each other. */
const mostWeighed = 50

/** Hints that learners leave for each other, by the wrong answer they are about; staff look at those that are reported. */
@needs(User)
@needs(Clock)
@needs(Random)
@block('crowd_hints')
export class CrowdHintsBlock extends Block({
  content: {
    initialHints: structured(initial, []),
    genericHints: list(string(), [], { label: 'Hints for answers that nobody has a hint for' }),
  },
  settings: { displayName: string('Hints from other learners') },
  userState: { asked: string() },
  userStateSummary: {
    hints: collection(left),
    /** By hint and learner: 1 where it helped, -1 where it did not. */
    votes: collection(z.number()),
    /** By hint and learner: when it was reported. */
    reports: collection(z.number()),
  },
}) {
  @view studentView() {
    return new Fragment(html`<form class="crowd-hints" data-handler="ask">
      <h2>${this.displayName}</h2>
      <label>An answer that was wrong <input name="answer" required maxlength="200" value="${this.asked}"></label>
      <button>Is there a hint?</button>
      <div class="crowd-hint" role="status"></div>
    </form>
    ${
      this.service(User).isStaff &&
      html`<section class="crowd-hints-desk"><h3>Hints that learners reported</h3>
        <button type="button">Show them</button><ul></ul><p role="status"></p></section>`
    }`)
      .addCss('crowd-hints.css')
      .initializeJs('crowd-hints.client.js')
  }

  @handler(asking) async ask({ answer }: z.output<typeof asking>) {
    this.asked = answer
    return { answer, best: (await this.best(answer)) ?? null }
  }

  @handler(leaving) leave({ answer, text }: z.output<typeof leaving>) {
    const hint = `${keysAbout(answer)}${Math.floor(this.service(Random).next() * 2 ** 48).toString(36)}`
    const entry = { answer: plainAnswer(answer), text, by: this.learner, at: this.service(Clock).now() }
    this.hints.put(hint, entry)
    return { hint }
  }

  @handler(voting) async vote({ hint, helped }: z.output<typeof voting>) {
    const entry = await this.hints.get(hint)
    if (!entry) throw new HandlerError(404, 'This hint is not there any more.')
    if (entry.by === this.learner) throw new HandlerError(403, 'Others say whether your hint helps.')
    this.votes.put(keysOf(hint) + this.learner, helped ? 1 : -1)
    return { thanks: true }
  }

  @handler(ofHint) async tell({ hint }: z.output<typeof ofHint>) {
    if (!(await this.hints.get(hint))) throw new HandlerError(404, 'This hint is not there any more.')
    this.reports.put(keysOf(hint) + this.learner, this.service(Clock).now())
    return { thanks: true }
  }

  /** Hints that learners reported, each once. */
  @handler({ for: 'staff', reads: true }) async reported() {
    const { items, next } = await this.reports.page({ limit: 500 })
    const hints = [...new Set(items.map(({ key }) => key.slice(0, key.lastIndexOf('~'))))]
    const found = await Promise.all(hints.map(async (hint) => ({ hint, ...(await this.hints.get(hint)) })))
    return {
      hints: found.map(({ hint, answer = '', text = '' }) => ({ hint, answer, text })),
      isWhole: next === null,
    }
  }

  /** Lets a reported hint stand. */
  @handler(ofHint, { for: 'staff' }) async keep({ hint }: z.output<typeof ofHint>) {
    const { items } = await this.reports.page({ startsWith: keysOf(hint), limit: 500 })
    for (const { key } of items) this.reports.delete(key)
    return { reports: items.length }
  }

  @handler(ofHint, { for: 'staff' }) async remove({ hint }: z.output<typeof ofHint>) {
    this.hints.delete(hint)
    return this.keep({ hint })
  }

  @report({ answer: 'text', hint: 'text', votes: 'number', at: 'time' })
  async *rows() {
    let after: string | null = null
    do {
      const page = await this.hints.page({ limit: 100, ...(after !== null && { after }) })
      for (const { key, value } of page.items)
        yield { answer: value.answer, hint: value.text, votes: await this.rating(key), at: value.at }
      after = page.next
    } while (after !== null)
  }

  private get learner(): string {
    return this.service(User).anonymousId
  }

  /** The hint that helped most; of those that nobody voted on, the author's own. */
  private async best(answer: string): Promise<Hint | undefined> {
    const { items } = await this.hints.page({ startsWith: keysAbout(answer), limit: mostWeighed })
    const rated: (Hint & { readonly rating: number })[] = []
    for (const { key, value } of items)
      rated.push({ hint: key, text: value.text, rating: await this.rating(key) })
    const own = this.initialHints.find((one) => plainAnswer(one.answer) === plainAnswer(answer))
    if (own) rated.push({ hint: '', text: own.text, rating: 0.5 })
    const [first] = rated
      .filter(({ rating }) => rating >= 0)
      .toSorted((one, other) => other.rating - one.rating)
    if (first) return { hint: first.hint, text: first.text }
    const { genericHints } = this
    const generic = genericHints[Math.floor(this.service(Random).next() * genericHints.length)]
    return generic === undefined ? undefined : { hint: '', text: generic }
  }

  private async rating(hint: string): Promise<number> {
    const { items } = await this.votes.page({ startsWith: keysOf(hint), limit: 1000 })
    return items.reduce((sum, { value }) => sum + value, 0)
  }
}
