import { escapeHtml } from '../../runtime/html/index.js'
import { SourceI18n, type I18n } from '../../runtime/service/index.js'
import { toSay } from '../../runtime/words/index.js'
import { arrange, type Arrangement } from './arrangement.js'
import {
  idHole,
  type CompiledInput,
  type CompiledProblem,
  type TargetedFeedback,
  type TemplatePart,
} from './compiled-problem.js'
import { compositeAnswer, memberText, ticks } from './composite-answer.js'
import type { Answer, Answers, CorrectMap, InputGrade } from './correct-map.js'
import type { GradedChoice } from './responses/multiple-choice-response.js'
import { belongs, type ShownAnswer, type ShownAnswers } from './shown-answers.js'
import { storedWords } from './stored-words.js'
import { markedWords } from './marked-words.js'
import { withoutHoles, withoutOpenHoles } from './word-hole.js'

/** What a learner may see of their own doing. What is absent here is nowhere in the page. */
export interface ProblemState {
  readonly answers?: Answers | undefined
  /** Grades of the last submission. */
  readonly correctMap?: CorrectMap | undefined
  /** Grades exist but are not to be shown: the learner only sees that the answer was received. */
  readonly correctnessWithheld?: boolean | undefined
  /** Answers were saved after the last submission, so its grades no longer fit them. */
  readonly savedSinceGraded?: boolean | undefined
  /** Given only once the learner may see them. */
  readonly shownAnswers?: ShownAnswers | undefined
}

export interface RenderOptions {
  /** The id all ids and names of the page's elements contain, such as the usage's id. */
  readonly id: string
  readonly seed: number
  readonly state?: ProblemState | undefined
  /** The language it is said in; English when left out. */
  readonly words?: I18n | undefined
}

type Status = InputGrade['correctness'] | 'unanswered' | 'submitted'

const statusTexts: Readonly<Record<Status, string>> = {
  correct: toSay('Correct'),
  incorrect: toSay('Incorrect'),
  'partially-correct': toSay('Partially correct'),
  unanswered: toSay('Not answered yet'),
  submitted: toSay('Answer received'),
}

/** What is said of an answer itself, and not only that there is one. */
const verdicts: ReadonlySet<Status> = new Set(['correct', 'incorrect', 'partially-correct'])

const english = new SourceI18n()

/** A problem as one learner sees it: HTML with the names and ids of the incumbent's controls. */
export function renderProblem(
  problem: CompiledProblem,
  { id, seed, state = {}, words = english }: RenderOptions,
): string {
  const page = new ProblemPage(problem, arrange(problem, seed), state, words)
  let html = ''
  for (const part of problem.template) html += page.part(part)
  return withoutOpenHoles(html, escapeHtml(id), words)
}

class ProblemPage {
  private readonly correctMap: CorrectMap | undefined

  constructor(
    private readonly problem: CompiledProblem,
    private readonly arrangement: Arrangement,
    private readonly state: ProblemState,
    private readonly words: I18n,
  ) {
    this.correctMap = state.correctnessWithheld === true ? undefined : state.correctMap
  }

  part(part: TemplatePart): string {
    if (typeof part === 'string') return part
    if ('input' in part) return this.input(part.input)
    return 'solution' in part ? this.solution(part.solution) : this.targetedFeedback(part.feedback)
  }

  private said(message: string): string {
    return markedWords(escapeHtml(this.words.say(message)), this.words)
  }

  private input(id: string): string {
    const input = this.problem.inputs[id]
    if (input === undefined) return ''
    const tag = input.inline ? 'span' : 'div'
    const answer = this.state.answers?.[id]
    const status = input.ungraded ? ungradedStatus(answer) : this.status(id)
    const isQuiet = input.received !== undefined
    const word = isQuiet ? '' : ` ${status}`
    const said = isQuiet ? (status === 'unanswered' ? '' : input.received) : this.said(statusTexts[status])
    const verdict = `<span class="status${word}" id="status_${idHole}_${id}">${said}</span>`
    const chosen = isQuiet || !verdicts.has(status) ? undefined : this.theChoice(id, input, answer)
    return (
      `<${tag} class="problem-input${word}">${this.control(id, input, answer, chosen === undefined ? undefined : { chosen, verdict })}` +
      (chosen === undefined ? verdict : '') +
      `<span class="answer" id="answer_${idHole}_${id}">${this.answer(this.state.shownAnswers?.[id])}</span>` +
      `${this.message(id)}</${tag}>`
    )
  }

  /** The choice an answer is, where it can be one alone and is shown. */
  private theChoice(
    id: string,
    { control, choices }: CompiledInput,
    answer: Answer | undefined,
  ): string | undefined {
    if (control !== 'radio') return undefined
    const [name, ...more] = typeof answer === 'string' ? [answer] : (answer ?? [])
    const positions = this.arrangement.order.get(id)
    const place = choices.findIndex((choice) => choice.name === name)
    return more.length === 0 && place >= 0 && positions?.includes(place) !== false ? name : undefined
  }

  private answer(answer: ShownAnswer | undefined): string {
    if (answer === undefined || (typeof answer !== 'string' && !('rectangle' in answer))) return ''
    const html = typeof answer === 'string' ? answer : escapeHtml(answer.rectangle ?? answer.regions ?? '')
    return html === '' ? '' : `${this.said(toSay('Answer:'))} ${html}`
  }

