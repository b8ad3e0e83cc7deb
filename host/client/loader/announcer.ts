/** A live region of the page, made when it is first needed: screen readers read what is put there. */
export class Announcer {
  private region: HTMLElement | undefined

  announce(text: string): void {
    const region = this.regionOnPage()
    // A text equal to the last one is read again only if the region was empty in between.
    region.textContent = ''
    setTimeout(() => (region.textContent = text), 50)
  }

  private regionOnPage(): HTMLElement {
    if (this.region?.isConnected) return this.region
    const region = document.createElement('div')
    region.setAttribute('role', 'status')
    region.setAttribute('aria-live', 'polite')
    Object.assign(region.style, {
      position: 'absolute',
      width: '1px',
      height: '1px',
      overflow: 'hidden',
      clipPath: 'inset(50%)',
      whiteSpace: 'nowrap',
    })
    document.body.append(region)
    return (this.region = region)
  }
}
