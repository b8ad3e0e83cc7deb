import { cleanHtml, CompositorError, html, trusted, type SafeHtml } from '../../runtime/index.js'
import { colorRules, type BrandColors } from './brand-colors.js'
import { readLogo, type LogoFile } from './brand-logo.js'

/** A page that stands between a host's header and footer. */
export interface BrandedPage {
  /** The language it is in, as in BCP 47. */
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  /** Path the host is mounted at, without a slash at the end. */
  readonly base: string
}

/** HTML, or what gives it for a page. Scripts, styles and forms in it are left out, as in what authors write. */
export type BrandHtml = string | ((page: BrandedPage) => string)

/** How a host's pages present themselves. */
export interface BrandOptions {
  /** What the site is called. */
  readonly name: string
  /** A picture beside the name: a file (SVG, PNG, JPEG, WebP, GIF; 256 KiB at most), which the host serves, or an https address. */
  readonly logo?: string | URL
  readonly colors?: BrandColors
  /** Where the name leads, such as the site that the host is a part of; the list of courses when left out. */
  readonly home?: string
  /** Above every page, beside the name. */
  readonly header?: BrandHtml
  /** Below every page. */
  readonly footer?: BrandHtml
}

/** How a host's pages present themselves, read and checked. */
export class Brand {
  readonly name: string
  /** Where the name leads, if not to the list of courses. */
  readonly home: string | undefined
  readonly file: LogoFile | undefined
  readonly #logo: string | undefined
  readonly #style: SafeHtml | undefined

  /** @throws CompositorError `host-options` for what is no name, picture, address or colour, and for colours that cannot be read */
  constructor(private readonly options: BrandOptions) {
    const { name, logo, colors = {}, home } = options
    if (name.trim() === '') throw new CompositorError('host-options', 'The `name` of the brand is empty.')
    if (home !== undefined && !/^(?:https?:\/\/|\/(?!\/))/i.test(home))
      throw new CompositorError(
        'host-options',
        `The \`home\` '${home}' of the brand is no path and no http address.`,
      )
    this.name = name
    this.home = home
    const isElsewhere = /^https?:/i.test(String(logo))
    this.file = logo === undefined || isElsewhere ? undefined : readLogo(logo)
    this.#logo = isElsewhere ? String(logo) : undefined
    const rules = colorRules(colors)
    this.#style = rules === '' ? undefined : html`<style>${trusted(rules)}</style>`
  }

  /** What the head of a page has besides. */
  inHead(base: string): SafeHtml {
    const logo = this.#logoAt(base)
    return html`<link rel="icon" href="${logo ?? 'data:,'}">${this.#style}`
  }

  /** The name with its picture. */
  title(base: string): SafeHtml {
    const logo = this.#logoAt(base)
    return html`${logo !== undefined && html`<img class="logo" src="${logo}" alt="">`}${this.name}`
  }

  header(page: BrandedPage): SafeHtml | undefined {
    return slot(this.options.header, page)
  }

  footer(page: BrandedPage): SafeHtml | undefined {
    return slot(this.options.footer, page)
  }

  #logoAt(base: string): string | undefined {
    return this.file ? `${base}/brand/${this.file.name}` : this.#logo
  }
}

/** Cleaned once for each text. */
const cleaned = new Map<string, SafeHtml>()

function slot(given: BrandHtml | undefined, page: BrandedPage): SafeHtml | undefined {
  if (given === undefined) return undefined
  const text = typeof given === 'function' ? given(page) : given
  let safe = cleaned.get(text)
  if (!safe) {
    if (cleaned.size >= 100) cleaned.clear()
    cleaned.set(text, (safe = trusted(cleanHtml(text))))
  }
  return safe
}

/** Where a host says nothing. */
export const usualBrand = new Brand({ name: 'Unit Compositor' })
