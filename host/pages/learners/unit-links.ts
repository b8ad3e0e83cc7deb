import type { NeighbourUnit } from '../../../lms/index.js'
import { html, trusted, type HtmlValue, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'

/** Units whose titles stand in the row; of more there are numbers. */
export const mostTitled = 4

/** For whom links to units are made. */
interface LinksFor {
  readonly words: PageWords
  readonly base: string
  /** Which unit of its part the first one is, from 0 on. */
  readonly first: number
}

const made = new WeakMap<readonly NeighbourUnit[], WeakMap<PageWords, UnitLinks>>()

/** The units of a part of a course as links: once for all learners who know of the same, as most of each page of a long part are these. */
export class UnitLinks {
  /** With their titles. */
  readonly list: MarkedList
  /** With their numbers, where there are many. */
  readonly row: MarkedList

  private constructor(
    units: readonly NeighbourUnit[],
    private readonly of: LinksFor,
  ) {
    const { words, base, first } = of
    const isTitled = units.length <= mostTitled
    this.list = new MarkedList()
    this.row = new MarkedList()
    for (const [index, { key, title }] of units.entries()) {
      const href = `${base}/units/${encodeURIComponent(key)}`
      const name = words.ofCourse(title)
      const named = html`<span class="name">${name}</span>`
      const number = html`<span aria-hidden="true">${words.formatNumber(first + index + 1)}</span>`
      this.list.add(key, href, html`<span>${name}</span>`)
      this.row.add(key, href, isTitled ? named : html`${number}${named}`)
    }
  }

  static for(units: readonly NeighbourUnit[], of: LinksFor): UnitLinks {
    let byWords = made.get(units)
    if (!byWords) made.set(units, (byWords = new WeakMap()))
    const known = byWords.get(of.words)
    if (known?.of.base === of.base && known.of.first === of.first) return known
    const links = new UnitLinks(units, of)
    byWords.set(of.words, links)
    return links
  }
}

/** Entries of a list, each a link, of which one can be marked as the page that is open. */
class MarkedList {
  #text = ''
  /** Where a mark stands in the link of a unit, by its key. */
  readonly #places = new Map<string, number>()

  add(key: string, href: string, inside: HtmlValue): void {
    this.#text += html`<li><a href="${href}"`.text
    this.#places.set(key, this.#text.length)
    this.#text += html`>${inside}</a></li>`.text
  }

  /** @param key of the unit whose page it stands on */
  on(key: string): SafeHtml {
    const place = this.#places.get(key)
    if (place === undefined) return trusted(this.#text)
    return trusted(`${this.#text.slice(0, place)} aria-current="page"${this.#text.slice(place)}`)
  }
}