  private status(id: string): Status {
    const { state } = this
    const grade = state.correctMap?.[id]
    if (grade === undefined) return 'unanswered'
    if (state.correctnessWithheld === true) return 'submitted'
    return state.savedSinceGraded === true ? 'unanswered' : grade.correctness
  }

  private control(
    id: string,
    input: CompiledInput,
    answer: Answer | undefined,
    judged: JudgedChoice | undefined,
  ): string {
    if (input.control === 'value') {
      return (
        input.open +
        escapeHtml(withoutHoles(typeof answer === 'string' ? answer : (input.initial ?? ''))) +
        input.close
      )
    }
    if (input.control === 'parts') return partsHtml(input, answer)
    const chosen = input.control === 'select' ? ' selected' : ' checked'
    const isList = input.control === 'checkbox' || input.open.includes('[]')
    const shown = this.state.shownAnswers?.[id]
    const given = input.control === 'select' ? (answer ?? '') : answer
    let html = input.open
    for (const position of this.arrangement.order.get(id) ?? input.choices.keys()) {
      const choice = input.choices[position]
      if (choice === undefined) continue
      // An empty option stands for no answer.
      const isChosen =
        typeof given === 'string' ? given === choice.name : isList && given?.includes(choice.name)
      html += choice.before + (isChosen === true ? chosen : '') + choice.after
      if (input.control === 'select') continue
      if (judged?.chosen === choice.name) html += judged.verdict
      const isShown = Array.isArray(shown) && shown.includes(choice.name)
      html += isShown
        ? `<strong class="correct-choice">${this.said(toSay('Correct answer'))}</strong></div>`
        : '</div>'
    }
    return html + input.close
  }

  private message(id: string): string {
    const grade = this.correctMap?.[id]
    if (grade === undefined) return ''
    const hint =
      grade.hintmode === 'always' && grade.hint !== '' ? `<div class="hint">${grade.hint}</div>` : ''
    const overall = grade.overallMessage ? `<div class="overall-message">${grade.overallMessage}</div>` : ''
    const content = hint + (this.state.savedSinceGraded === true ? '' : grade.msg + overall)
    return content === ''
      ? ''
      : `<div class="message" id="message_${idHole}_${id}">${storedWords(content, this.words)}</div>`
  }

  private solution(index: number): string {
    const solution = this.problem.solutions[index]
    if (solution === undefined || !belongs(solution, this.arrangement) || this.isMoved(index)) return ''
    const shown = this.state.shownAnswers?.[solution.key]
    return `<div class="solution" id="solution_${idHole}_${solution.key}">${typeof shown === 'string' ? shown : ''}</div>`
  }

  private targetedFeedback(index: number): string {
    const feedback = this.problem.feedback[index]
    if (feedback === undefined || this.correctMap?.[feedback.input] === undefined) return ''
    const answer = this.state.answers?.[feedback.input]
    const chosen = this.choicesOf(feedback.input).find(({ name }) => name === answer)
    const texts = feedback.items
      .filter(({ explanation }) => chosen !== undefined && explanation === (chosen.explanation ?? null))
      .map(({ html }) => html)
    for (const solution of this.solutionsWith(feedback))
      texts.push(this.problem.solutions[solution]?.html ?? '')
    const word = this.said(statusTexts[chosen?.correct === true ? 'correct' : 'incorrect'])
    return texts
      .map((html) => `<section class="targeted-feedback"><strong>${word}</strong>${html}</section>`)
      .join('')
  }

  /** The choices a learner sees, in their order. */
  private choicesOf(input: string): readonly GradedChoice[] {
    const response = this.problem.responses.find((other) => 'choices' in other && other.input === input)
    if (response?.kind !== 'multiplechoice' && response?.kind !== 'truefalse') return []
    const positions = this.arrangement.order.get(input) ?? [...response.choices.keys()]
    return positions.flatMap((position) => response.choices[position] ?? [])
  }

  /** The solutions a feedback shows whatever was chosen. */
  private solutionsWith({ input, always }: TargetedFeedback): number[] {
    const correct = this.choicesOf(input).findLast((choice) => choice.correct)
    return always
      .filter(
        ({ explanation }) => explanation === undefined || explanation === (correct?.explanation ?? null),
      )
      .map(({ solution }) => solution)
  }

  /** Whether a solution stands with the feedback instead of in its place. */
  private isMoved(solution: number): boolean {
    return this.problem.feedback.some(
      (feedback) =>
        this.correctMap?.[feedback.input] !== undefined && this.solutionsWith(feedback).includes(solution),
    )
  }
}

/** The one choice that a verdict is about, and the verdict, which stands at it. */
interface JudgedChoice {
  readonly chosen: string
  readonly verdict: string
}

function partsHtml({ open, parts = [], close }: CompiledInput, answer: Answer | undefined): string {
  const given = compositeAnswer(answer)
  const content = parts.map((part) => {
    if (typeof part === 'string') return part
    if (part.mark !== undefined) return ticks(given, part) ? part.mark : ''
    return escapeHtml(withoutHoles(memberText(given, part.member)))
  })
  return open + content.join('') + close
}

/** Nobody grades the input: all there is to say is whether something was given. */
function ungradedStatus(answer: Answer | undefined): Status {
  return answer === undefined || answer.length === 0 ? 'unanswered' : 'submitted'
}
