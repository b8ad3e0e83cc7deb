/** Lets authors drag the blocks of a reference into another order; the buttons beside them do the same. */

for (const list of document.querySelectorAll<HTMLOListElement>('ol.reference-pool')) {
  const form = list.closest('form')
  const save = form?.querySelector<HTMLButtonElement>('button[value="order"]')
  if (!form || !save) continue
  let dragged: HTMLElement | undefined
  for (const line of list.querySelectorAll<HTMLElement>('li')) {
    line.draggable = true
    line.addEventListener('dragstart', (event) => {
      dragged = line
      line.classList.add('is-dragged')
      event.dataTransfer?.setData('text/plain', line.dataset['block'] ?? '')
    })
    line.addEventListener('dragend', () => {
      line.classList.remove('is-dragged')
      dragged = undefined
    })
    line.addEventListener('dragover', (event) => {
      if (!dragged || dragged === line) return
      event.preventDefault()
      const { top, height } = line.getBoundingClientRect()
      if (event.clientY < top + height / 2) line.before(dragged)
      else line.after(dragged)
    })
    line.addEventListener('drop', (event) => {
      event.preventDefault()
      form.requestSubmit(save)
    })
  }
  // Dropped between lines, it stays where it was shown.
  list.addEventListener('dragover', (event) => dragged && event.preventDefault())
  list.addEventListener('drop', (event) => {
    if (!dragged || event.defaultPrevented) return
    event.preventDefault()
    form.requestSubmit(save)
  })
}
