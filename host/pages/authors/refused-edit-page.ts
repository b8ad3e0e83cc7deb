import { html, type CompositorError, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import { fieldLabel } from './field-words.js'

/** What somebody wrote and could not be saved. */
export interface RefusedEdit {
  /** By field, to be read and copied. */
  readonly written: URLSearchParams
  readonly error: CompositorError
  /** The form as it was sent and where to, where it may be sent once more: by somebody who signed in, or once the store is there again. */
  readonly again: { readonly action: string; readonly sent: URLSearchParams } | undefined
}

/** What somebody wrote who may not change the block any more, or not now, so that nothing of it is lost. */
export function refusedEditPage(
  words: PageWords,
  { written: form, error: { message, code, status }, again }: RefusedEdit,
): SafeHtml {
  const written = [...form].filter(
    ([name, text]) => (name === 'olx' || name.startsWith('field.')) && text.trim() !== '',
  )
  return html`<h1>${words.say('Nothing was saved')}</h1>
<p role="alert">${status === 401 ? words.say('You are not signed in any more. What you wrote stands below.') : words.told(message)}</p>
${
  again &&
  html`<form method="post" action="${again.action}">${[...again.sent].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<p>${status === 401 ? words.say('Sign in again in another tab, then save it from here.') : words.say('Wait a moment, then save it from here.')}</p>
<p class="author-actions"><button type="submit">${words.say('Save once more')}</button></p></form>`
}
${
  written.length > 0 &&
  html`<h2>${words.say('What you wrote')}</h2>
${!again && html`<p>${words.say('Copy it from here, and send it to somebody who may save it.')}</p>`}
${written.map(([name, text], at) => writtenField(words, name.replace(/^field\./, ''), text, `written-${at}`))}`
}
<p><small>${words.say('Code: {code}', { code })}</small></p>`
}

/** A value to be read and copied, in as much room as it takes. */
function writtenField(words: PageWords, name: string, text: string, id: string): SafeHtml {
  const isLong = text.length > 60 || text.includes('\n')
  const rows = Math.min(20, text.split('\n').length + 1)
  return html`<div class="editor-field"><label for="${id}">${name === 'olx' ? 'OLX' : fieldLabel(words, name)}</label>
${isLong ? html`<textarea id="${id}" rows="${rows}" readonly>\n${text}</textarea>` : html`<input id="${id}" value="${text}" readonly>`}</div>`
}
