import { texRenderer } from '../../../runtime/html/index.js'
import { messageOf } from '../../../runtime/errors/index.js'
import {
  serialiseXml,
  sourceOf,
  undrawnFormulas,
  type OlxContext,
  type OlxFields,
  type ReadOlx,
  type XmlElement,
} from '../../../runtime/olx/index.js'
import type { Json } from '../../../runtime/values/json.js'
import {
  compileProblem,
  markdownToXml,
  olderPython,
  type ProblemFinding,
  type RenderMath,
} from '../engine.js'

/**
 * Reads a problem: its whole element stays in `data` as its author wrote it; none of it is a block. What is odd in
 * it is reported, at its place in the file.
 */
export const readProblemOlx: ReadOlx = (element, { content, settings }, context): OlxFields => {
  const text = context.text(context.file)
  const source = text === undefined ? '' : sourceOf(element, text)
  const written = isWhole(source, element.name) ? source : serialiseXml(element)
  const data = fromMarkdown(element, content['markdown']) ?? written
  report(data, element, context)
  return { content: { ...content, data }, settings: { ...oldSettings(element), ...settings }, children: [] }
}

/** The limit of attempts in its old spelling, `attempts="3"`; the newer one comes before it. */
function oldSettings(element: XmlElement): OlxFields['settings'] {
  const attempts = element.attribute('attempts')?.trim() ?? ''
  return /^\d{1,9}$/.test(attempts) ? { max_attempts: Number(attempts) } : {}
}

/** A problem that holds nothing but the simple editor's text is what that text means. */
function fromMarkdown(element: XmlElement, markdown: Json | undefined): string | undefined {
  const isEmpty = element.elements().length === 0 && element.text().trim() === ''
  return isEmpty && typeof markdown === 'string' && markdown.trim() !== ''
    ? markdownToXml(markdown)
    : undefined
}

/** The element may have been changed since it was parsed; then its place in the file says nothing. */
function isWhole(source: string, name: string): boolean {
  return /^<([^\s/>]+)/.exec(source)?.[1] === name && source.endsWith('>')
}

function report(data: string, element: XmlElement, context: OlxContext): void {
  for (const { code, level = 'warning', message, remedy, line, column } of findings(data, element, context)) {
    context.report({
      level: code === 'script-failed' ? 'error' : level,
      code,
      message,
      ...(remedy !== undefined && { remedy }),
      file: context.file,
      line: element.line + line - 1,
      column: line === 1 ? element.column + column - 1 : column,
    })
  }
}

/** A problem the engine fails on is kept: it is shown as an error block, and says why here. */
function findings(data: string, element: XmlElement, context: OlxContext): readonly ProblemFinding[] {
  try {
    const undrawn: string[] = []
    const problem = compileProblem(data, {
      file: context.file,
      variables: {},
      renderMath: notingFailures(data, undrawn),
    })
    const unread = problem.script === undefined ? undrawn : undrawn.filter((tex) => !tex.includes('$'))
    const finding = undrawnFormulas(unread)
    if (finding !== undefined) {
      const before = data.slice(0, Math.max(0, data.indexOf(unread[0] ?? '')))
      context.report({ ...finding, file: context.file, line: element.line + before.split('\n').length - 1 })
    }
    // What a script will fill in is no mistake yet.
    if (problem.script === undefined) return problem.findings
    const older = olderPython(problem)
    if (older.length === 0) context.script?.({ xml: data, line: element.line, column: element.column })
    return [...older, ...problem.findings.filter(({ message }) => !message.includes('$'))]
  } catch (error) {
    return [{ code: 'problem-unsupported', message: messageOf(error), line: 1, column: 1 }]
  }
}

/** Renders formulas, and notes the TeX of those that cannot be. */
function notingFailures(data: string, undrawn: string[]): RenderMath {
  const render = texRenderer(data)
  return (tex, display) => {
    try {
      return render(tex, display)
    } catch (error) {
      undrawn.push(tex)
      throw error
    }
  }
}
