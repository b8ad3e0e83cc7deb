/** Buttons that take each other's place. */
const counterparts: Readonly<Record<string, string>> = {
  problem_show: 'problem_get',
  problem_get: 'problem_show',
}

/**
 * Notes where the focus is inside an element whose content is about to be replaced.
 * @returns puts it back on the same control of the new content; false where that is gone
 */
export function keptFocus(inside: HTMLElement): () => boolean {
  const active = (inside.getRootNode() as Document | ShadowRoot).activeElement
  if (!(active instanceof HTMLElement) || !inside.contains(active)) return () => true
  const { id } = active
  const { action } = active.dataset
  const selection = isTextInput(active) ? ([active.selectionStart, active.selectionEnd] as const) : undefined
  return () => {
    const again = id === '' ? undefined : inside.querySelector<HTMLElement>(`#${CSS.escape(id)}`)
    const target = again ?? buttonOf(inside, action) ?? buttonOf(inside, counterparts[action ?? ''])
    if (!target) return false
    target.focus({ preventScroll: true })
    if (selection && isTextInput(target)) target.setSelectionRange(...selection)
    return true
  }
}

/** The button of an action. */
export function buttonOf(inside: HTMLElement, action: string | undefined): HTMLButtonElement | null {
  return action === undefined ? null : inside.querySelector(`button[data-action="${CSS.escape(action)}"]`)
}

function isTextInput(element: Element): element is HTMLInputElement {
  return element instanceof HTMLInputElement && element.type === 'text'
}
