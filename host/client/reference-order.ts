/** Lets authors put the blocks of a reference into another order by hand and by keys; the buttons beside them do the same. */
import { makeSortable } from './author/sortable-lists.js'

for (const list of document.querySelectorAll<HTMLOListElement>('form ol.reference-pool')) {
  const form = list.closest('form')
  const save = form?.querySelector<HTMLButtonElement>('button[value="order"]')
  if (!form || !save) continue
  makeSortable(form, {
    lists: 'ol.reference-pool',
    lines: '[data-block]',
    buttonOf: (line, by) => line.querySelector<HTMLButtonElement>(`button[name="${by}"]`),
    onMoved(line, { before }) {
      list.insertBefore(line, before)
      form.requestSubmit(save)
    },
  })
}
