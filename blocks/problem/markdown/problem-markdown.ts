import { parseXml, serialiseXml, type XmlElement, type XmlNode } from '../../../runtime/olx/index.js'
import { markdownToXml } from './markdown-to-xml.js'
import { insideIn } from './inside-line.js'
import { questionLines } from './question-lines.js'

/** A problem as Markdown; or the first thing in it that Markdown does not say. */
export type ProblemMarkdown =
  | { readonly markdown: string }
  | { readonly lost: { readonly name: string; readonly line: number } }

/**
 * The Markdown that gives a problem's XML, where there is one: it is read again, and what comes of it compared. White space and the
 * attributes of `<problem>`, which are settings, make no difference; comments do.
 * @throws CompositorError `olx-malformed` and its like
 */
export function problemMarkdown(xml: string): ProblemMarkdown {
  const root = parseXml(xml)
  const comment = xml.indexOf('<!--')
  if (comment >= 0) return { lost: { name: '!--', line: xml.slice(0, comment).split('\n').length } }
  const lines = root.children.flatMap((node) => linesOf(node))
  const markdown = `${lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()}\n`
  const made = parseXml(markdownToXml(markdown))
  const lost = root.name === 'problem' ? firstLost(root, made, true) : root
  return lost ? { lost: { name: lost.name, line: lost.line } } : { markdown }
}

/** The lines of what stands in a problem, with an empty one behind. */
function linesOf(node: XmlNode): readonly string[] {
  if (typeof node === 'string') return node.trim() === '' ? [] : [node.trim(), '']
  const question = questionLines(node)
  if (question) return [...question, '']
  switch (node.name) {
    case 'p':
      return node.attributes.size === 0 ? [insideIn(node), ''] : [whole(node), '']
    case 'h3':
      return [insideIn(node), '===', '']
    case 'hr':
      return ['---', '']
    case 'pre':
      return ['[code]', node.text().replace(/\n$/, ''), '[/code]', '']
    case 'solution': {
      const [heading, ...said] = node.element('div')?.elements() ?? []
      // One with another heading stays XML, which Markdown may hold.
      if (heading?.name !== 'p' || heading.attributes.size > 0 || heading.text().trim() !== 'Explanation')
        return [whole(node), '']
      return ['[explanation]', ...said.flatMap((one) => linesOf(one)), '[explanation]', '']
    }
    case 'demandhint':
      return [...node.elements('hint').map((hint) => `||${insideIn(hint)}||`), '']
    default:
      return [whole(node), '']
  }
}

function whole(element: XmlElement): string {
  return serialiseXml(element).replaceAll(/\n\s*\n/g, '\n')
}

/** The first element of a tree that another one lacks or has otherwise. */
function firstLost(one: XmlElement, other: XmlElement, isRoot = false): XmlElement | undefined {
  if (one.name !== other.name || (!isRoot && said(one) !== said(other))) return one
  const [own, others] = [parts(one), parts(other)]
  for (const [at, child] of own.entries()) {
    const made = others[at]
    if (typeof child === 'string' || made === undefined || typeof made === 'string') {
      if (child === made) continue
      return typeof child === 'string' ? one : child
    }
    const lost = firstLost(child, made)
    if (lost) return lost
  }
  return own.length === others.length ? undefined : one
}

function said({ attributes }: XmlElement): string {
  const all = [...attributes].map(([name, value]) => [name, name === 'correct' ? value.toLowerCase() : value])
  return JSON.stringify(all.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)))
}

/** What stands in an element, white space that means nothing left out. */
function parts({ name, children }: XmlElement): readonly XmlNode[] {
  if (name === 'code')
    return [
      children
        .map((child) => (typeof child === 'string' ? child : child.text()))
        .join('')
        .trim(),
    ]
  return children.flatMap((child, at): XmlNode[] => {
    if (typeof child !== 'string') return [child]
    const text = child.replaceAll(/\s+/g, ' ')
    const isFirst = at === 0 || isHint(children[at - 1])
    const isLast = at === children.length - 1 || isHint(children[at + 1])
    const cut = isFirst && isLast ? text.trim() : isFirst ? text.trimStart() : isLast ? text.trimEnd() : text
    return cut.trim() === '' ? [] : [cut]
  })
}

/** What a choice is followed by, apart from what it says. */
function isHint(node: XmlNode | undefined): boolean {
  return typeof node === 'object' && ['choicehint', 'optionhint'].includes(node.name)
}
