import { z } from 'zod'
import {
  Block,
  block,
  Fragment,
  handler,
  html,
  I18n,
  keyNamedBeside,
  optional,
  string,
  Urls,
  User,
  view,
  wants,
  type Choice,
  type SafeHtml,
  type UsageKey,
} from '../../runtime/index.js'
import { clientTexts, toSay } from '../../runtime/words/index.js'
import { readConditionalOlx, sourceRemarks } from './read-conditional-olx.js'
import { asked, conditionsHold, listedSources, type Conditions } from './conditions.js'

interface ConditionalFields extends Conditions {
  readonly sources: string
}

/** All children or none, decided anew whenever anything is stored of the learner. Staff are shown them always. */
const choice: Choice<ConditionalFields> = {
  reads: ({ sources }) => listedSources(sources),
  choose({ fields, children, records, isStaff }) {
    const isShown = isStaff || conditionsHold(fields, listedSources(fields.sources), records)
    return { selected: isShown ? children : [] }
  },
}

/** The fields that the rule looks at. */
const chosenBy = ['sources', 'correct', 'attempted', 'submitted', 'completed', 'voted', 'poll_answer']

const value = { help: 'True or False.' }
const condition = (label: string) => optional(string('', { label, ...value }))

/** In how many places of a message links stand, and one more; the text ends there. */
const mostLinks = 6

/** What the client module says by itself. */
const conditionalMessages = [toSay('A part of this page has changed.')]

/** What links call a block that nobody here knows the title of. */
const kinds: Readonly<Record<string, string>> = {
  problem: toSay('this problem'),
  poll: toSay('this poll'),
  poll_question: toSay('this poll'),
  survey: toSay('this survey'),
  video: toSay('this video'),
}

/**
 * Shows its children once something holds of other blocks of the course: attempts, points, completion or poll answers
 * (the incumbent's `conditional`). Until then learners get its message, and nothing of the children.
 */
@wants(Urls)
@wants(User)
@block('conditional', {
  completion: 'aggregator',
  choice,
  summary: () => ({ chooseBy: chosenBy }),
  readOlx: readConditionalOlx,
  check: sourceRemarks,
})
export class ConditionalBlock extends Block({
  content: {
    sources: string('', {
      label: 'Blocks it rests on',
      help: 'Usage keys, with ; between them. What is asked for has to hold of all.',
    }),
    correct: condition('Correct'),
    attempted: condition('Attempted'),
    submitted: condition('Submitted'),
    completed: condition('Completed'),
    voted: condition('Voted'),
    pollAnswer: optional(string('', { label: 'Poll answer', help: 'The id of an answer.' })),
    message: string('', {
      label: 'Message until then',
      help: '{link} becomes links to the blocks it rests on.',
    }),
  },
  settings: { displayName: string('Conditional', { label: 'Display name' }) },
}) {
  @view async studentView() {
    if (this.composed.children.length === 0) return new Fragment(html``)
    const content = await this.renderChildren()
    const note = this.optionalService(User)?.isStaff === true && this.staffNote()
    const words = this.service(I18n)
    const inside = this.isShown ? html`${note}${content.content}` : this.message && this.messageText()
    const shown = html`<div class="conditional">${inside}
      <p class="conditional-changed" hidden${words.marks}>
        <button type="button">${this.isShown ? words.say('Show this part as it is now') : words.say('Show what comes next')}</button>
      </p></div>`
    const texts = clientTexts(words, conditionalMessages)
    const args = {
      shown: this.isShown,
      sources: this.sourceKeys().map(String),
      ...(texts && { texts }),
    }
    return new Fragment(shown)
      .addResourcesOf(content)
      .addCss('conditional.css')
      .initializeJs('conditional.client.js', args)
  }

  @view studentViewUserState() {
    return { shown: this.isShown }
  }

  /** Whether the children are shown now: the page asks when one of the sources has answered. */
  @handler(z.object({})) look() {
    return { shown: this.isShown }
  }

  private get isShown(): boolean {
    return this.children.length > 0
  }

  private sourceKeys(): UsageKey[] {
    const { usageKey } = this
    return listedSources(this.sources).flatMap((source) => keyNamedBeside(source, usageKey) ?? [])
  }

  private messageText(): SafeHtml {
    const [start = '', ...rest] = this.message.split('{link}', mostLinks)
    const links = this.links()
    return html`<p class="conditional-message">${start}${rest.map((text) => html`${links}${text}`)}</p>`
  }

  private links(): SafeHtml {
    const urls = this.optionalService(Urls)
    const words = this.service(I18n)
    const all = this.sourceKeys().map((key) => {
      const text = words.say(kinds[key.blockType] ?? toSay('this part'))
      return urls ? html`<a href="${urls.jumpTo(key.toString())}">${text}</a>` : html`${text}`
    })
    const list = html`${all.map((link, index) => html`${index > 0 && ` ${words.say('and')} `}${link}`)}`
    return words.marks.text === '' ? list : html`<span${words.marks}>${list}</span>`
  }

  private staffNote(): SafeHtml {
    const words = this.service(I18n)
    const wanted = asked(this).map(([name, text]) => `${name} = ${text}`)
    return html`<p class="staff-note"${words.marks}>
      ${words.say('Shown to learners once this holds of')} ${this.sourceKeys().length === 0 ? words.say('a block, which is not named') : this.links()}:
      ${wanted.join(', ')}</p>`
  }
}
