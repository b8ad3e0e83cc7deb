import { bringCaptions } from './bring-captions.js'
import { fetchUnit, UnitRefused, type EmbeddedUnit } from './fetch-unit.js'
import { followedLink } from './followed-link.js'
import { toldEvents } from './told-events.js'
import type { ComposedUnitEventMap } from './unit-event-map.js'

declare global {
  interface HTMLElementTagNameMap {
    'composed-unit': ComposedUnitElement
  }
}

/** What the module `loader` of a host exports. */
interface Loader {
  initializeBlocks(root: ParentNode): Promise<void>
}

export const elementName = 'composed-unit'

/** Holds before anything has been loaded. */
function asBlock(): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(':host { display: block }')
  return sheet
}

/** Servers that draw pages of a framework read this module, too; they show no unit. */
const Base = globalThis.HTMLElement ?? (Object as unknown as typeof HTMLElement)

/** Milliseconds to wait for stylesheets, so that a unit is not seen bare; one that is late comes in later. */
const styling = 3000

/**
 * `<composed-unit src="https://HOST/units/KEY" token="…">`: a unit of any host on any page, in a shadow tree, so that
 * neither ids nor styles of page and units meet. Whatever is loaded comes from the host that `src` names.
 * Its events are those of {@link ComposedUnitEventMap}.
 */
export class ComposedUnitElement extends Base {
  static readonly observedAttributes = ['src', 'token']
  private readonly root = this.attachShadow({ mode: 'open' })
  private shown = ''
  private at: { readonly address: URL; readonly unit: string } | undefined
  private loading: AbortController | undefined

  constructor() {
    super()
    this.root.addEventListener('unit-events', (event) => {
      event.stopPropagation()
      for (const [name, detail] of toldEvents((event as CustomEvent<unknown>).detail)) this.tell(name, detail)
    })
    this.root.addEventListener('click', (event) => this.clicked(event as MouseEvent))
  }

  connectedCallback(): void {
    this.root.adoptedStyleSheets = [asBlock()]
    this.later()
  }

  disconnectedCallback(): void {
    if (!this.loading) return
    this.loading.abort()
    this.shown = ''
  }

  attributeChangedCallback(): void {
    this.later()
  }

  /** Gets the unit anew, such as after a failure. */
  reload(): void {
    this.shown = ''
    this.later()
  }

  /** Once for all attributes that are set together. */
  private later(): void {
    queueMicrotask(() => {
      const wanted = JSON.stringify([this.getAttribute('src'), this.getAttribute('token')])
      if (!this.isConnected || wanted === this.shown) return
      this.shown = wanted
      void this.load()
    })
  }

  private async load(): Promise<void> {
    this.loading?.abort()
    const { signal } = (this.loading = new AbortController())
    this.draw(note('status', 'Loading…'))
    try {
      const address = addressOf(this.getAttribute('src'))
      const unit = await fetchUnit(address, this.getAttribute('token') ?? '', signal)
      checkHost(unit.loader, address)
      const styles = unit.styles.map(stylesheet)
      this.root.prepend(...styles.map(({ link }) => link))
      await Promise.race([Promise.all(styles.map(({ loaded }) => loaded)), elapsed(styling)])
      if (signal.aborted) return
      this.at = { address, unit: unit.unit ?? '' }
      await this.show(
        unit,
        styles.map(({ link }) => link),
      )
    } catch (error) {
      if (!signal.aborted) this.fail(error)
    } finally {
      if (this.loading?.signal === signal) this.loading = undefined
    }
  }

  private async show(
    { title, html, scripts, loader, locale, unit: key }: EmbeddedUnit,
    styles: readonly Node[],
  ): Promise<void> {
    const unit = document.createElement('section')
    unit.setAttribute('aria-label', title)
    if (locale !== undefined) unit.dataset['locale'] = locale
    const drawn = document.createElement('template')
    drawn.innerHTML = html
    bringCaptions(drawn.content)
    unit.append(drawn.content)
    this.draw(...styles, unit)
    const { initializeBlocks } = (await import(loader)) as Loader
    await Promise.all(scripts.map((address) => import(address)))
    await initializeBlocks(unit)
    this.tell('unit-ready', { title, ...(key !== undefined && { unit: key }) })
  }

  private fail(error: unknown): void {
    const reason =
      error instanceof UnitRefused
        ? error.message
        : 'Its site cannot be reached, or does not answer pages of this site.'
    console.error(`The unit ${this.getAttribute('src') ?? ''} could not be shown:`, error)
    const again = document.createElement('button')
    again.type = 'button'
    again.textContent = 'Try again'
    again.addEventListener('click', () => this.reload())
    this.draw(note('alert', `This part of the page could not be shown. ${reason}`), again)
    this.tell('unit-failed', { reason })
  }

  /** Whoever was in the unit, such as on its button to try again, is led to what comes in its place. */
  private draw(...nodes: readonly Node[]): void {
    const hadFocus = this.root.activeElement !== null
    this.root.replaceChildren(...nodes)
    const first = this.root.querySelector<HTMLElement>('section, p')
    if (!hadFocus || !first) return
    first.tabIndex = -1
    first.focus()
  }

  /** Whoever cancels `navigated` has the browser stay. */
  private clicked(event: MouseEvent): void {
    const link = this.at && followedLink(event, this.at.address)
    if (!this.at || !link) return
    if (!this.tell('navigated', { unit: this.at.unit, ...link })) event.preventDefault()
  }

  /** @returns whether nobody cancelled the event */
  private tell<Name extends keyof ComposedUnitEventMap>(
    name: Name,
    detail: ComposedUnitEventMap[Name]['detail'],
  ): boolean {
    return this.dispatchEvent(
      new CustomEvent(name, { detail, bubbles: true, cancelable: name === 'navigated' }),
    )
  }
}

function addressOf(src: string | null): URL {
  if (src !== null && URL.canParse(src, document.baseURI)) return new URL(src, document.baseURI)
  throw new UnitRefused('It does not say where: its `src` is no address.')
}

/** What brings the blocks to life comes from the site that the page’s author named, not from one it names. */
function checkHost(address: string, { origin }: URL): void {
  if (new URL(address).origin !== origin) throw new UnitRefused(`Its host wants to load ${address}.`)
}

function stylesheet(href: string): { readonly link: HTMLLinkElement; readonly loaded: Promise<void> } {
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = href
  const loaded = new Promise<void>((resolve) => {
    link.addEventListener('load', () => resolve())
    link.addEventListener('error', () => resolve())
  })
  return { link, loaded }
}

function note(role: 'status' | 'alert', text: string): HTMLElement {
  const one = document.createElement('p')
  one.className = 'embedded-note'
  one.setAttribute('role', role)
  one.textContent = text
  return one
}

function elapsed(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
