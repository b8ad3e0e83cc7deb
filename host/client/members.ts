/** Lets members of a container be moved by hand and by keys; without it, and beside it, buttons move them. */
import { sendForm } from './author/send-form.js'
import { makeSortable } from './author/sortable-lists.js'

for (const list of document.querySelectorAll<HTMLOListElement>('form ol[data-movable]')) {
  const form = list.closest('form')
  if (!form) continue
  makeSortable(form, {
    lists: 'ol[data-movable]',
    lines: '[data-usage]',
    buttonOf: (line, by) => line.querySelector<HTMLButtonElement>(`button[name="${by}"]`),
    // Of a long list one page is here.
    onMoved: (line, { index }) =>
      sendForm(form, { move: line.dataset['usage'] ?? '', index: String(list.start - 1 + index) }),
  })
}
