import { CompositorError } from '../../../runtime/errors/index.js'
import { cleanHtml, escapeHtml } from '../../../runtime/html/index.js'
import { parseXml, XmlElement, type XmlNode } from '../../../runtime/olx/index.js'
import { inputTags, isResponse } from '../response-tags.js'

/** Variables of a script as the texts that stand in place of `$name`. */
export type Variables = Readonly<Record<string, string>>

/** Characters that variables may add to a problem. */
const limit = 4_000_000

/** Elements whose text is Python of its own, in which `$` means nothing. */
const programs: ReadonlySet<string> = new Set(['script', 'answer'])

/**
 * A problem with its variables filled in, in texts and attributes: the longest name first, one after the other, so
 * that a value may name a shorter variable, as in the incumbent (`contextualize_text`). A value in a text may be
 * markup.
 * @throws CompositorError `script-output` when it gets too large
 */
export function withVariables(root: XmlElement, variables: Variables): XmlElement {
  const filling = new Filling(variables)
  return filling.isEmpty ? root : filling.element(root)
}

class Filling {
  private readonly names: readonly string[]
  private room = limit

  constructor(private readonly variables: Variables) {
    this.names = Object.keys(variables).sort((one, other) => other.length - one.length)
  }

  get isEmpty(): boolean {
    return this.names.length === 0
  }

  element(element: XmlElement): XmlElement {
    if (programs.has(element.name)) return element
    const attributes = new Map<string, string>()
    for (const [name, value] of element.attributes) attributes.set(name, this.text(value))
    const children: XmlNode[] = []
    for (const child of element.children) {
      if (typeof child !== 'string') children.push(this.element(child))
      else children.push(...this.nodes(child))
    }
    return new XmlElement(element.name, attributes, joined(children), element)
  }

  private text(text: string): string {
    if (!text.includes('$')) return text
    let filled = text
    for (const name of this.names) {
      const value = this.variables[name] ?? ''
      for (const place of [`$${name}`, `\${${name}}`]) {
        if (!filled.includes(place)) continue
        const count = filled.split(place).length - 1
        this.room -= count * Math.max(0, value.length - place.length)
        if (this.room < 0)
          throw new CompositorError(
            'script-output',
            'The variables of the script make the problem too large.',
          )
        filled = filled.replaceAll(place, () => value)
      }
    }
    return filled
  }

  private nodes(text: string): readonly XmlNode[] {
    if (!text.includes('$')) return [text]
    const plain = this.text(text)
    if (plain === text) return [text]
    const markup = this.text(escapeHtml(text))
    return markup === escapeHtml(plain) ? [plain] : (parsed(markup) ?? parsed(cleanHtml(markup)) ?? [plain])
  }
}

function parsed(markup: string): readonly XmlNode[] | undefined {
  try {
    return [...withoutQuestions(parseXml(`<span>${markup}</span>`)).children]
  } catch {
    return undefined
  }
}

/** Questions are the problem's own: a value cannot add one. */
function withoutQuestions(element: XmlElement): XmlElement {
  const children = element.children.flatMap((child): XmlNode[] => {
    if (typeof child === 'string') return [child]
    const { name } = child
    const isQuestion = isResponse(name) || inputTags.has(name) || name === 'solution' || name === 'script'
    return isQuestion ? [] : [withoutQuestions(child)]
  })
  return new XmlElement(element.name, element.attributes, joined(children), element)
}

/** Neighbouring texts as one. */
function joined(nodes: readonly XmlNode[]): XmlNode[] {
  const result: XmlNode[] = []
  for (const node of nodes) {
    const last = result.at(-1)
    if (typeof node === 'string' && typeof last === 'string') result[result.length - 1] = last + node
    else result.push(node)
  }
  return result
}
