/** Lets lines of a course's tree be dragged and moved by keys, and its menus close; without it, the buttons behind each line do the same. */
const form = document.querySelector<HTMLFormElement>('form[data-tree]')
if (form) {
  closeMenus(form)
  moveByKeys(form)
  dragLines(form)
}
for (const input of document.querySelectorAll<HTMLInputElement>('input[data-select]')) input.select()

/** Where a dragged line would go. */
interface Place {
  readonly list: HTMLElement
  /** The line it would stand before; none for the end. */
  readonly before: HTMLElement | undefined
}

function closeMenus(tree: HTMLFormElement): void {
  const open = () => tree.querySelectorAll<HTMLDetailsElement>('details.tree-menu[open]')
  document.addEventListener('click', (event) => {
    for (const menu of open())
      if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false
  })
  tree.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    for (const menu of open()) {
      menu.open = false
      menu.querySelector('summary')?.focus()
    }
  })
}

function moveByKeys(tree: HTMLFormElement): void {
  tree.addEventListener('keydown', (event) => {
    if (
      !event.altKey ||
      event.ctrlKey ||
      event.metaKey ||
      event.shiftKey ||
      !(event.target instanceof Element)
    )
      return
    const by = { ArrowUp: 'up', ArrowDown: 'down' }[event.key]
    const key = event.target.closest<HTMLElement>('[data-key]')?.dataset['key']
    if (by === undefined || key === undefined) return
    event.preventDefault()
    const button = [...tree.querySelectorAll<HTMLButtonElement>(`button[name="${by}"]`)].find(
      ({ value }) => value === key,
    )
    if (button && !button.disabled) send(tree, { [by]: key })
  })
}

function dragLines(tree: HTMLFormElement): void {
  let dragged: HTMLElement | undefined
  let place: Place | undefined
  tree.classList.add('can-drag')
  for (const grip of tree.querySelectorAll<HTMLElement>('.grip')) grip.draggable = true
  const clear = () => {
    for (const one of tree.querySelectorAll('.is-before, .is-behind, .is-into'))
      one.classList.remove('is-before', 'is-behind', 'is-into')
  }
  tree.addEventListener('dragstart', (event) => {
    dragged =
      event.target instanceof Element
        ? (event.target.closest<HTMLElement>('[data-key]') ?? undefined)
        : undefined
    if (!dragged) return
    event.dataTransfer?.setData('text/plain', dragged.dataset['key'] ?? '')
    event.dataTransfer?.setDragImage(dragged, 10, 10)
    dragged.classList.add('is-dragged')
  })
  tree.addEventListener('dragend', () => {
    dragged?.classList.remove('is-dragged')
    dragged = undefined
    clear()
  })
  tree.addEventListener('dragover', (event) => {
    if (!dragged || !(event.target instanceof Element)) return
    clear()
    place = placeAt(dragged, event.target, event.clientY)
    if (!place) return
    event.preventDefault()
    mark(place)
  })
  tree.addEventListener('drop', (event) => {
    if (!dragged || !place) return
    event.preventDefault()
    const { list, before } = place
    const others = linesIn(list).filter((one) => one !== dragged)
    // Of a long list one page is here.
    const from = Number(list.dataset['from'] ?? 0)
    const index = from + (before ? others.indexOf(before) : others.length)
    send(tree, { move: dragged.dataset['key'] ?? '', put: `${index} ${list.dataset['parent'] ?? ''}` })
  })
}

/** Where a line may go at a point: among lines of its own kind, or into an open list that takes them. */
function placeAt(dragged: HTMLElement, target: Element, y: number): Place | undefined {
  const kind = dragged.closest<HTMLElement>('[data-parent]')?.dataset['type']
  for (
    let list = target.closest<HTMLElement>('[data-parent]');
    list;
    list = list.parentElement?.closest<HTMLElement>('[data-parent]') ?? null
  ) {
    if (list.dataset['type'] !== kind || dragged.contains(list)) continue
    const lines = linesIn(list)
    const before = lines.find((one) => {
      const { top, height } = (one.querySelector('.tree-row') ?? one).getBoundingClientRect()
      return y < top + height / 2
    })
    return { list, before: before === dragged ? lines[lines.indexOf(dragged) + 1] : before }
  }
  // Over what could hold it.
  const line = target.closest<HTMLElement>('[data-key]')
  const inside = line?.querySelector<HTMLElement>(':scope > [data-parent]')
  return inside?.dataset['type'] === kind && inside && !dragged.contains(inside)
    ? { list: inside, before: undefined }
    : undefined
}

function linesIn(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>(':scope > [data-key]')]
}

function mark({ list, before }: Place): void {
  const last = linesIn(list).at(-1)
  if (before) before.classList.add('is-before')
  else if (last) last.classList.add('is-behind')
  else list.classList.add('is-into')
}

/** Sends the form with further values. */
function send(tree: HTMLFormElement, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) {
    const input = document.createElement('input')
    input.type = 'hidden'
    input.name = name
    input.value = value
    tree.append(input)
  }
  tree.submit()
}
