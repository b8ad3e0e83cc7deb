/** Lets authors drag the blocks of a reference into another order; the buttons beside them do the same. */

for (const list of document.querySelectorAll<HTMLOListElement>('ol.reference-pool')) {
  const form = list.closest('form')
  const save = form?.querySelector<HTMLButtonElement>('button[value="order"]')
  if (!form || !save) continue
  let dragged: HTMLElement | undefined
  const lineAt = (event: DragEvent) =>
    event.target instanceof Element ? event.target.closest<HTMLElement>('ol.reference-pool > li') : null
  for (const line of list.querySelectorAll<HTMLElement>('li')) line.draggable = true
  list.addEventListener('dragstart', (event) => {
    dragged = lineAt(event) ?? undefined
    dragged?.classList.add('is-dragged')
    event.dataTransfer?.setData('text/plain', dragged?.dataset['block'] ?? '')
  })
  list.addEventListener('dragend', () => {
    dragged?.classList.remove('is-dragged')
    dragged = undefined
  })
  list.addEventListener('dragover', (event) => {
    if (!dragged) return
    event.preventDefault()
    const line = lineAt(event)
    if (!line || line === dragged) return
    const { top, height } = line.getBoundingClientRect()
    if (event.clientY < top + height / 2) line.before(dragged)
    else line.after(dragged)
  })
  list.addEventListener('drop', (event) => {
    if (!dragged) return
    event.preventDefault()
    form.requestSubmit(save)
  })
}
