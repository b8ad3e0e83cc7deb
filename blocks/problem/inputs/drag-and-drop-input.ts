import { escapeHtml, renderMaths, spokenTex } from '../../../runtime/html/index.js'
import type { XmlElement } from '../../../runtime/olx/index.js'
import type { Json } from '../../../runtime/values/json.js'
import { toSay } from '../../../runtime/words/index.js'
import type { AnswerPlace } from '../composite-answer.js'
import type { CompiledControl } from '../compiled-problem.js'
import { cleanAddress } from '../markup/clean-address.js'
import { wordHole } from '../word-hole.js'
import { compileParts, memberName } from './answer-parts.js'
import { spokenName, type InputPlace } from './input-place.js'

/**
 * Compiles a `<drag_and_drop_input>` as a list, so that nobody needs a pointer: the picture with its places
 * numbered, and beside each thing the place it goes to. The answer is the incumbent's: `[{"thing": "target"}]`,
 * `[{"thing": {"spot": {"other": "target"}}}]` for a spot on another thing that lies at a target, or
 * `[{"thing": [x, y]}]` where there are no targets.
 */
export function compileDragAndDropInput(place: InputPlace): CompiledControl {
  const { element } = place.source
  const targets = element.elements('target').filter((target) => target.attribute('id') !== undefined)
  const src = cleanAddress(element.attribute('img') ?? '', 'img') ?? ''
  const marks = targets.map((target, index) => targetMark(target, index)).join('')
  const draggables = element
    .elements('draggable')
    .filter((one) => one.attribute('id') !== undefined)
    .map((one, index) => namedThing(one, index, element))
  return compileParts(place, 'list', [
    `<div class="drag-and-drop-picture"><img src="${escapeHtml(src)}" alt="${escapeHtml(element.attribute('alt') ?? spokenName(place))}">${marks}</div>`,
    ...draggables.flatMap((draggable, index) =>
      draggableParts(place, draggable, index, positionsFor(draggable, draggables, targets)),
    ),
  ])
}

/** A target's number; the page puts it where its place in the picture is. */
function targetMark(target: XmlElement, index: number): string {
  const [x, y] = ['x', 'y'].map((side) => Number(target.attribute(side)) || 0)
  const [width, height] = ['w', 'h'].map((side) => Number(target.attribute(side)) || 0)
  return `<span class="drag-and-drop-target" aria-hidden="true" data-x="${x}" data-y="${y}" data-width="${width}" data-height="${height}">${index + 1}</span>`
}

/** A thing to place, with the words for it. */
interface Draggable {
  readonly element: XmlElement
  readonly name: string
  /** As HTML of one line, formulas as their TeX. */
  readonly text: string
  readonly html: string
  /** Where it has no name but this. */
  readonly number?: number
}

/** The incumbent shows the id of a thing without a label, unless it is told not to. */
function namedThing(element: XmlElement, index: number, input: XmlElement): Draggable {
  const name = element.attribute('id') ?? ''
  const isUnnamed = input.attribute('no_labels')?.toLowerCase() === 'true'
  const own = element.attribute('label')
  if (!own && isUnnamed) {
    const number = index + 1
    const html = wordHole(toSay('Item {number}'), { number })
    return { element, name, text: html, html, number }
  }
  const label = own || name
  return { element, name, text: escapeHtml(spokenTex(label)), html: renderMaths(escapeHtml(label)) }
}

/** Where a thing can go, with the words for it as HTML: a target, or a spot on another thing that lies at a target. */
interface Position {
  readonly value: Json
  readonly text: string
}

function positionsFor(
  { name }: Draggable,
  draggables: readonly Draggable[],
  targets: readonly XmlElement[],
): Position[] {
  const idOf = (target: XmlElement) => target.attribute('id') ?? ''
  const places = targets.map((target, index) => ({
    value: idOf(target),
    text: wordHole(toSay('Place {number}'), { number: index + 1 }),
  }))
  const spots = draggables.flatMap((other) => {
    const own = other.name === name ? [] : other.element.elements('target')
    return places.flatMap(({ value }, at) =>
      own.map((spot, index) => ({
        value: { [idOf(spot)]: { [other.name]: value } },
        text: spotText(index + 1, other, at + 1),
      })),
    )
  })
  return [...places, ...spots]
}

function spotText(spot: number, { number: item, text: thing }: Draggable, place: number): string {
  return item === undefined
    ? wordHole(toSay('Spot {spot} on {thing} at place {place}'), { spot, thing, place })
    : wordHole(toSay('Spot {spot} on Item {item} at place {place}'), { spot, item, place })
}

function draggableParts(
  place: InputPlace,
  { element: draggable, name, text, html }: Draggable,
  index: number,
  positions: readonly Position[],
): (string | AnswerPlace)[] {
  const id = `input_\0_${place.source.id}_${index}`
  const icon = cleanAddress(draggable.attribute('icon') ?? '', 'img')
  const picture = icon ? `<img src="${escapeHtml(icon)}" alt="${text}">` : html
  const called = html.includes('<math') ? ` aria-label="${text}"` : ''
  if (positions.length === 0) {
    return [
      `<div class="drag-and-drop-item"><label for="${id}">${picture}</label> <input type="text" id="${id}" name="${memberName(place, name)}"${called} size="10" placeholder="x, y" autocomplete="off" value="`,
      { member: name },
      '"></div>',
    ]
  }
  const values = positions.map(({ value, text: words }) => ({
    value: JSON.stringify({ [name]: value }),
    words,
  }))
  if (draggable.attribute('can_reuse') === 'true') {
    return [
      `<div class="drag-and-drop-item" role="group"${called || ` aria-labelledby="${id}"`}><span id="${id}">${picture}</span>`,
      ...values.flatMap(({ value, words }, target): (string | AnswerPlace)[] => [
        ` <label><input type="checkbox" name="${memberName(place, `${name} ${target + 1}`)}" value="${escapeHtml(value)}"`,
        { member: name, value, mark: ' checked' },
        `>${words}</label>`,
      ]),
      '</div>',
    ]
  }
  return [
    `<div class="drag-and-drop-item"><label for="${id}">${picture}</label> <select id="${id}" name="${memberName(place, name)}"${called}><option value="">${wordHole(toSay('Not placed'))}</option>`,
    ...values.flatMap(({ value, words }): (string | AnswerPlace)[] => [
      `<option value="${escapeHtml(value)}"`,
      { member: name, value, mark: ' selected' },
      `>${words}</option>`,
    ]),
    '</select></div>',
  ]
}
