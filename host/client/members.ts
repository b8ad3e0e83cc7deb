/** Lets members of a container be dragged to another place; without it, and beside it, buttons move them. */
for (const list of document.querySelectorAll<HTMLOListElement>('ol[data-movable]')) {
  const form = list.closest('form')
  if (!form) continue
  const begin = list.start - 1
  let dragged: HTMLElement | undefined
  const rows = () => [...list.querySelectorAll<HTMLElement>(':scope > li')]
  for (const row of rows()) {
    row.draggable = true
    row.addEventListener('dragstart', (event) => {
      dragged = row
      event.dataTransfer?.setData('text/plain', row.dataset['usage'] ?? '')
      row.classList.add('is-dragged')
    })
    row.addEventListener('dragend', () => row.classList.remove('is-dragged'))
    row.addEventListener('dragover', (event) => {
      if (!dragged || dragged === row) return
      event.preventDefault()
      const { top, height } = row.getBoundingClientRect()
      list.insertBefore(dragged, event.clientY < top + height / 2 ? row : row.nextSibling)
    })
  }
  list.addEventListener('dragover', (event) => event.preventDefault())
  list.addEventListener('drop', (event) => {
    event.preventDefault()
    if (!dragged) return
    send(form, { move: dragged.dataset['usage'] ?? '', index: String(begin + rows().indexOf(dragged)) })
  })
}

/** Sends a form with further values. */
function send(form: HTMLFormElement, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) {
    const input = document.createElement('input')
    input.type = 'hidden'
    input.name = name
    input.value = value
    form.append(input)
  }
  form.submit()
}
