import { html, type SafeHtml } from '../../../runtime/index.js'
import { toSay, type PageWords } from '../../words/index.js'

/** A text of HTML while it is written. */
export interface TextEditorParts {
  readonly words: PageWords
  /** OLX name of its field. */
  readonly name: string
  readonly text: string
  /** What learners see of it. */
  readonly shown: SafeHtml
  readonly errors: readonly string[]
  /** Where its pieces are asked for. */
  readonly pieces: string
}

/** What is done to chosen words: by its sign, its name, and the element that is put around them in HTML. */
const tools = [
  ['bold', 'B', toSay('Bold'), 'b'],
  ['italic', 'I', toSay('Italic'), 'i'],
  ['heading', 'H', toSay('Heading'), 'h2'],
  ['list', '•', toSay('List'), 'ul'],
  ['link', '↗', toSay('Link'), 'a'],
] as const

/** A text as HTML beside what learners see of it; scripts let words be written as they look. */
export function textEditor({ words, name, text, shown, errors, pieces }: TextEditorParts): SafeHtml {
  const rows = Math.min(30, Math.max(10, text.split('\n').length + 2))
  return html`<div class="text-editor" data-pieces="${pieces}" data-island="${words.say('This stays as it is; it can be changed as HTML.')}" data-ask="${words.say('Address of the link')}">
<div class="editor-tabs" role="group" aria-label="${words.say('How the text is written')}" hidden><button type="button" data-mode="words">${words.say('Text')}</button><button type="button" data-mode="source" aria-current="true">${sourceName}</button></div>
<div class="text-tools" role="toolbar" aria-label="${words.say('Tools')}" hidden>${tools.map(([what, sign, title, element]) => html`<button type="button" class="quiet small" data-tool="${what}" data-element="${element}" title="${words.say(title)}" aria-label="${words.say(title)}">${sign}</button>`)}</div>
${errors.length > 0 && html`<div class="editor-error" role="alert">${errors.map((one) => html`<p>${one}</p>`)}</div>`}
<div class="text-sides"><div class="text-source"><label for="text-source">${sourceName}</label>
<textarea id="text-source" name="field.${name}" class="is-code" dir="auto" rows="${rows}">\n${text}</textarea></div>
<div class="text-words" hidden aria-label="${words.say('Text')}"></div>
<section class="text-preview" aria-labelledby="text-preview"><h2 id="text-preview">${words.say('What learners see')}</h2><div class="course-html" data-part="preview">${shown}</div></section></div>
</div>`
}

const sourceName = 'HTML'
