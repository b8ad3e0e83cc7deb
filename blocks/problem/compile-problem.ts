import { CompositorError } from '../../runtime/errors/index.js'
import { parseXml, type XmlElement, type XmlNode } from '../../runtime/olx/index.js'
import { compileInput, compileResponse } from './compile-response.js'
import type {
  CompiledInput,
  CompiledProblem,
  CompiledResponse,
  CompiledSolution,
  ProblemFinding,
  TargetedFeedback,
  TemplatePart,
} from './compiled-problem.js'
import type { InputPlace } from './inputs/input-place.js'
import { cleanMarkup, MarkupWriter } from './markup/markup-writer.js'
import type { RenderMath } from './markup/math-text.js'
import { ProblemOutline, type ResponseOutline } from './problem-outline.js'
import { inputTags, isResponse, scriptedResponses } from './response-tags.js'
import type { InputSource, ResponseSource } from './responses/response-source.js'

export interface CompileOptions {
  /** Names the problem in errors. */
  readonly file?: string | undefined
  /** Renders the maths between `\(…\)`, `\[…\]` and the mathjax tags; without it they stay as written. */
  readonly renderMath?: RenderMath | undefined
}

const unsupportedNotice =
  '<p class="problem-notice">This question cannot be answered here. It does not count towards your score.</p>'

/**
 * Makes a problem's XML ready to be shown and graded. What is odd in it becomes a finding, and a response that cannot
 * be supported a notice; only XML that is not well formed is refused.
 * @throws CompositorError `olx-malformed`, `olx-too-large`, `olx-too-deep`
 */
export function compileProblem(xml: string, { file, renderMath }: CompileOptions = {}): CompiledProblem {
  return new ProblemCompiler(parseXml(xml, { file }), renderMath).compile()
}

class ProblemCompiler {
  private readonly outline: ProblemOutline
  private readonly template: TemplatePart[] = []
  private readonly inputs: Record<string, CompiledInput> = {}
  private readonly responses = new Map<XmlElement, CompiledResponse>()
  private readonly solutions: CompiledSolution[] = []
  private readonly feedback: TargetedFeedback[] = []
  private readonly findings: ProblemFinding[] = []
  /** Labels and descriptions that are shown with an input, not where they stand. */
  private readonly consumed = new Set<XmlElement>()

  constructor(
    private readonly root: XmlElement,
    private readonly renderMath: RenderMath | undefined,
  ) {
    this.outline = new ProblemOutline(root)
  }

  compile(): CompiledProblem {
    for (const response of this.outline.responses.values()) this.response(response)
    for (const solution of this.outline.solutions.keys()) this.solution(solution)
    const writer = new MarkupWriter({
      renderMath: this.renderMath,
      special: (element) => this.special(element, writer),
    })
    writer.write(this.root.children)
    this.flush(writer)
    return {
      template: this.template,
      inputs: this.inputs,
      responses: [...this.responses.values()],
      solutions: this.solutions,
      feedback: this.feedback,
      demandHints: this.outline.demandHints.map((hint) => this.clean(hint.children).trim()),
      findings: this.findings,
    }
  }

  private response(outline: ResponseOutline): void {
    const { element } = outline
    const source: ResponseSource = {
      element,
      inputs: outline.inputs,
      clean: (nodes) => this.clean(nodes),
      ignore: (at, message) => this.find('problem-attribute', at, message),
    }
    try {
      this.refuseScripted(element)
      const response = compileResponse(source)
      this.responses.set(element, response)
      for (const place of this.places(outline)) this.inputs[place.source.id] = compileInput(place, response)
    } catch (error) {
      const { code, message } = CompositorError.from(error, 'problem-unsupported')
      this.find(code, element, message)
      this.responses.set(element, { kind: 'unsupported', type: element.name, code })
    }
  }

  private refuseScripted({ name }: XmlElement): void {
    const { hasScript, hasVariables } = this.outline
    if (!scriptedResponses.has(name) && !(hasScript && hasVariables)) return
    throw new CompositorError(
      'problem-script',
      `<${name}> depends on a Python script, which is not run here.`,
    )
  }

  private places(outline: ResponseOutline): InputPlace[] {
    const { element, inputs, number = 0 } = outline
    const question = this.question(outline)
    const descriptions = element.elements('description').map((description, index) => {
      this.consumed.add(description)
      return { id: `description_\0_${number}_${index + 1}`, html: this.clean(description.children) }
    })
    const several = inputs.length > 1
    const groupLabel = several ? `multiinput-group-label-\0_${number}` : ''
    if (several) this.groups.set(element, { id: groupLabel, label: question, descriptions })
    return inputs.map((source, index) => ({
      source,
      label: several ? '' : question.trim(),
      descriptions: several ? [] : descriptions,
      name:
        source.element.attribute('label') || `Question ${number}${several ? `, answer ${index + 1}` : ''}`,
      inline: isInline(element) || isInline(source.element),
      clean: (nodes: readonly XmlNode[]) => this.clean(nodes),
    }))
  }

  private readonly groups = new Map<
    XmlElement,
    { readonly id: string; readonly label: string; readonly descriptions: InputPlace['descriptions'] }
  >()

