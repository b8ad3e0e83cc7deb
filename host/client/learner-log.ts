/** The left and right arrow keys go through the steps, unless they move something else. */
addEventListener('keydown', (event) => {
  const { key, target, altKey, ctrlKey, metaKey, shiftKey } = event
  const rel = { ArrowLeft: 'prev', ArrowRight: 'next' }[key]
  if (rel === undefined || altKey || ctrlKey || metaKey || shiftKey) return
  if (target instanceof Element && target.closest('input, select, textarea, [tabindex="0"]')) return
  const link = document.querySelector<HTMLAnchorElement>(`a[rel=${rel}]`)
  if (!link) return
  event.preventDefault()
  link.click()
})
