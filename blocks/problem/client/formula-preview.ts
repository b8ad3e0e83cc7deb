import type { Say } from '../../../runtime/words/client-texts.js'
import type { ProblemMessage } from '../client-messages.js'

/** Time from the last key to the question how a formula is read. */
const pause = 350

/** How a formula is read: as MathML, or why it is none. */
interface Preview {
  readonly preview: string
  readonly message: string
}

/** What asks how a formula is read. */
export type Ask = (value: string) => Promise<Preview>

/** Shows below each input for formulas how what stands in it will be read. */
export function previewFormulas(problem: HTMLElement, say: Say<ProblemMessage>, ask: Ask): void {
  for (const input of problem.querySelectorAll<HTMLInputElement>('input[data-formula]')) {
    previewFormula(input, say, ask)
  }
}

function previewFormula(input: HTMLInputElement, say: Say<ProblemMessage>, ask: Ask): void {
  const place = document.createElement('output')
  place.className = 'formula-preview'
  place.htmlFor.add(input.id)
  place.setAttribute('aria-live', 'off')
  const verdict = input.closest('.problem-input')?.querySelector(':scope > .status')
  ;(verdict ?? input).after(place)
  let timer: ReturnType<typeof setTimeout> | undefined
  const draw = async () => {
    const asked = input.value
    const shown = await ask(asked).catch(() => undefined)
    // What was asked before is no answer to what stands there now; without one the last stays.
    if (!shown || asked !== input.value) return
    place.dataset['kind'] = shown.preview === '' ? 'unread' : 'read'
    place.title = shown.preview === '' ? '' : say('Read as')
    if (shown.preview === '') place.textContent = shown.message
    else place.innerHTML = shown.preview
  }
  const later = () => {
    clearTimeout(timer)
    if (input.value.trim() === '') place.replaceChildren()
    else timer = setTimeout(() => void draw(), pause)
  }
  input.addEventListener('input', later)
  if (/[^\d.,\s-]/.test(input.value)) later()
}
