import { escapeHtml } from '../../../runtime/html/index.js'
import type { XmlElement } from '../../../runtime/olx/index.js'
import type { CompiledControl } from '../compiled-problem.js'
import { ariaLabel, describedBy, descriptionsHtml, type InputPlace } from './input-place.js'

/** Compiles a `<textline>` or `<formulaequationinput>`: one line of text, with an optional unit after it. */
export function compileTextLine(place: InputPlace): CompiledControl {
  const { source, label, inline } = place
  const { element } = source
  const id = `input_\0_${source.id}`
  const trailing = element.attribute('trailing_text') ?? ''
  const hidden = element.attribute('hidden') ? ' hidden' : ''
  const size = /^\d{1,3}$/.test(element.attribute('size') ?? '') ? ` size="${element.attribute('size')}"` : ''
  const shownLabel = label === '' ? '' : `<label class="question-label" for="${id}">${label}</label>`
  const unit =
    trailing === ''
      ? ''
      : `<span class="trailing-text" id="trailing_text_\0_${source.id}">${escapeHtml(trailing)}</span>`
  const maths = isFormula(element) ? ' spellcheck="false" data-formula' : ''
  return {
    control: 'value',
    inline,
    open:
      `${shownLabel}${descriptionsHtml(place)}<input type="text"${hidden} id="${id}" name="${id}"${size}` +
      `${ariaLabel(place)}${describedBy(place, trailing)} autocomplete="off"${maths} value="`,
    close: `">${unit}`,
    choices: [],
  }
}

/** Whether an author asks for a formula, which learners are shown as it is read while they type. */
function isFormula(element: XmlElement): boolean {
  return (
    element.name === 'formulaequationinput' ||
    ['math', 'dojs'].some((name) => /^(?:1|true|math)$/i.test(element.attribute(name) ?? ''))
  )
}
