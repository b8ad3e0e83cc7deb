import { cleanHtml, renderMaths, spokenTex } from '../../runtime/html/index.js'
import type { XmlElement, XmlNode } from '../../runtime/olx/index.js'
import { toSay } from '../../runtime/words/index.js'
import type { InputPlace } from './inputs/input-place.js'
import type { ResponseOutline } from './problem-outline.js'
import { isInline } from './responses/response-source.js'
import { wordHole } from './word-hole.js'

/** The question above several inputs of one response, each of which may have a label of its own. */
export interface QuestionGroup {
  readonly id: string
  readonly label: string
  readonly descriptions: InputPlace['descriptions']
}

/** Finds the question and the descriptions of each input, which are then shown with it and nowhere else. */
export class QuestionPlaces {
  /** Elements shown with an input, not where they stand. */
  readonly consumed = new Set<XmlElement>()
  readonly groups = new Map<XmlElement, QuestionGroup>()

  constructor(private readonly clean: (nodes: readonly XmlNode[]) => string) {}

  of(outline: ResponseOutline): InputPlace[] {
    const { element, inputs, number = 0 } = outline
    const label = this.question(outline).trim()
    const descriptions = element.elements('description').map((description, index) => {
      this.consumed.add(description)
      return { id: `description_\0_${number}_${index + 1}`, html: this.clean(description.children) }
    })
    const several = inputs.length > 1
    if (several) this.groups.set(element, { id: `multiinput-group-label-\0_${number}`, label, descriptions })
    return inputs.map((source, index) => ({
      source,
      label: several ? renderMaths(cleanHtml(source.element.attribute('label') ?? '').trim()) : label,
      asked: {
        tag: source.element.name,
        question: (several ? '' : label) || (source.element.attribute('label') ?? ''),
        group: several ? label : '',
      },
      descriptions: several ? [] : descriptions,
      name:
        spokenTex(source.element.attribute('label') ?? '') ||
        (several
          ? wordHole(toSay('Question {number}, answer {answer}'), { number, answer: index + 1 })
          : wordHole(toSay('Question {number}'), { number })),
      inline: isInline(element) || isInline(source.element),
      clean: this.clean,
    }))
  }

  /** The question of a response: its label, or the label or paragraph just before it that is meant. */
  private question({ element, inputs, before }: ResponseOutline): string {
    const attribute = inputs[0]?.element.attribute('label')
    let found = element.element('label')
    if (found === undefined && inputs.length === 1) {
      if (attribute === undefined) found = before?.name === 'label' ? before : undefined
      else if (attribute !== '' && before?.name === 'p' && before.leadingText() === attribute) found = before
    }
    if (found === undefined || this.consumed.has(found)) return ''
    this.consumed.add(found)
    return this.clean(found.children)
  }
}
