import { escapeHtml, spokenTex } from '../../../runtime/html/index.js'
import { toSay } from '../../../runtime/words/index.js'
import type { CompiledControl } from '../compiled-problem.js'
import { optionTexts } from '../responses/option-response.js'
import { wordHole } from '../word-hole.js'
import { ariaLabel, describedBy, descriptionsHtml, type InputPlace } from './input-place.js'

/** Compiles an `<optioninput>`: a dropdown whose first entry stands for no answer. */
export function compileOptionInput(place: InputPlace): CompiledControl {
  const { source, label, inline } = place
  const id = `input_\0_${source.id}`
  const shownLabel = label === '' ? '' : `<label class="question-label" for="${id}">${label}</label>`
  return {
    control: 'select',
    inline,
    open:
      `${shownLabel}${descriptionsHtml(place)}<select id="${id}" name="${id}"${ariaLabel(place)}${describedBy(place)}>` +
      `<option value="option_\0_${source.id}_dummy_default">${wordHole(toSay('Select an option'))}</option>`,
    close: '</select>',
    choices: optionTexts(source.element).map((text) => ({
      name: text,
      before: `<option value="${escapeHtml(text)}"`,
      after: `>${escapeHtml(spokenTex(text))}</option>`,
    })),
  }
}
