import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { parseXml, sourceOf, type XmlElement } from '../../../runtime/olx/index.js'

/** A problem of a fixture: where it stands, and its XML. */
export interface FoundProblem {
  readonly at: string
  readonly xml: string
}

const roots = ['../../../demo/', '../../../../shared/olx/'].map((path) => new URL(path, import.meta.url))
const oracle = new URL('../../../../shared/oracles/capa-grading.json', import.meta.url)

/** Kinds of questions that no fixture has. */
const ours: readonly FoundProblem[] = [
  `<choicetextresponse><radiotextgroup><choice correct="true">It has <numtolerance_input answer="6"/> sides.</choice>
   <choice correct="false">None.</choice></radiotextgroup></choicetextresponse>`,
  `<annotationresponse><annotationinput><text>It was the best of times.</text><options>
   <option choice="incorrect">Irony</option><option choice="correct">Contrast</option></options></annotationinput></annotationresponse>`,
  '<symbolicresponse expect="2*x"><textline/></symbolicresponse>',
  '<coderesponse><textbox>def f():</textbox><codeparam><grader_payload>tests</grader_payload></codeparam></coderesponse>',
  '<externalresponse answer="x"><jsinput html_file="/static/a.html"/><answer>code</answer></externalresponse>',
].map((inside, index) => ({ at: `of ours, ${index + 1}`, xml: `<problem>${inside}</problem>` }))

/** Every problem of our demo content, and of the real courses and the incumbent's cases where they are at hand. */
export function allProblems(): FoundProblem[] {
  const found = roots.filter((root) => existsSync(root)).flatMap(problemsIn)
  const cases = existsSync(oracle)
    ? (JSON.parse(readFileSync(oracle, 'utf8')) as { id: string; xml: string }[])
    : []
  const all = [...ours, ...found, ...cases.map(({ id, xml }) => ({ at: id, xml }))]
  return [...new Map(all.map((problem) => [problem.xml, problem])).values()]
}

function problemsIn(root: URL): FoundProblem[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.xml'))
    .flatMap((name) => {
      const text = readFileSync(new URL(name.split('/').map(encodeURIComponent).join('/'), root), 'utf8')
      if (!text.includes('<problem')) return []
      const tree = parseXml(text)
      return [tree, ...tree.descendants()]
        .filter((element) => element.name === 'problem' && element.children.length > 0)
        .map((element) => ({ at: `${name}:${element.line}`, xml: sourceOf(element, text) }))
    })
}

/** What only authors may read: code, feedback, solutions, and what belongs to a grader. */
const secretElements =
  /^(?:script|answer|solution|choicehint|optionhint|compoundhint|correcthint|stringequalhint|regexphint|hintpart|hint|targetedfeedback|additional_answer|codeparam|stringhint|numericalhint)$/

/**
 * The same problem to a learner who was told nothing: everything secret in it is something else. What is right
 * becomes wrong and the other way round, answers are others, and texts for later carry `mark`.
 */
export function withOtherSecrets(xml: string, mark: string): string {
  return changed(parseXml(xml), mark)
}

function changed(element: XmlElement, mark: string): string {
  const attributes = Array.from(element.attributes, ([name, value]) => {
    return ` ${name}="${escaped(value.includes('$') ? value : otherValue(element, name, value, mark))}"`
  })
  const isSecret = secretElements.test(element.name)
  const content = element.children.map((child) =>
    typeof child === 'string' ? escaped(child) : changed(child, mark),
  )
  // Only a text that is there can be given away.
  const added = isSecret && element.text().trim() !== '' ? `\n# ${mark} \n` : ''
  return `<${element.name}${attributes.join('')}>${content.join('')}${added}</${element.name}>`
}

function otherValue(element: XmlElement, name: string, value: string, mark: string): string {
  const { name: tag } = element
  if (name === 'correct' && tag === 'optioninput') return mark
  // Which choices are drawn from a pool rests on which are right.
  if (name === 'correct') return /true/i.test(value) ? 'false' : /false/i.test(value) ? 'true' : value
  if (name === 'fixed' || name === 'explanation-id') return value
  if (name === 'rectangle') return '(7,7)-(8,8)'
  if (name === 'regions') return '[[[7,7],[7,8],[8,8]]]'
  if (name === 'point_value') return '0.25'
  if (name === 'choice') return value === 'correct' ? 'incorrect' : 'correct'
  if (name !== 'answer' && name !== 'expect') return value
  if (tag === 'stringresponse' || /hint$|additional_answer/.test(tag)) return mark
  if (tag === 'formularesponse' || tag === 'symbolicresponse') return `(${value})+77123`
  return tag === 'numericalresponse' || tag === 'numtolerance_input' ? '77123' : value
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
