import { escapeHtml, spokenText } from '../../runtime/html/index.js'
import type { XmlElement } from '../../runtime/olx/index.js'
import { toSay } from '../../runtime/words/index.js'
import type { CompiledInput, CompiledResponse, TargetedFeedback, TemplatePart } from './compiled-problem.js'
import { cleanMarkup, MarkupWriter } from './markup/markup-writer.js'
import type { RenderMath } from './markup/math-text.js'
import type { ProblemOutline } from './problem-outline.js'
import type { QuestionPlaces } from './question-places.js'
import { inputTags, isResponse } from './response-tags.js'
import { isInline } from './responses/response-source.js'
import { markedHole, wordHole } from './word-hole.js'

const notice = (message: string) => `<p class="problem-notice">${markedHole(message)}</p>`

const unsupportedNotice = notice(
  toSay('This question cannot be answered here. It does not count towards your score.'),
)

const ungradedNotice = notice(
  toSay('Your answer is kept, but it is not graded here and does not count towards your score.'),
)

/** What of a problem is compiled before its page is laid out. */
export interface TemplateSources {
  readonly outline: ProblemOutline
  readonly responses: ReadonlyMap<XmlElement, CompiledResponse>
  readonly inputs: { readonly [input: string]: CompiledInput }
  readonly places: QuestionPlaces
  readonly renderMath: RenderMath | undefined
}

/** Lays out a problem's page: plain HTML, with parts where learners' pages differ. */
export class ProblemTemplate {
  readonly parts: TemplatePart[] = []
  readonly feedback: TargetedFeedback[] = []
  private readonly writer: MarkupWriter

  constructor(
    root: XmlElement,
    private readonly sources: TemplateSources,
  ) {
    const { renderMath } = sources
    this.writer = new MarkupWriter({ renderMath, special: (element) => this.special(element) })
    this.writer.write(root.children)
    this.flush()
  }

  /** Writes what is more than markup; says whether it did. */
  private special(element: XmlElement): boolean {
    const { outline, places } = this.sources
    if (places.consumed.has(element)) return true
    const { name } = element
    if (isResponse(name)) this.response(element)
    else if (inputTags.has(name)) this.input(element)
    else if (name === 'solution') this.part({ solution: outline.solutions.get(element) ?? 0 })
    else if (name === 'solutionset') this.writer.write(element.elements('solution'))
    else if (name === 'targetedfeedbackset') this.targetedFeedback(element)
    else return false
    return true
  }

  private response(element: XmlElement): void {
    const { writer, sources } = this
    const number = sources.outline.responses.get(element)?.number
    const tag = isInline(element) ? 'span' : 'div'
    const called =
      number === undefined ? '' : ` aria-label="${wordHole(toSay('Question {number}'), { number })}"`
    const inline = isInline(element) ? ' inline' : ''
    writer.add(`<${tag} class="problem-response${inline}" role="group" tabindex="-1"${called}>`)
    const isGroup = this.openGroup(element)
    writer.write(element.children)
    if (isGroup) writer.add('</div>')
    const kind = sources.responses.get(element)?.kind
    if (kind === 'unsupported') writer.add(unsupportedNotice)
    if (kind === 'ungraded') writer.add(ungradedNotice)
    writer.add(`</${tag}>`)
  }

  private openGroup(element: XmlElement): boolean {
    const group = this.sources.places.groups.get(element)
    if (group === undefined) return false
    const { id, label, descriptions } = group
    const described = descriptions.map((description) => description.id).join(' ')
    const attributes =
      (label.includes('<math')
        ? ` aria-label="${escapeHtml(spokenText(label))}"`
        : label === ''
          ? ''
          : ` aria-labelledby="${id}"`) + (described === '' ? '' : ` aria-describedby="${described}"`)
    this.writer.add(`<div class="multi-inputs-group" role="group"${attributes}>`)
    if (label !== '') this.writer.add(`<div class="question-label" id="${id}">${label}</div>`)
    for (const description of descriptions) {
      this.writer.add(`<div class="question-description" id="${description.id}">${description.html}</div>`)
    }
    return true
  }

  private input(element: XmlElement): void {
    const id = this.sources.outline.inputs.get(element)?.id
    if (id !== undefined && id in this.sources.inputs) this.part({ input: id })
  }

  private targetedFeedback(set: XmlElement): void {
    const { outline, responses, renderMath } = this.sources
    const { response, after } = outline.sets.get(set) ?? {}
    const compiled = response && responses.get(response)
    if (compiled?.kind !== 'multiplechoice' && compiled?.kind !== 'truefalse') return
    const items = set.elements('targetedfeedback').map((item) => ({
      explanation: item.attribute('explanation-id') ?? null,
      html: cleanMarkup(item.children, renderMath).trim(),
    }))
    const always = response?.attribute('targeted-feedback') === 'alwaysShowCorrectChoiceExplanation'
    this.feedback.push({ input: compiled.input, items, always: always ? this.alwaysShown(after) : [] })
    this.part({ feedback: this.feedback.length - 1 })
  }

  private alwaysShown(after: XmlElement | undefined): TargetedFeedback['always'] {
    const { solutions } = this.sources.outline
    if (after?.name === 'solution') return [{ solution: solutions.get(after) ?? 0 }]
    if (after?.name !== 'solutionset') return []
    return after.elements('solution').map((solution) => ({
      solution: solutions.get(solution) ?? 0,
      explanation: solution.attribute('explanation-id') ?? null,
    }))
  }

  private part(part: TemplatePart): void {
    this.flush()
    this.parts.push(part)
  }

  private flush(): void {
    const html = this.writer.take()
    if (html !== '') this.parts.push(html)
  }
}
