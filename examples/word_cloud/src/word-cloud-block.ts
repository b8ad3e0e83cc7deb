import {
  Block,
  block,
  boolean,
  cleanHtml,
  dict,
  Fragment,
  handler,
  HandlerError,
  html,
  integer,
  preparation,
  string,
  trusted,
  view,
} from 'unit-compositor'
import { z } from 'zod'

const submission = z.object({ words: z.array(z.string().max(60)) })
const instructions = preparation((cloud: { instructions: string }) => cleanHtml(cloud.instructions))

/** Asks each learner for some words and shows the most frequent words of all, the more frequent the larger. */
@block('word_wall', { prepare: instructions })
export class WordCloudBlock extends Block({
  content: { instructions: string('', { help: 'HTML shown above the words.' }) },
  settings: {
    displayName: string('Word cloud'),
    numInputs: integer(5),
    numTopWords: integer(250),
    displayStudentPercents: boolean(true),
  },
  userState: { submitted: boolean(false), studentWords: dict(integer()) },
  userStateSummary: { allWords: dict(integer()) },
}) {
  @view studentView() {
    const inside = this.submitted ? this.cloud() : this.inputs()
    return new Fragment(html`<form class="word-cloud block-card" tabindex="-1">
      ${trusted(instructions.of(this))} ${inside} <p class="word-cloud-refusal"></p>
    </form>`)
      .addCss('word-cloud.css')
      .initializeJs('word-cloud.client.js')
  }

  @handler(submission) submit({ words }: { words: string[] }) {
    if (this.submitted) throw new HandlerError(409, 'You have sent your words already.')
    const given = [...new Set(words.map((word) => word.trim().toLowerCase()).filter((word) => word !== ''))]
    if (given.length === 0) throw new HandlerError(400, 'Write at least one word.')
    if (given.length > this.numInputs) throw new HandlerError(400, `Send ${this.numInputs} words at most.`)
    const counts = new Map(Object.entries(this.allWords))
    for (const word of given) counts.set(word, (counts.get(word) ?? 0) + 1)
    this.allWords = Object.fromEntries(counts)
    this.studentWords = Object.fromEntries(given.map((word) => [word, 1]))
    this.submitted = true
    this.publish('completion', { value: 1 })
    return this.studentView()
  }

  private inputs() {
    const number = Array.from({ length: this.numInputs }, (_, index) => index + 1)
    return html`${number.map((n) => html`<label>Word ${n} <input name="word" maxlength="60"></label>`)}
      <button>Save</button>`
  }

  private cloud() {
    const all = Object.entries(this.allWords)
    const total = all.reduce((sum, [, count]) => sum + count, 0)
    const top = all.toSorted(([, one], [, other]) => other - one).slice(0, this.numTopWords)
    const most = top[0]?.[1] ?? 1
    const share = (count: number) =>
      this.displayStudentPercents && html` <small>${Math.round((100 * count) / total)} %</small>`
    const own = (word: string) => Object.hasOwn(this.studentWords, word) && html` <small>(yours)</small>`
    return html`<ul>${top.map(
      ([word, count]) =>
        html`<li data-size="${Math.ceil((5 * count) / most)}">${word}${own(word)}${share(count)}</li>`,
    )}</ul>`
  }
}
