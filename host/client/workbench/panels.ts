import type { Place } from './place.js'

/** The elements that the panels fill. */
export interface PanelElements {
  readonly fields: HTMLElement
  readonly history: HTMLElement
  readonly docs: HTMLElement
  readonly overlay: HTMLElement
  readonly findings: HTMLElement
  readonly scenarios: HTMLSelectElement
}

interface Drawn {
  readonly fields: string
  readonly history: string
  readonly docs: string
  readonly overlay: string
  readonly scenarios: string
  readonly findings: string
}

/** The panels about fields and steps: drawn by the server, kept up to date, and the forms in them sent. */
export class Panels {
  onChanged: (what: string) => void = () => undefined
  onStep: (at: string) => void = () => undefined
  private drawn: Partial<Drawn> = {}
  private latest = 0

  constructor(
    private readonly place: Place,
    private readonly elements: PanelElements,
  ) {
    elements.fields.addEventListener('submit', (event) => void this.send(event))
    elements.history.addEventListener('click', ({ target }) => {
      const button = target instanceof Element ? target.closest<HTMLElement>('[data-at]') : null
      if (button) this.onStep(button.dataset['at'] ?? 'now')
    })
    const close = () => elements.overlay.replaceChildren()
    elements.overlay.addEventListener('click', ({ target }) => {
      if (target instanceof Element && target.closest('[data-close]')) close()
    })
    addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') close()
    })
  }

  /** @param findings news of what is wrong, to show at once */
  async refresh(findings?: readonly string[]): Promise<void> {
    const mine = ++this.latest
    const response = await fetch(`${this.place.address}/panels`, { headers: { accept: 'application/json' } })
    if (!response.ok || mine !== this.latest) return
    const drawn = (await response.json()) as Drawn
    if (mine !== this.latest) return
    const { fields, history, docs, scenarios } = this.elements
    if (drawn.fields !== this.drawn.fields) this.redraw(fields, drawn.fields)
    if (drawn.history !== this.drawn.history) this.redraw(history, drawn.history)
    if (drawn.docs !== this.drawn.docs) this.redraw(docs, drawn.docs)
    if (drawn.overlay !== this.drawn.overlay) this.elements.overlay.innerHTML = drawn.overlay
    if (drawn.scenarios !== this.drawn.scenarios && this.drawn.scenarios !== undefined) {
      const chosen = scenarios.value
      scenarios.innerHTML = drawn.scenarios
      scenarios.value = chosen
    }
    this.drawn = drawn
    if (findings && findings.length > 0) this.tell(findings)
    else this.elements.findings.innerHTML = drawn.findings
  }

  private tell(findings: readonly string[]): void {
    const list = document.createElement('ul')
    list.className = 'wb-findings'
    list.append(
      ...findings.map((one) => {
        const line = document.createElement('li')
        line.textContent = one
        return line
      }),
    )
    this.elements.findings.replaceChildren(list)
  }

  /** Draws a panel anew and leaves focus, place and half-written values as they were. */
  private redraw(panel: HTMLElement, html: string): void {
    const focused = panel.contains(document.activeElement) ? document.activeElement : null
    const mark = focused && selectorOf(focused)
    const written = [...panel.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')]
      .filter((one) => one.value !== one.defaultValue)
      .map((one) => [one.id, one.value] as const)
    const { scrollTop } = panel
    const open = [...panel.querySelectorAll<HTMLDetailsElement>('details[open]')].map(({ id }) => id)
    panel.innerHTML = html
    for (const one of panel.querySelectorAll('details')) one.open = open.includes(one.id)
    for (const [id, value] of written) {
      const control = document.getElementById(id)
      if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) control.value = value
    }
    panel.scrollTop = scrollTop
    if (mark) panel.querySelector<HTMLElement>(mark)?.focus()
  }

  private async send(event: SubmitEvent): Promise<void> {
    const form = event.target
    if (!(form instanceof HTMLFormElement)) return
    event.preventDefault()
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(form, event.submitter)) {
      if (typeof value === 'string') body.append(name, value)
    }
    const response = await fetch(form.action, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body,
    })
    const answer = (await response.json()) as { errors?: Record<string, string>; error?: { message: string } }
    const [refusal] = Object.values(answer.errors ?? {})
    const words = refusal ?? answer.error?.message
    const control = form.querySelector<HTMLInputElement>('input, textarea, select')
    const error = form.querySelector<HTMLElement>('.wb-error')
    if (control) control.setAttribute('aria-invalid', String(words !== undefined))
    if (error) {
      error.hidden = words === undefined
      error.textContent = words ?? ''
    }
    if (words !== undefined) return control?.focus()
    // What was written is what is drawn now, so that it is not kept as half-written.
    for (const one of form.querySelectorAll<HTMLInputElement>('input, textarea')) one.defaultValue = one.value
    this.place.at = 'now'
    await this.refresh()
    this.onChanged(`${control?.name.replace(/^field\./, '') ?? 'The field'} was changed.`)
  }
}

function selectorOf(element: Element): string | undefined {
  if (element.id !== '') return `#${CSS.escape(element.id)}`
  const at = element.getAttribute('data-at')
  if (at !== null) return `[data-at="${CSS.escape(at)}"]`
  const form = element.closest('form')?.querySelector('[id]')
  return form ? `#${CSS.escape(form.id)}` : undefined
}
