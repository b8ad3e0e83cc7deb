import { cleanHtml, escapeHtml, spokenText } from '../../../runtime/html/index.js'
import type { XmlElement } from '../../../runtime/olx/index.js'
import { toSay } from '../../../runtime/words/index.js'
import type { CompiledChoice, CompiledControl } from '../compiled-problem.js'
import { markedHole } from '../word-hole.js'
import { ariaLabel, describedBy, descriptionsHtml, type InputPlace } from './input-place.js'

/** Compiles a `<choicegroup>`, `<radiogroup>` or `<checkboxgroup>`: a fieldset of radio buttons or checkboxes. */
export function compileChoiceGroup(place: InputPlace, names: readonly string[]): CompiledControl {
  const { source, label } = place
  const { id, element } = source
  const control = element.name === 'checkboxgroup' ? 'checkbox' : 'radio'
  const name = `input_\0_${id}${element.name === 'choicegroup' ? '' : '[]'}`
  const isQuiet = element.attribute('show_correctness') === 'never'
  const legend = label === '' ? '' : `<legend class="question-label" id="\0_${id}-legend">${label}</legend>`
  return {
    control,
    inline: false,
    open: `<fieldset class="choicegroup"${ariaLabel(place)}${describedBy(place)}>${legend}${descriptionsHtml(place)}`,
    close: '</fieldset>',
    ...(isQuiet && { received: received(element) }),
    choices: element.elements('choice').map((choice, index) => {
      const value = names[index] ?? `choice_${index}`
      const text = place.clean(choice.children).trim()
      const inputId = `input_\0_${id}_${escapeHtml(value)}`
      return {
        name: value,
        before: `<div class="choice"><input type="${control}" id="${inputId}" name="${name}" value="${escapeHtml(value)}"${spoken(text)}`,
        after: `><label for="${inputId}">${text}</label>`,
      }
    }),
  }
}

/** What is said once it is answered, where nothing is said of whether it is right. */
function received(element: XmlElement): string {
  const own = element.attribute('submitted_message')
  return own === undefined ? markedHole(toSay('Answer received.')) : cleanHtml(own)
}

/** The name of a control whose label holds formulas, as browsers make none of those. */
function spoken(label: string): string {
  return label.includes('<math') ? ` aria-label="${escapeHtml(spokenText(label))}"` : ''
}

/** What a learner reads at a choice, as HTML; undefined for what is no choice of a group. */
export function choiceText({ after }: CompiledChoice): string | undefined {
  return /^><label [^>]*>(.*)<\/label>$/s.exec(after)?.[1]
}
