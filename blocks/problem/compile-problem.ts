import { CompositorError } from '../../runtime/errors/index.js'
import { parseXml, type XmlElement, type XmlNode } from '../../runtime/olx/index.js'
import { compileInput, compileResponse } from './compile-response.js'
import type {
  CompiledInput,
  CompiledProblem,
  CompiledResponse,
  CompiledSolution,
  ProblemFinding,
} from './compiled-problem.js'
import { cleanMarkup } from './markup/markup-writer.js'
import type { RenderMath } from './markup/math-text.js'
import { ProblemOutline, type ResponseOutline } from './problem-outline.js'
import { ProblemTemplate } from './problem-template.js'
import { QuestionPlaces } from './question-places.js'
import { scriptedResponses } from './response-tags.js'
import { compileHintFunction, type HintFunction } from './script/hint-function.js'
import { givenToAll, type ProblemScript } from './script/problem-script.js'
import { fullScore, pointsOf } from './grade-problem.js'
import type { ResponseSource } from './responses/response-source.js'
import { withVariables, type Variables } from './script/variables.js'

export interface CompileOptions {
  /** Names the problem in errors. */
  readonly file?: string | undefined
  /** Renders the maths between `\(…\)`, `\[…\]` and the mathjax tags; without it they stay as written. */
  readonly renderMath?: RenderMath | undefined
  /** What the problem's script left, for a problem that is drawn; without it, what depends on a script is a notice. */
  readonly variables?: Variables | undefined
}

/**
 * Makes a problem's XML ready to be shown and graded. What is odd in it becomes a finding, and a response that cannot
 * be supported a notice; only XML that is not well formed is refused.
 * @throws CompositorError `olx-malformed`, `olx-too-large`, `olx-too-deep`
 */
export function compileProblem(
  xml: string,
  { file, renderMath, variables }: CompileOptions = {},
): CompiledProblem {
  const { root, script, refused } = readProblem(xml, file, variables)
  const compiler = new ProblemCompiler(new ProblemOutline(root), renderMath, refused)
  return { ...compiler.compile(root), ...(script && { script }) }
}

/** What is known of a problem without drawing it. */
export interface ProblemSummary {
  /** Points possible before anybody answers it. */
  readonly maxScore: number
  /** Names of its response elements. */
  readonly kinds: readonly string[]
}

/** Reads no more of a problem's XML than what it is worth and of which kinds it is. @throws as {@link compileProblem} does */
export function summariseProblem(xml: string): ProblemSummary {
  const { root, refused } = readProblem(xml, undefined, undefined)
  const outline = new ProblemOutline(root)
  const responses = new ProblemCompiler(outline, undefined, refused).compileResponses()
  const kinds = new Set([...outline.responses.keys()].map(({ name }) => name))
  return { maxScore: fullScore({ responses }), kinds: [...kinds] }
}

/** A problem's XML with its names filled in where they are known, and the script that is not run. */
function readProblem(xml: string, file: string | undefined, variables: Variables | undefined) {
  const parsed = parseXml(xml, { file })
  const { script } = new ProblemOutline(parsed)
  const known = script?.code === '' ? { ...givenToAll, ...variables } : variables
  const root = known === undefined ? parsed : withVariables(parsed, known)
  const refused = script !== undefined && variables === undefined ? script : undefined
  return { root, script, refused }
}

class ProblemCompiler {
  private readonly inputs: Record<string, CompiledInput> = {}
  private readonly responses = new Map<XmlElement, CompiledResponse>()
  private readonly findings: ProblemFinding[] = []
  private readonly hintFunctions: HintFunction[] = []
  private readonly places = new QuestionPlaces((nodes) => this.clean(nodes))

  constructor(
    private readonly outline: ProblemOutline,
    private readonly renderMath: RenderMath | undefined,
    /** The script that is not run. */
    private readonly refused: ProblemScript | undefined,
  ) {}

  compile(root: XmlElement): CompiledProblem {
    const { outline, inputs, places, renderMath, findings, hintFunctions } = this
    this.compileResponses()
    const { responses } = this
    for (const input of outline.astray)
      this.find(
        'problem-unsupported',
        input,
        `<${input.name}> stands in no response, so nobody can answer it.`,
        'error',
      )
    const template = new ProblemTemplate(root, { outline, responses, inputs, places, renderMath })
    return {
      template: template.parts,
      inputs,
      responses: [...responses.values()],
      solutions: Array.from(outline.solutions, ([element, index]) => this.solution(element, index)),
      feedback: template.feedback,
      demandHints: outline.demandHints.map((hint) => this.clean(hint.children).trim()),
      findings,
      ...(hintFunctions.length > 0 && { hintFunctions }),
    }
  }

  compileResponses(): readonly CompiledResponse[] {
    for (const response of this.outline.responses.values()) this.response(response)
    return [...this.responses.values()]
  }

  private response(outline: ResponseOutline): void {
    const { element, inputs } = outline
    const source: ResponseSource = {
      element,
      inputs,
      clean: (nodes) => this.clean(nodes),
      ignore: (at, message) => this.find('problem-attribute', at, message),
      fault: (at, message) => this.find('problem-attribute', at, message, 'error'),
    }
    try {
      this.refuseScripted(element)
      const response = compileResponse(source)
      this.responses.set(element, response)
      for (const place of this.places.of(outline))
        this.inputs[place.source.id] = compileInput(place, response)
      const hints = compileHintFunction(
        element,
        inputs.map(({ id }) => id),
      )
      if (hints) this.hintFunctions.push(hints)
      if (response.kind === 'ungraded') {
        this.find('problem-unsupported', element, `<${element.name}> is shown, and not graded here.`)
      }
    } catch (error) {
      const { code, message } = CompositorError.from(error, 'problem-unsupported')
      this.find(code, element, message, code === 'problem-script' ? undefined : 'error')
      const undrawn = code === 'problem-script' ? { undrawn: expectedPoints(source) } : {}
      this.responses.set(element, { kind: 'unsupported', type: element.name, code, ...undrawn })
    }
  }

  private refuseScripted({ name }: XmlElement): void {
    const { refused } = this
    if (refused === undefined) return
    const isDrawn = refused.code !== '' && refused.occurring.length > 0
    if (!isDrawn && !scriptedResponses.has(name)) return
    throw new CompositorError(
      'problem-script',
      `<${name}> depends on a Python script, which is not run here.`,
    )
  }

  private solution(element: XmlElement, index: number): CompiledSolution {
    const solution = { key: `solution_${index + 1}`, html: this.clean(element.children).trim() }
    const response = this.outline.solutionSets.get(element)?.response
    const compiled = response && this.responses.get(response)
    if (compiled?.kind !== 'multiplechoice' || compiled.pool === 0) return solution
    return {
      ...solution,
      pool: { input: compiled.input, explanation: element.attribute('explanation-id') ?? null },
    }
  }

  private clean(nodes: readonly XmlNode[]): string {
    return cleanMarkup(nodes, this.renderMath)
  }

  private find(
    code: ProblemFinding['code'],
    { line, column }: XmlElement,
    message: string,
    level?: 'error',
  ): void {
    this.findings.push({ code, ...(level && { level }), message, line, column })
  }
}

/** What a response will count when its script has drawn it: what it says without, else the points of its inputs. */
function expectedPoints(source: ResponseSource): number {
  try {
    return pointsOf(compileResponse({ ...source, ignore: () => {}, fault: () => {} }))
  } catch {
    return source.inputs.reduce((sum, { points }) => sum + points, 0)
  }
}
