import { html, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'

/** A text that was posted and cannot be read. */
export interface RefusedText {
  readonly text: string
  readonly why: string
}

/** What the form for a block's own text shows. */
export interface TextFormParts {
  readonly words: PageWords
  /** Usage key of the block, as text. */
  readonly usage: string
  readonly kept: { readonly text: string; readonly why: string; readonly type: string }
  /** What the form was made of. */
  readonly base: string
  /** Where it is posted. */
  readonly action: string
  readonly refused?: RefusedText | undefined
}

/** What it is written in. */
const format = 'XML'

/** A form for the text of a block that could not be read, and is read anew when it is saved. */
export function textForm({ words, usage, kept, base, action, refused }: TextFormParts): SafeHtml {
  const id = `text-${usage.replace(/[^\w-]/g, '_')}`
  const text = refused?.text ?? kept.text
  const rows = Math.min(24, Math.max(4, text.split('\n').length, Math.ceil(text.length / 80)))
  return html`<form class="editor-form" method="post" action="${action}">
${refused && html`<p class="editor-refused" role="alert">${words.say('The text cannot be read. Nothing was saved.')}</p>`}
<p class="editor-remark">${kept.why.replace(/^<xml> /, 'The text ')}</p>
<div class="editor-field">
<label for="${id}">${words.say('Text of this {type}, as OLX', { type: kept.type })}</label>
<span class="editor-type">${format}</span>
<textarea id="${id}" name="olx" rows="${rows}" spellcheck="false" aria-describedby="${id}-${refused ? 'error' : 'help'}"${refused && html` aria-invalid="true"`}>\n${text}</textarea>
<p class="editor-help" id="${id}-help">${words.say('It is read anew when you save it.')}</p>
${refused && html`<p class="editor-error" id="${id}-error">${words.maybeTold(refused.why)}</p>`}
</div>
<input type="hidden" name="base" value="${base}">
<p><button type="submit">${words.say('Save')}</button></p>
</form>`
}
