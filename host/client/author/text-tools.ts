/** Does to the chosen words what a tool does: in HTML it puts an element around them, in words as they look the browser does. */
export function useTool(tool: string, element: string, at: HTMLElement, ask: string): void {
  const address = tool === 'link' ? prompt(ask, 'https://') : undefined
  if (address === null) return
  if (at instanceof HTMLTextAreaElement) return around(at, element, address)
  if (tool === 'link') document.execCommand('createLink', false, address)
  else if (tool === 'heading') document.execCommand('formatBlock', false, element)
  else if (tool === 'list') document.execCommand('insertUnorderedList')
  else document.execCommand(tool)
  at.dispatchEvent(new Event('input', { bubbles: true }))
}

function around(text: HTMLTextAreaElement, element: string, address: string | undefined): void {
  const { selectionStart: start, selectionEnd: end, value } = text
  const chosen = value.slice(start, end)
  const quoted = address?.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  const inside = element === 'ul' ? `\n<li>${chosen.replaceAll('\n', '</li>\n<li>')}</li>\n` : chosen
  text.setRangeText(
    `<${element}${quoted === undefined ? '' : ` href="${quoted}"`}>${inside}</${element}>`,
    start,
    end,
    'end',
  )
  text.focus()
  text.dispatchEvent(new Event('input', { bubbles: true }))
}
