interface Piece {
  readonly kind: 'words' | 'island' | 'space'
  readonly source: string
  readonly html: string
  /** As it is written in. */
  readonly words?: string
}

/** Elements that are written; what else a browser or a clipboard brings leaves its words behind. */
const known = new Set(
  'P H1 H2 H3 H4 H5 H6 UL OL LI BLOCKQUOTE B STRONG I EM U S CODE SUB SUP BR A'.split(' '),
)
const blocks = new Set('P H1 H2 H3 H4 H5 H6 UL OL BLOCKQUOTE'.split(' '))

/**
 * A text as its words are written: boxes of what is known, and islands between them that cannot be written in. An element that is as it
 * was keeps the letters of its source; so do islands, always.
 */
export class KeptElements {
  readonly #parts: (HTMLElement | string)[] = []
  readonly #sources = new Map<
    Element,
    { readonly source: string; readonly html: string; readonly before: string }
  >()

  /** @param island what is said of what cannot be written in */
  constructor(place: HTMLElement, pieces: readonly Piece[], island: string) {
    place.replaceChildren()
    document.execCommand('defaultParagraphSeparator', false, 'p')
    let box: HTMLElement | undefined
    let space = ''
    for (const { kind, source, html, words = html } of pieces) {
      if (kind === 'space') space += source
      else if (kind === 'words') {
        if (!box) this.#parts.push(space, (box = boxIn(place)))
        box.insertAdjacentHTML('beforeend', words)
        const element = box.lastElementChild
        if (element)
          this.#sources.set(element, {
            source,
            html: element.outerHTML,
            before: this.#sources.has(element.previousElementSibling ?? element) ? space : '',
          })
        space = ''
      } else if (html.trim() === '') {
        // Comments and the like say nothing to whoever reads.
        this.#parts.push(space, source)
        space = ''
        box = undefined
      } else {
        const shown = document.createElement('div')
        shown.className = 'text-island'
        shown.contentEditable = 'false'
        shown.innerHTML = html
        const said = document.createElement('small')
        said.textContent = island
        shown.append(said)
        place.append(shown)
        this.#parts.push(space, source)
        space = ''
        box = undefined
      }
    }
    if (!this.#parts.some((part) => part instanceof HTMLElement)) {
      // There is always a place to write at.
      const last = boxIn(place)
      last.innerHTML = '<p><br></p>'
      this.#parts.push(last)
    }
    this.#parts.push(space)
  }

  /** The text with what was written, and the letters of all that was not. */
  text(): string {
    return this.#parts.map((part) => (typeof part === 'string' ? part : this.#inside(part))).join('')
  }

  #inside(box: HTMLElement): string {
    const nodes = [...box.childNodes].filter(
      (node) => node instanceof Element || (node.textContent ?? '').trim() !== '',
    )
    return nodes
      .map((node, at) => {
        const was = node instanceof Element ? this.#sources.get(node) : undefined
        const before = at === 0 ? '' : was?.before || '\n'
        if (was && node instanceof Element && node.outerHTML === was.html) return before + was.source
        const written = markup(node)
        return (
          before +
          (node instanceof Element && blocks.has(node.tagName) ? written : written && `<p>${written}</p>`)
        )
      })
      .join('')
  }
}

function boxIn(place: HTMLElement): HTMLElement {
  const box = document.createElement('div')
  box.contentEditable = 'true'
  box.setAttribute('role', 'textbox')
  box.setAttribute('aria-multiline', 'true')
  box.setAttribute('aria-label', place.getAttribute('aria-label') ?? '')
  place.append(box)
  return box
}

function markup(node: Node): string {
  if (!(node instanceof Element)) return escaped(node.textContent ?? '')
  const inside = [...node.childNodes].map((child) => markup(child)).join('')
  if (!known.has(node.tagName)) return inside
  const name = node.tagName.toLowerCase()
  if (name === 'br') return node === node.parentElement?.lastChild ? '' : '<br>'
  const href =
    name === 'a' ? ` href="${escaped(node.getAttribute('href') ?? '').replaceAll('"', '&quot;')}"` : ''
  return `<${name}${href}>${inside}</${name}>`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\u00a0', ' ')
}
