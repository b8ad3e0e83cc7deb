import { escapeHtml } from '../../../runtime/html/index.js'
import type { XmlElement } from '../../../runtime/olx/index.js'
import type { AnswerPlace } from '../composite-answer.js'
import type { CompiledControl } from '../compiled-problem.js'
import { cleanAddress } from '../markup/clean-address.js'
import { compileParts, memberName } from './answer-parts.js'
import type { InputPlace } from './input-place.js'

/**
 * Compiles a `<drag_and_drop_input>` as a list, so that nobody needs a pointer: the picture with its places
 * numbered, and beside each thing the place it goes to. The answer is the incumbent's: `[{"thing": "target"}]`,
 * or `[{"thing": [x, y]}]` where there are no targets. Targets on other draggables are not offered.
 */
export function compileDragAndDropInput(place: InputPlace): CompiledControl {
  const { element } = place.source
  const targets = element.elements('target').filter((target) => target.attribute('id') !== undefined)
  const src = cleanAddress(element.attribute('img') ?? '', 'img') ?? ''
  const marks = targets.map((target, index) => targetMark(target, index)).join('')
  const draggables = element.elements('draggable').filter((one) => one.attribute('id') !== undefined)
  return compileParts(place, 'list', [
    `<div class="drag-and-drop-picture"><img src="${escapeHtml(src)}" alt="${escapeHtml(element.attribute('alt') ?? place.name)}">${marks}</div>`,
    ...draggables.flatMap((draggable, index) => draggableParts(place, draggable, index, targets)),
  ])
}

/** A target's number; the page puts it where its place in the picture is. */
function targetMark(target: XmlElement, index: number): string {
  const [x, y] = ['x', 'y'].map((side) => Number(target.attribute(side)) || 0)
  const [width, height] = ['w', 'h'].map((side) => Number(target.attribute(side)) || 0)
  return `<span class="drag-and-drop-target" aria-hidden="true" data-x="${x}" data-y="${y}" data-width="${width}" data-height="${height}">${index + 1}</span>`
}

function draggableParts(
  place: InputPlace,
  draggable: XmlElement,
  index: number,
  targets: readonly XmlElement[],
): (string | AnswerPlace)[] {
  const name = draggable.attribute('id') ?? ''
  const id = `input_\0_${place.source.id}_${index}`
  const icon = cleanAddress(draggable.attribute('icon') ?? '', 'img')
  const text = draggable.attribute('label') || `Item ${index + 1}`
  const picture = icon ? `<img src="${escapeHtml(icon)}" alt="${escapeHtml(text)}">` : escapeHtml(text)
  if (targets.length === 0) {
    return [
      `<div class="drag-and-drop-item"><label for="${id}">${picture}</label> <input type="text" id="${id}" name="${memberName(place, name)}" size="10" placeholder="x, y" autocomplete="off" value="`,
      { member: name },
      '"></div>',
    ]
  }
  const values = targets.map((target) => JSON.stringify({ [name]: target.attribute('id') ?? '' }))
  if (draggable.attribute('can_reuse') === 'true') {
    return [
      `<div class="drag-and-drop-item" role="group" aria-labelledby="${id}"><span id="${id}">${picture}</span>`,
      ...values.flatMap((value, target): (string | AnswerPlace)[] => [
        ` <label><input type="checkbox" name="${memberName(place, `${name} ${target + 1}`)}" value="${escapeHtml(value)}"`,
        { member: name, value, mark: ' checked' },
        `>Place ${target + 1}</label>`,
      ]),
      '</div>',
    ]
  }
  return [
    `<div class="drag-and-drop-item"><label for="${id}">${picture}</label> <select id="${id}" name="${memberName(place, name)}"><option value="">Not placed</option>`,
    ...values.flatMap((value, target): (string | AnswerPlace)[] => [
      `<option value="${escapeHtml(value)}"`,
      { member: name, value, mark: ' selected' },
      `>Place ${target + 1}</option>`,
    ]),
    '</select></div>',
  ]
}
