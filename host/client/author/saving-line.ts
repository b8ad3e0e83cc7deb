import type { SaveState } from '../../../runtime/view/client-saving.js'

const words: Readonly<Record<SaveState, string>> = {
  saving: 'Saving…',
  saved: 'Saved.',
  cancelled: 'Nothing was changed.',
  failed: 'Nothing was saved.',
}

/**
 * Says beside each editor how its saving stands, as the block's own code notifies it: a line that is read out, made in the
 * section of the editor. An editor that was cancelled is made anew, as the block is saved.
 */
export function followSaving(): void {
  document.addEventListener('block-notice', (event) => {
    if (!(event instanceof CustomEvent) || !(event.target instanceof Element)) return
    const { state, message } = event.detail as { state: SaveState; message?: string }
    const section = event.target.closest('.author-editor, .author-preview')
    if (!section || !Object.hasOwn(words, state)) return
    const line = lineIn(section)
    line.dataset['state'] = state
    line.textContent = [words[state], message].filter(Boolean).join(' ')
    if (state !== 'cancelled') return
    dispatchEvent(new Event('block-cancelled'))
    location.reload()
  })
  for (const section of document.querySelectorAll('.author-editor')) lineIn(section)
}

/** The line of a section; there from the start where something is saved, as one that comes with its words is not read out. */
function lineIn(section: Element): HTMLElement {
  const known = section.querySelector<HTMLElement>(':scope > .author-saving')
  if (known) return known
  const line = document.createElement('p')
  line.className = 'author-saving'
  line.setAttribute('role', 'status')
  line.setAttribute('aria-live', 'polite')
  // Its words are English, whichever way the page around it is written.
  line.lang = 'en'
  line.dir = 'ltr'
  section.append(line)
  return line
}
