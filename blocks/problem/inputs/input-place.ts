import { escapeHtml, spokenText } from '../../../runtime/html/index.js'
import type { InputSource } from '../responses/response-source.js'
import type { XmlNode } from '../../../runtime/olx/index.js'
import type { AskedInput } from '../compiled-problem.js'

/** An input with what surrounds it: its question and its descriptions, as clean HTML. */
export interface InputPlace {
  readonly source: InputSource
  /** The question, or '' where the author gives none. */
  readonly label: string
  readonly asked: AskedInput
  readonly descriptions: readonly { readonly id: string; readonly html: string }[]
  /** What assistive technology calls the input where it has no label. */
  readonly name: string
  /** Whether it stands in a line of text. */
  readonly inline: boolean
  clean(nodes: readonly XmlNode[]): string
}

/** What assistive technology calls an input, in one line: browsers make no name of the formulas in a label. */
export function spokenName({ label, name }: InputPlace): string {
  return label === '' ? name : spokenText(label)
}

/** The `aria-label` of an input whose label is not there, or holds formulas. */
export function ariaLabel(place: InputPlace): string {
  return place.label === '' || place.label.includes('<math')
    ? ` aria-label="${escapeHtml(spokenName(place))}"`
    : ''
}

/** The `aria-describedby` of an input: its status, and whatever describes it. */
export function describedBy({ source, descriptions }: InputPlace, trailingText = ''): string {
  const ids = [`status_\0_${source.id}`, ...descriptions.map(({ id }) => id)]
  if (trailingText !== '') ids.unshift(`trailing_text_\0_${source.id}`)
  return ` aria-describedby="${ids.join(' ')}"`
}

/** The descriptions, each under its id. */
export function descriptionsHtml({ descriptions }: InputPlace): string {
  return descriptions
    .map(({ id, html }) => `<div class="question-description" id="${id}">${html}</div>`)
    .join('')
}
