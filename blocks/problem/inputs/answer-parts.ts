import { escapeHtml } from '../../../runtime/html/index.js'
import type { AnswerPlace, Joining } from '../composite-answer.js'
import type { CompiledControl } from '../compiled-problem.js'
import { ariaLabel, describedBy, descriptionsHtml, type InputPlace } from './input-place.js'

/** HTML of a composite input, with places that differ by the answer given. */
export type AnswerParts = readonly (string | AnswerPlace)[]

/** The name under which one member of a composite answer is posted: `input_ID_2_1{options}`. */
export function memberName(place: InputPlace, member: string): string {
  return `input_\0_${place.source.id}{${escapeHtml(member)}}`
}

/** A composite input: a fieldset with the question as its legend. */
export function compileParts(place: InputPlace, joining: Joining, parts: AnswerParts): CompiledControl {
  const { source, label } = place
  const legend =
    label === '' ? '' : `<legend class="question-label" id="\0_${source.id}-legend">${label}</legend>`
  return {
    control: 'parts',
    inline: false,
    open: `<fieldset class="${source.element.name}"${ariaLabel(place)}${describedBy(place)}>${legend}${descriptionsHtml(place)}`,
    close: '</fieldset>',
    choices: [],
    joining,
    parts,
  }
}
