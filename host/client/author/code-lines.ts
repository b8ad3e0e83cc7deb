/** Keeps the numbers beside a text of XML in step with its lines. */
export function addLineNumbers(within: HTMLElement): void {
  const text = within.querySelector<HTMLTextAreaElement>('.code-lines textarea')
  const list = within.querySelector<HTMLOListElement>('.code-lines ol')
  if (!text || !list) return
  text.addEventListener('input', () => {
    const lines = text.value.split('\n').length
    text.rows = lines + 1
    while (list.childElementCount > lines) list.lastElementChild?.remove()
    while (list.childElementCount < lines) list.append(document.createElement('li'))
  })
}

/** Puts the cursor on a line of the text, from 1. @returns whether the text is there */
export function showLine(within: HTMLElement, line: number, column: number): boolean {
  const text = within.querySelector<HTMLTextAreaElement>('.code-lines textarea')
  if (!text) return false
  const lines = text.value.split('\n')
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0)
  const end = start + (lines[line - 1]?.length ?? 0)
  text.focus()
  text.setSelectionRange(Math.min(end, start + column - 1), end)
  const number = within.querySelectorAll('.code-lines li').item(line - 1)
  number.scrollIntoView({ block: 'center' })
  return true
}
