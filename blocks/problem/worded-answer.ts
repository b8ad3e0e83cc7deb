import { escapeHtml, spokenTex, spokenText } from '../../runtime/html/index.js'
import { SourceI18n, type I18n } from '../../runtime/service/index.js'
import {
  compositeAnswer,
  memberText,
  ticks,
  type AnswerPlace,
  type CompositeAnswer,
} from './composite-answer.js'
import type { CompiledInput, CompiledProblem } from './compiled-problem.js'
import type { Answer, Answers } from './correct-map.js'
import { choiceText } from './inputs/choice-group.js'
import { withoutOpenHoles } from './word-hole.js'

/** What was answered to one question, in the words that the learner read. */
export interface WordedAnswer {
  /** Its input, such as `2_1`. */
  readonly input: string
  /** The question as plain text; '' where its author gave it no label. */
  readonly question: string
  /** What was chosen or written, one text for each choice; none where nothing was. */
  readonly answers: readonly string[]
}

const english = new SourceI18n()

/**
 * Answers in the order of their questions. What is no input of the problem any more comes last, as it was given.
 * @param words of whoever reads it
 */
export function wordedAnswers(
  { inputs }: CompiledProblem,
  answers: Answers,
  words: I18n = english,
): readonly WordedAnswer[] {
  const asked = Object.entries(inputs).flatMap(([input, compiled]) => {
    const answer = answers[input]
    if (answer === undefined) return []
    const { question, group } = compiled.asked
    const texts = [group, question].map(spokenText).filter((text) => text !== '')
    return [{ input, question: texts.join(' '), answers: worded(compiled, answer, words) }]
  })
  const others = Object.entries(answers).flatMap(([input, answer]) =>
    Object.hasOwn(inputs, input) ? [] : [{ input, question: '', answers: given(answer) }],
  )
  return [...asked, ...others]
}

function worded(input: CompiledInput, answer: Answer, words: I18n): readonly string[] {
  switch (input.control) {
    case 'parts': {
      const composite = compositeAnswer(answer)
      if (composite === undefined) return given(answer)
      const parts = (input.parts ?? []).map((part) =>
        typeof part === 'string' ? withoutOpenHoles(part, '', words) : part,
      )
      return input.asked.tag.endsWith('textgroup')
        ? filledChoices(parts, composite)
        : placed(parts, composite)
    }
    case 'select':
      return given(answer)
        .map((text) => (text.endsWith('_dummy_default') ? '' : spokenTex(text)))
        .filter(isThere)
    case 'radio':
    case 'checkbox': {
      const texts = new Map(input.choices.map((choice) => [choice.name, choiceText(choice)]))
      return given(answer).map((name) => {
        const text = texts.get(name)
        return text === undefined ? name : spokenText(text) || name
      })
    }
    default:
      return given(answer)
  }
}

function given(answer: Answer): readonly string[] {
  return (typeof answer === 'string' ? [answer] : answer).filter(isThere)
}

function isThere(text: string): boolean {
  return text.trim() !== ''
}

/** Choices with what was written between their words. */
function filledChoices(parts: readonly (string | AnswerPlace)[], answer: CompositeAnswer): string[] {
  const found: string[] = []
  let text: string | undefined
  const end = () => {
    // What stands last is the beginning of the next choice's control.
    if (text !== undefined) found.push(spokenText(text.replace(/<[^>]*$/, '')))
  }
  for (const part of parts) {
    if (typeof part === 'string') text = text === undefined ? undefined : text + part
    else if (part.mark) {
      end()
      text = ticks(answer, part) ? '<input' : undefined
    } else if (text !== undefined) text += `"> ${escapeHtml(memberText(answer, part.member))} <i title="`
  }
  end()
  return found
}

/** What was ticked, selected or written, with the thing that it is said of, where there are several. */
function placed(parts: readonly (string | AnswerPlace)[], answer: CompositeAnswer): string[] {
  const found: string[] = []
  let thing = ''
  for (const [index, part] of parts.entries()) {
    if (typeof part === 'string') {
      const [, , name] = /class="drag-and-drop-item"[^>]*><(label|span)\b[^>]*>(.*?)<\/\1>/s.exec(part) ?? []
      if (name !== undefined) thing = spokenText(name)
      continue
    }
    const after = parts[index + 1]
    const said = part.mark
      ? ticks(answer, part) && typeof after === 'string' && labelIn(after)
      : memberText(answer, part.member)
    if (said) found.push(thing === '' ? said : `${thing}: ${said}`)
  }
  return found
}

/** The words of a control whose tag ends in a text. */
function labelIn(after: string): string {
  return spokenText(`<i${after}`.split(/<\/(?:option|label)>/)[0] ?? '')
}
