/** After so many milliseconds a learner is told that the answer is on its way. */
const soon = 400

/**
 * Marks a button as one that works. What takes longer than a moment says so in the button itself.
 * @param told is called when it does
 * @returns what ends it
 */
export function busy(button: HTMLButtonElement, words: string, told: () => void): () => void {
  const label = button.textContent
  button.setAttribute('aria-disabled', 'true')
  const timer = setTimeout(() => {
    button.classList.add('is-working')
    button.textContent = words
    told()
  }, soon)
  return () => {
    clearTimeout(timer)
    button.removeAttribute('aria-disabled')
    button.classList.remove('is-working')
    button.textContent = label
  }
}
