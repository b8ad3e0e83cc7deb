import { isUnanswered, refusalWords } from '../../../runtime/client/refusal-words.js'
import type { ClientInit, ClientRuntime } from '../../../runtime/view/client-runtime.js'
import { sayerOf, type ClientTexts, type Say } from '../../../runtime/words/client-texts.js'
import type { ProblemMessage } from '../client-messages.js'
import {
  changedNames,
  formValues,
  isBlank,
  noteDrawn,
  restoreValues,
  type FormValues,
} from './form-values.js'
import { previewFormulas, type Ask } from './formula-preview.js'
import { busy } from './busy-button.js'
import { Draft } from './draft.js'
import { numberPlaces } from './drag-and-drop.js'
import { enlivenImageInput } from './image-input.js'
import { JsInput } from './js-input.js'
import { outlineRightPlaces } from './right-places.js'
import { enlivenSchematic } from './schematic.js'
import { buttonOf, keptFocus } from './kept-focus.js'
import { Verdicts } from './verdicts.js'

/** What every action of a problem answers. */
interface ActionAnswer {
  readonly success: boolean | string
  readonly contents: string
  readonly message: string
}

/** Actions that send what the learner answered. */
const sending: ReadonlySet<string> = new Set(['problem_check', 'problem_save'])

/** Actions whose result is seen where it stands, so that its words are for ears alone. */
const shown: ReadonlySet<string> = new Set(['problem_show', 'hint_button'])

/** Results that have a look of their own; any other words say why nothing was graded. */
const results: ReadonlySet<boolean | string> = new Set(['correct', 'incorrect', 'submitted'])

/** Brings a problem to life: its buttons act without a reload, and results are read out. */
export const init: ClientInit<HTMLElement, ClientTexts> = (element, runtime, texts) => {
  const problem = element.querySelector<HTMLElement>('.problem')
  const message = element.querySelector<HTMLElement>('.problem-message')
  if (!problem || !message) return
  const draft = Draft.of(element, () => problem.querySelector('form'))
  new ProblemForm(problem, message, runtime, sayerOf(texts), draft).listen()
}

class ProblemForm {
  #busy = false
  #frames: readonly JsInput[] = []
  #verdicts: Verdicts | undefined

  constructor(
    private readonly problem: HTMLElement,
    private readonly message: HTMLElement,
    private readonly runtime: ClientRuntime,
    private readonly say: Say<ProblemMessage>,
    private readonly draft: Draft | undefined,
  ) {}

  listen(): void {
    this.problem.addEventListener('submit', (event) => {
      event.preventDefault()
      void this.act('problem_check')
    })
    this.problem.addEventListener('click', (event) => {
      const button = event.target instanceof Element ? event.target.closest('button[type="button"]') : null
      const action = button instanceof HTMLButtonElement ? button.dataset['action'] : undefined
      if (action !== undefined) void this.act(action)
    })
    for (const kind of ['input', 'change']) this.problem.addEventListener(kind, () => this.answerChanged())
    this.readVerdicts()
    const isRestored = this.draft?.restore() === true
    this.enliven()
    if (!isRestored) return
    this.#verdicts?.update()
    this.tell(this.say('Your answer is back as you left it. It is not submitted yet.'), 'done')
  }

  private get form(): HTMLFormElement | null {
    return this.problem.querySelector('form')
  }

