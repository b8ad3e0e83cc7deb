/** Lets what stands in lists be dragged to another place by its head; buttons beside it do the same. */
export function dragParts(within: HTMLElement, move: (id: string, to: number) => void): void {
  for (const list of within.querySelectorAll<HTMLElement>('[data-movable]')) {
    const rows = () => [...list.children].filter((one): one is HTMLElement => one instanceof HTMLElement)
    if (rows().length < 2) continue
    let dragged: HTMLElement | undefined
    for (const row of rows()) {
      const grip = document.createElement('span')
      grip.className = 'grip'
      grip.draggable = true
      grip.ariaHidden = 'true'
      grip.textContent = '⠿'
      const head = row.querySelector(':scope > div > .part-head') ?? row.firstElementChild
      head?.prepend(grip)
      grip.addEventListener('dragstart', (event) => {
        dragged = row
        event.stopPropagation()
        event.dataTransfer?.setData('text/plain', row.dataset['movableId'] ?? '')
        event.dataTransfer?.setDragImage(row, 10, 10)
        row.classList.add('is-dragged')
      })
      grip.addEventListener('dragend', () => {
        row.classList.remove('is-dragged')
        dragged = undefined
      })
      row.addEventListener('dragover', (event) => {
        if (!dragged || dragged.parentElement !== list) return
        event.preventDefault()
        if (dragged === row) return
        const { top, height } = row.getBoundingClientRect()
        list.insertBefore(dragged, event.clientY < top + height / 2 ? row : row.nextSibling)
      })
    }
    list.addEventListener('drop', (event) => {
      if (!dragged) return
      event.preventDefault()
      event.stopPropagation()
      const id = dragged.dataset['movableId'] ?? ''
      move(id, rows().indexOf(dragged))
    })
  }
}
