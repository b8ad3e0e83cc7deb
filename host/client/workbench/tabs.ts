/** Brings a row of tabs to life: arrow keys, Home and End move, as people who use screen readers expect. */
export function tabs(list: Element | null, onShow: (panel: string) => void): void {
  const all = [...(list?.querySelectorAll<HTMLElement>('[role=tab]') ?? [])]
  const select = (tab: HTMLElement) => {
    for (const one of all) {
      const isChosen = one === tab
      one.setAttribute('aria-selected', String(isChosen))
      one.tabIndex = isChosen ? 0 : -1
      const panel = document.getElementById(one.getAttribute('aria-controls') ?? '')
      if (panel) panel.hidden = !isChosen
    }
    onShow(tab.getAttribute('aria-controls') ?? '')
  }
  for (const [index, tab] of all.entries()) {
    tab.addEventListener('click', () => select(tab))
    tab.addEventListener('keydown', (event) => {
      const to = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: all.length - 1 }[event.key]
      const next = to === undefined ? undefined : all[(to + all.length) % all.length]
      if (!next) return
      event.preventDefault()
      next.focus()
      select(next)
    })
  }
}
