/** Lets lines of a course's tree be moved by hand and by keys, and its menus close; without it, the buttons behind each line do the same. */
import { sendForm } from './author/send-form.js'
import { makeSortable } from './author/sortable-lists.js'

const form = document.querySelector<HTMLFormElement>('form[data-tree]')
if (form) {
  closeMenus(form)
  // While a line is moved by buttons, these lead on.
  if (!form.querySelector('input[name="move"]')) sortTree(form)
}
for (const input of document.querySelectorAll<HTMLInputElement>('input[data-select]')) input.select()

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

function sortTree(tree: HTMLFormElement): void {
  makeSortable(tree, {
    lists: '[data-parent]',
    lines: '[data-key]',
    // Sections stand among sections, units among units.
    takes: (list, line) => list.dataset['type'] === line.parentElement?.dataset['type'],
    headOf: (line) => line.querySelector(':scope > .tree-row'),
    buttonOf: (line, by) =>
      [...line.querySelectorAll<HTMLButtonElement>(`button[name="${by}"]`)].find(
        ({ value }) => value === line.dataset['key'],
      ),
    onMoved(line, { list, index }) {
      // Of a long list one page is here.
      const from = Number(list.dataset['from'] ?? 0)
      sendForm(tree, {
        move: line.dataset['key'] ?? '',
        put: `${from + index} ${list.dataset['parent'] ?? ''}`,
      })
    },
  })
}
