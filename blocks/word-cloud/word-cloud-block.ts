import { z } from 'zod'
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
  I18n,
  integer,
  joinCourseLinks,
  list,
  preparation,
  splitCourseLinks,
  string,
  trusted,
  Urls,
  view,
  wants,
  type SafeHtml,
} from '../../runtime/index.js'
import { clientTexts } from '../../runtime/words/index.js'
import { cloudMessages } from './cloud-messages.js'
import { cloudLimits, countedWord, topWords, withWords } from './count-words.js'

const submission = z.object({ 'student_words[]': z.array(z.string()).default([]) })

const instructions = preparation((cloud: { readonly instructions: string }) =>
  splitCourseLinks(cleanHtml(cloud.instructions)),
)

/** Most boxes a learner is given, whatever an author wrote. */
const mostInputs = 50

/**
 * Asks each learner for some words, and shows those who sent theirs the most frequent of all, the more frequent the
 * larger (the incumbent's `word_cloud`).
 */
@wants(Urls)
@block('word_cloud', { summary: () => ({}), prepare: instructions })
export class WordCloudBlock extends Block({
  settings: {
    displayName: string('Word cloud', { label: 'Display name' }),
    instructions: string('', { label: 'Instructions', help: 'HTML shown above the boxes.' }),
    numInputs: integer(5, { label: 'Boxes', help: `How many words a learner may send, 1 to ${mostInputs}.` }),
    numTopWords: integer(250, { label: 'Words shown', help: 'How many words the cloud shows at most.' }),
    displayStudentPercents: boolean(true, { label: 'Show percents' }),
  },
  userState: { submitted: boolean(false), studentWords: list(string()) },
  userStateSummary: { allWords: dict(integer()) },
}) {
  @view studentView() {
    return new Fragment(html`<div class="word-cloud">${this.contents()}</div>`)
      .addCss('word-cloud.css')
      .initializeJs('word-cloud.client.js', clientTexts(this.words, cloudMessages))
  }

  @view studentViewData() {
    return { instructions: this.instructions, num_inputs: this.inputs }
  }

  @view studentViewUserState() {
    return {
      submitted: this.submitted,
      student_words: this.studentWords,
      top_words: this.submitted ? Object.fromEntries(topWords(this.allWords, this.numTopWords)) : null,
    }
  }

  @handler(submission) submit({ 'student_words[]': sent }: z.output<typeof submission>) {
    if (this.submitted) throw new HandlerError(409, this.words.say('You have sent your words already.'))
    const words = [...new Set(sent.map(countedWord).filter((word) => word !== ''))]
    if (words.length === 0) throw new HandlerError(400, this.words.say('Write at least one word.'))
    if (words.length > this.inputs)
      throw new HandlerError(400, this.words.say('Send {most} words at most.', { most: this.inputs }))
    const long = words.find((word) => word.length > cloudLimits.length)
    if (long !== undefined)
      throw new HandlerError(
        400,
        this.words.say('A word may have {most} characters at most.', { most: cloudLimits.length }),
      )
    this.allWords = withWords(this.allWords, words)
    this.studentWords = words
    this.submitted = true
    this.publish('completion', { value: 1 })
    return { contents: this.contents().text, message: this.words.say('Your words were added.') }
  }

  private get inputs(): number {
    return Math.min(mostInputs, Math.max(1, this.numInputs))
  }

  private get words(): I18n {
    return this.service(I18n)
  }

  private contents(): SafeHtml {
    const key = this.usageKey.toString()
    const urls = this.optionalService(Urls)
    const named =
      this.displayName === ''
        ? html`aria-label="${this.words.say('Word cloud')}"`
        : html`aria-labelledby="${key}-title"`
    return html`<div class="word-cloud-contents block-card" role="group" tabindex="-1" ${named}>
      ${this.displayName !== '' && html`<h2 id="${key}-title">${this.displayName}</h2>`}
      <div class="word-cloud-instructions">${trusted(joinCourseLinks(instructions.of(this), urls))}</div>
      ${this.submitted ? this.cloud() : this.form(urls?.handler(key, 'submit') ?? '')}
    </div>`
  }

  private form(action: string): SafeHtml {
    const boxes = Array.from(
      { length: this.inputs },
      (_, index) =>
        html`<label>${this.words.say('Word {number}', { number: index + 1 })} <input name="student_words[]" maxlength="${cloudLimits.length}"></label>`,
    )
    return html`<form method="post" action="${action}"${this.words.marks}>
      ${boxes}
      <p class="word-cloud-refusal"></p>
      <button>${this.words.say('Save')}</button>
    </form>`
  }

  private cloud(): SafeHtml {
    const total = Object.values(this.allWords).reduce((sum, count) => sum + count, 0)
    const top = topWords(this.allWords, this.numTopWords)
    const most = top[0]?.[1] ?? 1
    const own = new Set(this.studentWords)
    return html`<ul class="word-cloud-words" aria-label="${this.words.say('The words given most often')}">${top.map(
      ([word, count]) =>
        html`<li data-size="${Math.ceil((5 * count) / most)}">${word}${own.has(word) && html` <small${this.words.marks}>${this.words.say('(yours)')}</small>`}${
          this.displayStudentPercents && html` <small>${Math.round((100 * count) / total)} %</small>`
        }</li> `,
    )}</ul>`
  }
}
