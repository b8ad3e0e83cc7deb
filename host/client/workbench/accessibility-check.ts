import type { Frame } from './frame.js'

interface AxeNode {
  readonly target: readonly unknown[]
  readonly html: string
  readonly failureSummary?: string
}

interface AxeViolation {
  readonly id: string
  readonly impact?: string | null
  readonly help: string
  readonly helpUrl: string
  readonly nodes: readonly AxeNode[]
}

interface AxeWindow extends Window {
  readonly axe?: { run(): Promise<{ violations: readonly AxeViolation[] }> }
}

/** The accessibility panel: runs axe-core in the page of the block, as wide as it is, and lists what it finds. */
export class AccessibilityCheck {
  private open = false

  constructor(
    private readonly panel: HTMLElement,
    private readonly frame: Frame,
    private readonly tab: HTMLElement,
  ) {
    frame.element.addEventListener('load', () => {
      tab.textContent = 'Accessibility'
      if (this.open) void this.check()
    })
  }

  /** While the panel is open, every page is checked when it has loaded. */
  set isOpen(isOpen: boolean) {
    this.open = isOpen
    if (isOpen) void this.check()
  }

  private async check(): Promise<void> {
    this.panel.setAttribute('aria-busy', 'true')
    try {
      const axe = await this.axeOfFrame()
      const { violations } = await axe.run()
      this.list(violations)
    } catch (error) {
      this.draw(paragraph(`The check could not run: ${String(error)}`))
    } finally {
      this.panel.setAttribute('aria-busy', 'false')
    }
  }

  private async axeOfFrame(): Promise<NonNullable<AxeWindow['axe']>> {
    const { contentWindow, contentDocument } = this.frame.element
    const window: AxeWindow | null = contentWindow
    if (!window || !contentDocument) throw new Error('there is no page.')
    if (!window.axe) {
      await new Promise((resolve, reject) => {
        const script = contentDocument.createElement('script')
        script.src = '/axe.js'
        script.addEventListener('load', resolve)
        script.addEventListener('error', () => reject(new Error('axe-core did not load.')))
        contentDocument.head.append(script)
      })
    }
    if (!window.axe) throw new Error('axe-core did not start.')
    return window.axe
  }

  private list(violations: readonly AxeViolation[]): void {
    this.tab.textContent = `Accessibility (${violations.length})`
    const again = document.createElement('button')
    again.type = 'button'
    again.textContent = 'Check again'
    again.addEventListener('click', () => void this.check())
    const found =
      violations.length === 0
        ? 'axe-core found nothing wrong. It cannot see everything: try the block by keyboard, too.'
        : `axe-core found ${violations.length} ${violations.length === 1 ? 'fault' : 'faults'}.`
    const list = document.createElement('ul')
    list.className = 'wb-faults'
    list.append(...violations.map((one) => this.fault(one)))
    this.draw(paragraph(found), list, again)
  }

  private fault({ id, impact, help, helpUrl, nodes }: AxeViolation): HTMLElement {
    const item = document.createElement('li')
    const heading = document.createElement('h2')
    const link = document.createElement('a')
    link.href = helpUrl
    link.textContent = help
    heading.append(link)
    item.append(heading, paragraph(`${impact ?? 'unknown'} · ${id}`))
    for (const node of nodes) {
      const show = document.createElement('button')
      show.type = 'button'
      show.textContent = node.html.slice(0, 160)
      show.setAttribute('aria-label', `Show ${node.html.slice(0, 160)}`)
      show.addEventListener('click', () => this.point(String(node.target.at(-1))))
      item.append(show, paragraph(node.failureSummary ?? ''))
    }
    return item
  }

  /** Shows an element of the block's page. */
  private point(selector: string): void {
    const found = this.frame.element.contentDocument?.querySelector<HTMLElement>(selector)
    if (!found) return
    found.scrollIntoView({ block: 'center' })
    found.style.outline = '3px dashed #c2185b'
  }

  private draw(...nodes: readonly Node[]): void {
    this.panel.replaceChildren(...nodes)
  }
}

function paragraph(text: string): HTMLElement {
  const one = document.createElement('p')
  one.textContent = text
  return one
}