  private async act(action: string): Promise<void> {
    const { form } = this
    const button = buttonOf(this.problem, action)
    if (this.#busy || !form || !button) return
    this.#busy = true
    form.setAttribute('aria-busy', 'true')
    const isGrading = action === 'problem_check'
    const end = busy(button, isGrading ? this.say('Checking…') : button.textContent, () => {
      if (isGrading) this.tell(this.say('Checking…'), 'working')
    })
    try {
      if (sending.has(action)) await Promise.all(this.#frames.map((frame) => frame.collect()))
      if (action === 'problem_check' && isBlank(form)) throw new Error(this.say('Answer the question first.'))
      const sent = formValues(form)
      const answer = await this.runtime.call<ActionAnswer>(action, sending.has(action) ? sent : {})
      end()
      this.show(answer, action, sent)
      if (action === 'problem_reset' || sending.has(action)) this.draft?.forget()
    } catch (error) {
      end()
      form.removeAttribute('aria-busy')
      const words = refusalWords(error, {
        unanswered: this.say(
          'The site cannot be reached. What you entered is still here; try again in a moment.',
        ),
        failed: this.say('Something went wrong. Try again in a moment.'),
      })
      this.tell(words, 'refused')
      if (isUnanswered(error)) this.offerAgain(action)
    } finally {
      this.#busy = false
    }
  }

  /** Draws the problem anew; what the learner has typed in the meantime stays, as does the focus. */
  private show({ contents, message, success }: ActionAnswer, action: string, sent: FormValues): void {
    const { form, problem } = this
    const typed = form ? formValues(form) : sent
    const changed = changedNames(sent, typed)
    const refocus = keptFocus(problem)
    for (const frame of this.#frames) frame.stop()
    problem.innerHTML = contents
    const drawn = this.form
    this.readVerdicts()
    if (drawn && action !== 'problem_reset') {
      restoreValues(drawn, typed, sending.has(action) ? (name) => changed.has(name) : undefined)
    }
    this.enliven()
    this.tell(message, kindOf(success, action))
    this.#verdicts?.update()
    if (!refocus()) this.focusResult()
  }

  /** Where the button that was pressed is gone, the focus goes to what became of the answer. */
  private focusResult(): void {
    const result = this.problem
      .querySelector('.status:not(.unanswered)')
      ?.closest<HTMLElement>('.problem-response')
    ;(result ?? this.message).focus({ preventScroll: true })
  }

  /** A button to send the same once more, which is gone when anything else is said. */
  private offerAgain(action: string): void {
    const again = document.createElement('button')
    again.type = 'button'
    again.className = 'problem-action'
    again.textContent = this.say('Try again')
    again.addEventListener('click', () => {
      buttonOf(this.problem, action)?.focus({ preventScroll: true })
      void this.act(action)
    })
    this.message.append(' ', again)
  }

  private readVerdicts(): void {
    const { form } = this
    this.#verdicts = form ? new Verdicts(form) : undefined
  }

  /** What was said of an answer is not said of the next one. */
  private answerChanged(): void {
    this.draft?.note()
    const { message } = this
    const isGraded = this.#verdicts?.update() ?? true
    if (!isGraded && results.has(message.dataset['kind'] ?? '')) this.tell('', 'done')
  }

  private enliven(): void {
    for (const button of this.problem.querySelectorAll<HTMLElement>('button[data-action]'))
      button.hidden = false
    for (const frame of this.problem.querySelectorAll<HTMLElement>('.imageinput')) {
      enlivenImageInput(frame, this.say, (text) => this.runtime.announce(text))
      outlineRightPlaces(frame, frame.closest('.problem-input')?.querySelector('.answer') ?? null, this.say)
    }
    for (const picture of this.problem.querySelectorAll<HTMLElement>('.drag-and-drop-picture')) {
      numberPlaces(picture)
    }
    for (const text of this.problem.querySelectorAll<HTMLTextAreaElement>('textarea.schematic')) {
      enlivenSchematic(text, this.say, (said) => this.runtime.announce(said))
    }
    if (this.form) noteDrawn(this.form)
    previewFormulas(this.problem, this.say, this.askPreview)
    this.#frames = JsInput.allIn(this.problem, this.say)
  }

  private readonly askPreview: Ask = (value) => this.runtime.call('problem_preview', { value })

  /** Says something to the learner; the same words again are read out again. */
  private tell(text: string, kind: string): void {
    const { message } = this
    const again = message.textContent === text
    message.dataset['kind'] = kind
    message.textContent = again ? '' : text
    if (again) setTimeout(() => (message.textContent ||= text), 100)
  }
}

/** How what an action says looks. */
function kindOf(success: boolean | string, action: string): string {
  if (results.has(success)) return String(success)
  if (typeof success === 'string') return 'refused'
  return shown.has(action) ? 'shown' : 'done'
}
