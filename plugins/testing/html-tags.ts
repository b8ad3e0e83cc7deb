/** A start or end tag found in HTML. */
export interface HtmlTag {
  /** In lower case. */
  readonly name: string
  readonly isEnd: boolean
  /** By name in lower case, entities resolved. */
  readonly attributes: ReadonlyMap<string, string>
  /** The text between this tag and the next; of `script` and `style` their whole content. */
  readonly textAfter: string
}

const comment = /<!--[\s\S]*?(?:-->|$)/g
const tag = /<(\/?)([a-z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/gi
const attribute = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g

/** The tags of a piece of HTML in order, as a browser would see them; enough for checks, not for cleaning. */
export function tagsOf(html: string): HtmlTag[] {
  const source = html.replace(comment, '')
  const found: HtmlTag[] = []
  tag.lastIndex = 0
  for (let match = tag.exec(source); match; match = tag.exec(source)) {
    const [, slash, written = '', inside = ''] = match
    const name = written.toLowerCase()
    const isRaw = slash === '' && (name === 'script' || name === 'style')
    const end = isRaw
      ? source.toLowerCase().indexOf(`</${name}`, tag.lastIndex)
      : source.indexOf('<', tag.lastIndex)
    const textAfter = source.slice(tag.lastIndex, end < 0 ? undefined : end)
    if (isRaw) tag.lastIndex = end < 0 ? source.length : end
    found.push({ name, isEnd: slash !== '', attributes: attributesOf(inside), textAfter })
  }
  return found
}

/** What a person reads of a piece of HTML. */
export function textOf(html: string): string {
  const first = html.replace(comment, '').split('<', 1)[0] ?? ''
  const rest = tagsOf(html).map(({ name, isEnd, textAfter }) =>
    !isEnd && (name === 'script' || name === 'style') ? '' : textAfter,
  )
  return plain([first, ...rest].join(' '))
    .replace(/\s+/g, ' ')
    .trim()
}

function attributesOf(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(attribute)].map(([, name = '', double, single, bare]) => [
      name.toLowerCase(),
      plain(double ?? single ?? bare ?? ''),
    ]),
  )
}

const entities: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
  nbsp: ' ',
  amp: '&',
}

function plain(text: string): string {
  return text.replace(/&(#39|[a-z]+);/g, (whole, name: string) => entities[name] ?? whole)
}
