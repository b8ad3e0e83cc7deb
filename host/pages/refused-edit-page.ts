import { html, type CompositorError, type SafeHtml } from '../../runtime/index.js'
import type { PageWords } from '../words/index.js'

/** What somebody wrote who may not change the block any more, so that nothing of it is lost. */
export function refusedEditPage(
  words: PageWords,
  form: URLSearchParams,
  { message, code }: CompositorError,
): SafeHtml {
  const written = [...form].filter(
    ([name, text]) => (name === 'olx' || name.startsWith('field.')) && text.trim() !== '',
  )
  return html`<h1>${words.say('Nothing was saved')}</h1>
<p role="alert">${message}</p>
${
  written.length > 0 &&
  html`<h2>${words.say('What you wrote')}</h2>
<p>${words.say('Copy it from here, and send it to somebody who may save it.')}</p>
${written.map(
  ([name, text], at) => html`<div class="editor-field">
<label for="written-${at}">${name.replace(/^field\./, '')}</label>
<textarea id="written-${at}" rows="${Math.min(20, text.split('\n').length + 1)}" readonly>\n${text}</textarea>
</div>`,
)}`
}
<p><small>${words.say('Code: {code}', { code })}</small></p>`
}
