/** Asks before a page is left on which something was changed and not saved; says how the saving of an editor stands. */
import { followPresence } from './author/presence.js'
import { showPreviewsAnew } from './author/previews.js'
import { followSaving } from './author/saving-line.js'

const unsaved = new Set<Element>()

for (const form of document.querySelectorAll<HTMLFormElement>('form.editor-form')) {
  const shown = textOf(form)
  // What was refused stands in the form, and nowhere else.
  const isRefused = form.querySelector('.editor-refused') !== null
  let isSent = false
  form.addEventListener('submit', () => (isSent = true))
  addEventListener('pageshow', () => (isSent = false))
  addEventListener('beforeunload', (event) => {
    const isChanged = form.dataset['changed'] === 'true' || textOf(form) !== shown
    if (!isSent && (isRefused || isChanged)) event.preventDefault()
  })
}

followSaving()
followPresence()

for (const editor of document.querySelectorAll('.author-editor')) {
  editor.addEventListener('input', () => unsaved.add(editor))
  editor.addEventListener('fields-saved', () => unsaved.delete(editor))
  editor.addEventListener('block-notice', (event) => {
    if (!(event instanceof CustomEvent) || (event.detail as { state: string }).state !== 'saved') return
    unsaved.delete(editor)
    void showPreviewsAnew()
  })
}
// Whoever cancels wants what is typed to go.
addEventListener('block-cancelled', () => unsaved.clear())
addEventListener('beforeunload', (event) => {
  if (unsaved.size > 0) event.preventDefault()
})

function textOf(form: HTMLFormElement): string {
  // What a problem's editor has of its own, it notes itself.
  const own = /^(?:problem\.|slot\.|input_try_)/
  return JSON.stringify([...new FormData(form)].filter(([name]) => !own.test(name)))
}
