import type { OpenOutline, ShownLine } from '../../lms/index.js'

/** What of a line of an outline its fold is made of. */
type FoldedLine = Pick<ShownLine, 'key' | 'isUnit' | 'isOpen' | 'hasMore'>

/** A line with those below it. */
type NumberedLine = FoldedLine & { readonly children: readonly NumberedLine[] }

/** Sections that are open at once; who opens another closes the first. */
const mostOpen = 12

/** How a section is opened or closed: a link to the page with other sections open, back to the section itself. */
export interface Fold {
  readonly href: string
  readonly id: string
}

/** The ways to open and close the sections of an outline. There are none where all of it is shown at once. */
export class OutlineFolds {
  readonly #open: readonly string[]
  readonly #ids = new Map<string, string>()

  /** @param path of the outline's page @param query what its address says besides */
  constructor(
    private readonly path: string,
    private readonly outline: Pick<OpenOutline, 'folds' | 'opened'> & { readonly root: NumberedLine },
    private readonly query: Readonly<Record<string, string>> = {},
  ) {
    this.#open = outline.opened
    const number = (line: NumberedLine): void => {
      this.#ids.set(line.key, `section-${this.#ids.size}`)
      for (const child of line.children) if (!child.isUnit) number(child)
    }
    for (const child of outline.root.children) number(child)
  }

  /** The way to open or close a section; undefined for one that is not folded by itself. */
  of({ key, isOpen, hasMore }: FoldedLine): Fold | undefined {
    const wasOpened = this.#open.includes(key)
    if (!this.outline.folds || !hasMore || (isOpen && !wasOpened)) return undefined
    const open = isOpen ? this.#open.filter((one) => one !== key) : [...this.#open, key].slice(-mostOpen)
    const query = new URLSearchParams(this.query)
    for (const one of open.length > 0 ? open : ['']) query.append('open', one)
    const id = this.#ids.get(key) ?? ''
    return { href: `${this.path}?${query.toString()}#${id}`, id }
  }
}
