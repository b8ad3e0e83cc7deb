/** Width and height of what the frame stands for, in pixels of its own page. */
const sizes: Readonly<Record<string, readonly [width: number, height: number]>> = {
  phone: [390, 780],
  tablet: [820, 1180],
  desktop: [1200, 0],
}

/** The frame with the block's page: as wide as the device it stands for, and drawn smaller where there is no room. */
export class Frame {
  private width = 0
  private height = 0
  private scrolled = 0

  constructor(
    readonly element: HTMLIFrameElement,
    private readonly canvas: HTMLElement,
  ) {
    new ResizeObserver(() => this.fit()).observe(canvas)
    element.addEventListener('load', () => {
      element.contentWindow?.scrollTo(0, this.scrolled)
      this.scrolled = 0
    })
  }

  show(address: string, width: string): void {
    const [wide, high] = sizes[width] ?? [1200, 0]
    this.width = wide
    this.height = high
    this.element.dataset['width'] = width
    this.fit()
    const window = this.element.contentWindow
    const current = window?.location.pathname
    if (current === address) this.reload()
    else if (window) window.location.replace(address)
    else this.element.src = address
  }

  /** Loads the page again, where it is and at the same place. */
  reload(): void {
    const window = this.element.contentWindow
    this.scrolled = window?.scrollY ?? 0
    window?.location.reload()
  }

  private fit(): void {
    const border = this.element.offsetWidth - this.element.clientWidth
    const scale = Math.min(1, this.canvas.clientWidth / (this.width + border))
    const room = this.canvas.clientHeight - (this.element.offsetHeight - this.element.clientHeight)
    const high = this.height > 0 ? Math.min(this.height, room) : room
    Object.assign(this.element.style, {
      width: `${this.width}px`,
      height: `${high / scale}px`,
      transform: `scale(${scale})`,
      marginInline: scale < 1 ? '0' : 'auto',
    })
  }
}
