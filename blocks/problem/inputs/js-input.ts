import { escapeHtml, isAssetLink } from '../../../runtime/html/index.js'
import type { XmlElement } from '../../../runtime/olx/index.js'
import { CompositorError } from '../../../runtime/errors/index.js'
import type { CompiledControl } from '../compiled-problem.js'
import { cleanAddress } from '../markup/clean-address.js'
import { describedBy, descriptionsHtml, spokenName, type InputPlace } from './input-place.js'

/**
 * Compiles a `<jsinput>`: an author's page in a sandboxed frame, which is asked for its answer and its state by
 * messages (`getGrade`, `getState`, `setState`), or by functions of its own that are named here: without `sop="false"`
 * the incumbent calls those. The value is the incumbent's: `{"answer": …, "state": …}`, or the answer alone where the
 * page keeps no state. A page that only works by reaching into ours does not work here.
 * @throws CompositorError `problem-unsupported` without a page to show
 */
export function compileJsInput(place: InputPlace): CompiledControl {
  const { source, label } = place
  const { element } = source
  const file = element.attribute('html_file') ?? ''
  const src = cleanAddress(file, 'iframe')
  if (src === undefined) {
    throw new CompositorError(
      'problem-unsupported',
      `<jsinput> shows a page of the course or one over https, not html_file='${file}'.`,
    )
  }
  const id = `input_\0_${source.id}`
  const side = (name: string, or: string) =>
    /^\d{1,4}$/.test(element.attribute(name) ?? '') ? element.attribute(name) : or
  const title = element.attribute('title') ?? spokenName(place)
  const keepsState = element.attribute('get_statefn') !== undefined
  const initial = element.attribute('initial_state')
  const isCalled = isAssetLink(src) && element.attribute('sop') !== 'false'
  // A stranger keeps an origin of its own; a file of the course would have ours, so it gets none.
  const rights = isAssetLink(src) ? 'allow-scripts' : 'allow-scripts allow-same-origin'
  const question = label === '' ? '' : `<div class="question-label" id="label_${id}">${label}</div>`
  return {
    control: 'value',
    inline: false,
    open:
      `${question}${descriptionsHtml(place)}<div class="jsinput" data-input="${id}" data-state="${keepsState ? 'kept' : 'none'}"` +
      `${initial === undefined ? '' : ` data-initial="${escapeHtml(initial)}"`}${isCalled ? functionNames(element) : ''}>` +
      `<iframe src="${escapeHtml(isCalled ? withQuery(src, 'jsinput') : src)}" title="${escapeHtml(title)}" width="${side('width', '600')}" height="${side('height', '400')}" sandbox="${rights} allow-forms allow-downloads" referrerpolicy="no-referrer"${describedBy(place)}></iframe></div>` +
      `<input type="hidden" id="${id}" name="${id}" value="`,
    close: '">',
    choices: [],
  }
}

/** What the page is asked by, where it is a function of its own. */
const functions: readonly (readonly [string, string])[] = [
  ['gradefn', 'grade'],
  ['get_statefn', 'get-state'],
  ['set_statefn', 'set-state'],
]

function functionNames(element: XmlElement): string {
  return functions
    .map(([attribute, name]) => {
      const value = element.attribute(attribute)
      return value ? ` data-${name}="${escapeHtml(value)}"` : ''
    })
    .join('')
}

/** The host makes a page asked for so ready to be called. */
function withQuery(address: string, query: string): string {
  const [, path = '', hash = ''] = /^([^#]*)(.*)$/s.exec(address) ?? []
  return `${path}${path.includes('?') ? '&' : '?'}${query}${hash}`
}
