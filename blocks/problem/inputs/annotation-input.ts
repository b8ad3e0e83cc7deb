import { escapeHtml } from '../../../runtime/html/index.js'
import type { XmlElement } from '../../../runtime/olx/index.js'
import { toSay } from '../../../runtime/words/index.js'
import type { AnswerPlace } from '../composite-answer.js'
import type { CompiledControl } from '../compiled-problem.js'
import { markedHole } from '../word-hole.js'
import { compileParts, memberName } from './answer-parts.js'
import type { InputPlace } from './input-place.js'

/** Compiles an `<annotationinput>`: a passage, a comment on it, and a tag out of several. */
export function compileAnnotationInput(place: InputPlace): CompiledControl {
  const { element, id } = place.source
  const content = (name: string) => place.clean(element.element(name)?.children ?? []).trim()
  const prompt = content('comment_prompt') || markedHole(toSay('Type a comment below:'))
  const tagPrompt = content('tag_prompt') || markedHole(toSay('Choose a tag:'))
  const commentId = `input_\0_${id}_comment`
  const options = element.element('options')?.elements('option') ?? []
  return compileParts(place, 'object', [
    section('annotation-title', content('title') || markedHole(toSay('Annotation'))),
    section('annotation-text', content('text')),
    section('annotation-comment', content('comment')),
    `<label class="question-label" for="${commentId}">${prompt}</label>` +
      `<textarea id="${commentId}" name="${memberName(place, 'comment')}" rows="4">\n`,
    { member: 'comment' },
    `</textarea><div class="question-label" id="input_\0_${id}_tags">${tagPrompt}</div>` +
      `<div role="radiogroup" aria-labelledby="input_\0_${id}_tags">`,
    ...options.flatMap((option, index) => optionParts(place, option, index)),
    '</div>',
  ])
}

function section(name: string, html: string): string {
  return html === '' ? '' : `<div class="${name}">${html}</div>`
}

function optionParts(place: InputPlace, option: XmlElement, index: number): (string | AnswerPlace)[] {
  const id = `input_\0_${place.source.id}_option_${index}`
  const text = escapeHtml(option.text().trim())
  return [
    `<div class="choice"><input type="radio" id="${id}" name="${memberName(place, 'options')}" value="${index}"`,
    { member: 'options', value: String(index), mark: ' checked' },
    `><label for="${id}">${text}</label></div>`,
  ]
}
