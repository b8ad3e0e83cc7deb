import { toSay } from '../../../runtime/words/index.js'
import type { CompiledControl } from '../compiled-problem.js'
import { markedHole } from '../word-hole.js'
import { ariaLabel, describedBy, descriptionsHtml, type InputPlace } from './input-place.js'

/** What assistive technology and readers are told to enter where an input has no editor of its own here. */
const asks: Readonly<Record<string, string>> = {
  schematic: markedHole(toSay('The circuit, as text')),
}

/** Compiles inputs of several lines: `<textbox>`, `<codeinput>`, `<matlabinput>`, and a `<schematic>` as its text. */
export function compileTextArea(place: InputPlace): CompiledControl {
  const { source, label } = place
  const { element } = source
  const id = `input_\0_${source.id}`
  const rows = /^\d{1,2}$/.test(element.attribute('rows') ?? '') ? element.attribute('rows') : '8'
  const name = asks[element.name]
  const shownLabel =
    label !== ''
      ? `<label class="question-label" for="${id}">${label}</label>`
      : name === undefined
        ? ''
        : `<label for="${id}">${name}</label>`
  const called = label === '' && name !== undefined ? '' : ariaLabel(place)
  const initial = element.name === 'schematic' ? (element.attribute('initial_value') ?? '') : element.text()
  return {
    control: 'value',
    inline: false,
    open:
      `${shownLabel}${descriptionsHtml(place)}<textarea class="${element.name}" id="${id}" name="${id}" rows="${rows}"` +
      `${called}${describedBy(place)} spellcheck="false" autocomplete="off">\n`,
    close: '</textarea>',
    choices: [],
    ...(initial.trim() !== '' && { initial: initial.trim() }),
  }
}
