import { escapeHtml } from '../../../runtime/html/index.js'
import type { CompiledControl } from '../compiled-problem.js'
import { cleanAddress } from '../markup/clean-address.js'
import { ariaLabel, descriptionsHtml, spokenName, type InputPlace } from './input-place.js'

/** Compiles an `<imageinput>`: a picture to click, and a hidden input that holds the place as `[x,y]`. */
export function compileImageInput(place: InputPlace): CompiledControl {
  const { source, label } = place
  const { element, id } = source
  const src = cleanAddress(element.attribute('src') ?? '', 'img') ?? ''
  const size = ['width', 'height']
    .filter((side) => /^\d{1,5}$/.test(element.attribute(side) ?? ''))
    .map((side) => ` ${side}="${element.attribute(side)}"`)
    .join('')
  const labelId = `label_\0_${id}`
  const question = label === '' ? '' : `<div class="question-label" id="${labelId}">${label}</div>`
  const called = ariaLabel(place) || ` aria-labelledby="${labelId}"`
  return {
    control: 'value',
    inline: false,
    open:
      `${question}${descriptionsHtml(place)}<div class="imageinput" data-input="input_\0_${id}" tabindex="0" role="application"` +
      `${called} aria-describedby="status_\0_${id}"><img src="${escapeHtml(src)}" alt="${escapeHtml(element.attribute('alt') ?? spokenName(place))}"${size}></div>` +
      `<input type="hidden" id="input_\0_${id}" name="input_\0_${id}" value="`,
    close: '">',
    choices: [],
  }
}