  /** The question of a response: its label, or the label or paragraph just before it that is meant. */
  private question({ element, inputs, before }: ResponseOutline): string {
    const attribute = inputs[0]?.element.attribute('label')
    let found = element.element('label')
    if (found === undefined && inputs.length === 1) {
      if (attribute === undefined) found = before?.name === 'label' ? before : undefined
      else if (before?.name === 'p' && before.leadingText() === attribute) found = before
    }
    if (found === undefined || this.consumed.has(found)) return ''
    this.consumed.add(found)
    return this.clean(found.children)
  }

  private solution(element: XmlElement): void {
    const key = `solution_${this.solutions.length + 1}`
    this.solutions.push({ key, html: this.clean(element.children).trim(), ...this.poolOf(element) })
  }

  private poolOf(solution: XmlElement): Pick<CompiledSolution, 'pool'> | undefined {
    for (const [set, { response }] of this.outline.sets) {
      if (set.name !== 'solutionset' || !set.children.includes(solution)) continue
      const compiled = response && this.responses.get(response)
      if (compiled?.kind !== 'multiplechoice' || compiled.pool === 0) return undefined
      return { pool: { input: compiled.input, explanation: solution.attribute('explanation-id') ?? null } }
    }
    return undefined
  }

  /** Writes what is more than markup; says whether it did. */
  private special(element: XmlElement, writer: MarkupWriter): boolean {
    if (this.consumed.has(element)) return true
    const { name } = element
    if (isResponse(name)) this.writeResponse(element, writer)
    else if (inputTags.has(name)) this.writeInput(element, writer)
    else if (name === 'solution')
      this.part(writer, { solution: (this.outline.solutions.get(element) ?? 1) - 1 })
    else if (name === 'solutionset') writer.write(element.elements('solution'))
    else if (name === 'targetedfeedbackset') this.writeFeedback(element, writer)
    else return false
    return true
  }

  private writeResponse(element: XmlElement, writer: MarkupWriter): void {
    const { number } = this.outline.responses.get(element) ?? {}
    const tag = isInline(element) ? 'span' : 'div'
    const called = number === undefined ? '' : ` aria-label="Question ${number}"`
    writer.add(
      `<${tag} class="problem-response${isInline(element) ? ' inline' : ''}" role="group" tabindex="-1"${called}>`,
    )
    const group = this.groups.get(element)
    if (group !== undefined) {
      const described = group.descriptions.map(({ id }) => id).join(' ')
      writer.add(
        `<div class="multi-inputs-group" role="group"${group.label === '' ? '' : ` aria-labelledby="${group.id}"`}` +
          `${described === '' ? '' : ` aria-describedby="${described}"`}>` +
          (group.label === '' ? '' : `<div class="question-label" id="${group.id}">${group.label}</div>`) +
          group.descriptions
            .map(({ id, html }) => `<div class="question-description" id="${id}">${html}</div>`)
            .join(''),
      )
    }
    writer.write(element.children)
    if (group !== undefined) writer.add('</div>')
    if (this.responses.get(element)?.kind === 'unsupported') writer.add(unsupportedNotice)
    writer.add(`</${tag}>`)
  }

  private writeInput(element: XmlElement, writer: MarkupWriter): void {
    const input = this.inputOf(element)
    if (input !== undefined && input.id in this.inputs) this.part(writer, { input: input.id })
  }

  private inputOf(element: XmlElement): InputSource | undefined {
    for (const { inputs } of this.outline.responses.values()) {
      const found = inputs.find((input) => input.element === element)
      if (found !== undefined) return found
    }
    return undefined
  }

  private writeFeedback(set: XmlElement, writer: MarkupWriter): void {
    const { response, after } = this.outline.sets.get(set) ?? {}
    const compiled = response && this.responses.get(response)
    if (compiled?.kind !== 'multiplechoice' && compiled?.kind !== 'truefalse') return
    const items = set.elements('targetedfeedback').map((item) => ({
      explanation: item.attribute('explanation-id') ?? null,
      html: this.clean(item.children).trim(),
    }))
    const always = response?.attribute('targeted-feedback') === 'alwaysShowCorrectChoiceExplanation'
    this.feedback.push({ input: compiled.input, items, always: always ? this.alwaysShown(after) : [] })
    this.part(writer, { feedback: this.feedback.length - 1 })
  }

  private alwaysShown(after: XmlElement | undefined): TargetedFeedback['always'] {
    if (after?.name === 'solution') return [{ solution: (this.outline.solutions.get(after) ?? 1) - 1 }]
    if (after?.name !== 'solutionset') return []
    return after.elements('solution').map((solution) => ({
      solution: (this.outline.solutions.get(solution) ?? 1) - 1,
      explanation: solution.attribute('explanation-id') ?? null,
    }))
  }

  private part(writer: MarkupWriter, part: TemplatePart): void {
    this.flush(writer)
    this.template.push(part)
  }

  private flush(writer: MarkupWriter): void {
    const html = writer.take()
    if (html !== '') this.template.push(html)
  }

  private clean(nodes: readonly XmlNode[]): string {
    return cleanMarkup(nodes, this.renderMath)
  }

  private find(code: ProblemFinding['code'], { line, column }: XmlElement, message: string): void {
    this.findings.push({ code, message, line, column })
  }
}

function isInline(element: XmlElement): boolean {
  const inline = element.attribute('inline')
  return inline !== undefined && inline !== '' && inline !== '0' && inline.toLowerCase() !== 'false'
}
