import { escapeHtml, spokenText } from '../../../runtime/html/index.js'
import type { XmlElement, XmlNode } from '../../../runtime/olx/index.js'
import { toSay } from '../../../runtime/words/index.js'
import type { AnswerPlace } from '../composite-answer.js'
import type { CompiledControl } from '../compiled-problem.js'
import { isNumberField } from '../responses/choice-text-response.js'
import { wordHole } from '../word-hole.js'
import { compileParts, memberName } from './answer-parts.js'
import type { InputPlace } from './input-place.js'

/** Compiles a `<radiotextgroup>` or `<checkboxtextgroup>`: choices with numbers to fill in between their words. */
export function compileChoiceTextGroup(place: InputPlace): CompiledControl {
  const { element } = place.source
  const parts = element.elements('choice').flatMap((choice, index) => choiceParts(place, choice, index))
  return compileParts(place, 'object', parts)
}

function choiceParts(place: InputPlace, choice: XmlElement, index: number): (string | AnswerPlace)[] {
  const isRadio = place.source.element.name === 'radiotextgroup'
  const member = `choiceinput_${index}bc`
  const id = `input_\0_${place.source.id}_${member}`
  // Radio buttons share a name; which one it is says the value.
  const control = isRadio
    ? `<input type="radio" id="${id}" name="${memberName(place, '')}" value="${member}"`
    : `<input type="checkbox" id="${id}" name="${memberName(place, member)}" value="true"`
  const content: (string | AnswerPlace)[] = []
  let words: XmlNode[] = []
  let fields = 0
  const flush = () => {
    const html = place.clean(words)
    words = []
    if (html.trim() !== '') content.push(`<span>${html}</span>`)
  }
  const visit = (node: XmlNode) => {
    if (typeof node === 'string' || ![...node.descendants(), node].some(isNumberField)) words.push(node)
    else if (isNumberField(node)) {
      flush()
      const name = `choiceinput_${index}_numtolerance_input_${fields++}`
      const label = wordHole(toSay('Number {number} of choice {choice}'), {
        number: fields,
        choice: index + 1,
      })
      content.push(
        `<input type="text" id="input_\0_${place.source.id}_${name}" name="${memberName(place, name)}" size="8" autocomplete="off" aria-label="${label}" value="`,
        { member: name },
        '">',
      )
    } else node.children.forEach(visit)
  }
  choice.children.forEach(visit)
  flush()
  const mark: AnswerPlace = { member, value: 'true', mark: ' checked' }
  const read = spokenText(content.map((part) => (typeof part === 'string' ? part : ' ')).join(' '))
  return [
    `<div class="choice choice-text">${control}`,
    mark,
    ` aria-label="${escapeHtml(read) || wordHole(toSay('Choice {number}'), { number: index + 1 })}"><div id="${id}_text">`,
    ...content,
    '</div></div>',
  ]
}
