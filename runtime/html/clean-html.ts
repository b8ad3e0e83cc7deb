import sanitize from 'sanitize-html'
import { CompositorError } from '../errors/index.js'
import { isAssetLink } from './asset-link.js'
import { cleanStyle } from './clean-style.js'

const words = (text: string) => text.split(/\s+/)

const elements = words(
  `address article aside footer header h1 h2 h3 h4 h5 h6 hgroup main nav section blockquote dd div dl dt
  figcaption figure hr li menu ol p pre ul a abbr b bdi bdo br cite code data dfn em i kbd mark q rb rp rt rtc
  ruby s samp small span strong sub sup time u var wbr caption col colgroup table tbody td tfoot th thead tr
  img picture source video audio track iframe details summary del ins big center font strike tt acronym map area`,
)
const drawing = words(
  `svg g path circle ellipse line polygon polyline rect text tspan defs lineargradient radialgradient stop
  clippath marker`,
)
const maths = words(
  `math mi mn mo ms mspace mtext mfrac mroot mrow msqrt mstyle mpadded mphantom mover munder munderover msub
  msup msubsup mmultiscripts mprescripts mtable mtr mtd semantics annotation`,
)
const paint = words(
  `viewbox preserveaspectratio xmlns version d cx cy r rx ry x x1 x2 y y1 y2 dx dy points transform fill
  fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin stroke-dasharray stroke-opacity
  opacity offset stop-color stop-opacity gradientunits gradienttransform clip-path clip-rule marker-start
  marker-end marker-mid markerwidth markerheight refx refy orient font-size font-family font-weight
  text-anchor dominant-baseline width height`,
)
const mathsForm = words(
  `display mathvariant displaystyle scriptlevel stretchy fence separator form lspace rspace width height depth
  columnalign rowspan columnspan encoding xmlns`,
)

const allowedAttributes: Record<string, string[]> = {
  '*': words(
    `class id style title lang dir role tabindex hidden align valign width height aria-* data-* itemprop`,
  ),
  a: words('href name target rel download hreflang type'),
  area: words('href alt coords shape target rel'),
  map: ['name'],
  img: words('src srcset sizes alt loading decoding usemap border hspace vspace longdesc'),
  source: words('src srcset sizes type media'),
  video: words('src poster controls preload loop muted playsinline'),
  audio: words('src controls preload loop muted'),
  track: words('src kind srclang label default'),
  iframe: words(
    'src allow allowfullscreen frameborder marginheight marginwidth scrolling loading referrerpolicy sandbox',
  ),
  table: words('border cellpadding cellspacing summary rules frame bgcolor'),
  td: words('colspan rowspan headers scope abbr bgcolor nowrap'),
  th: words('colspan rowspan headers scope abbr bgcolor nowrap'),
  tr: ['bgcolor'],
  col: ['span'],
  colgroup: ['span'],
  ol: words('start reversed type'),
  ul: ['type'],
  li: words('value type'),
  font: words('color face size'),
  hr: words('size noshade'),
  blockquote: ['cite'],
  q: ['cite'],
  del: words('cite datetime'),
  ins: words('cite datetime'),
  time: ['datetime'],
  data: ['value'],
  details: ['open'],
  br: ['clear'],
  ...Object.fromEntries(drawing.map((name) => [name, paint])),
  ...Object.fromEntries(maths.map((name) => [name, mathsForm])),
}

const deepest = 5000
const flat =
  /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|dt|dd|t[drh]|option|colgroup|thead|tbody|tfoot)$/i

/** Attributes by which pages find blocks: content that had them could pass itself off as one. */
const reserved = /^data-(?:client|handlers|usage-key|block-type|view|initialized)$/

const options: sanitize.IOptions = {
  allowedTags: [...elements, ...drawing, ...maths],
  allowedAttributes,
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['http', 'https', 'data'], iframe: ['https'] },
  allowedSchemesAppliedToAttributes: ['href', 'src', 'cite', 'poster', 'longdesc', 'action', 'data'],
  allowProtocolRelative: true,
  // The text of these is no text for readers; a noscript's is, as scripts are what was taken away.
  nonTextTags: [
    'script',
    'style',
    'textarea',
    'option',
    'title',
    'template',
    'object',
    'applet',
    'xmp',
    'noembed',
  ],
  selfClosing: ['img', 'br', 'hr', 'wbr', 'area', 'col', 'source', 'track'],
  nestingLimit: 250,
  parseStyleAttributes: false,
  enforceHtmlBoundary: false,
  transformTags: {
    // The page has its own.
    main: 'div',
    '*': (tagName, attributes) => ({ tagName, attribs: cleanAttributes(tagName, attributes) }),
  },
  exclusiveFilter: ({ tag, attribs }) => tag === 'iframe' && !attribs['src'],
}

/**
 * Course HTML without anything that acts with the learner's rights: no scripts, no event handlers, no forms, no
 * styles for the rest of the page, frames only as strangers (docs/decisions/0008-course-html-is-cleaned.md).
 * Well-formed, with attributes in double quotes. Slow, about 1 ms for 15 KB: call it while composing.
 * @throws CompositorError `olx-too-deep`
 */
export function cleanHtml(html: string): string {
  if (isTooDeep(html)) {
    throw new CompositorError('olx-too-deep', `The HTML is nested deeper than ${deepest} elements.`)
  }
  return sanitize(html, options)
}

/** The cleaner's time grows with the square of the depth. Elements that close each other do not count. */
function isTooDeep(html: string): boolean {
  let depth = 0
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][^\s/>]*)/gi)) {
    if (flat.test(name)) continue
    depth = slash ? Math.max(0, depth - 1) : depth + 1
    if (depth > deepest) return true
  }
  return false
}

function cleanAttributes(tagName: string, attributes: Record<string, string>): Record<string, string> {
  const clean: Record<string, string> = {}
  for (const [name, value] of Object.entries(attributes)) {
    const kept = cleanValue(tagName, name, value)
    if (kept !== undefined) clean[name] = kept
  }
  if (tagName === 'iframe') return frame(clean)
  if (clean['target'] !== undefined) clean['rel'] = 'noopener noreferrer'
  return clean
}

function cleanValue(tagName: string, name: string, value: string): string | undefined {
  if (reserved.test(name)) return undefined
  switch (name) {
    case 'style':
      return cleanStyle(value) || undefined
    case 'class':
      return (
        value
          .split(/\s+/)
          .filter((one) => !/^xblock/i.test(one))
          .join(' ') || undefined
      )
    case 'tabindex':
      return /^(?:0|-1)$/.test(value.trim()) ? value.trim() : undefined
    case 'target':
      return value === '_blank' ? value : undefined
    case 'srcset':
      return /(?:^|,)\s*(?!https?:)[a-z][a-z0-9+.-]*:/i.test(value) ? undefined : value
    case 'fill':
    case 'stroke':
    case 'clip-path':
    case 'marker-start':
    case 'marker-mid':
    case 'marker-end':
      return /url\((?!\s*['"]?#)/i.test(value) ? undefined : value
    case 'src':
      return tagName === 'img' && /^\s*data:/i.test(value) && !isPicture(value) ? undefined : value
    default:
      return value
  }
}

function isPicture(address: string): boolean {
  return /^\s*data:image\/(?:png|jpe?g|gif|webp|avif|svg\+xml)[;,]/i.test(address)
}

/**
 * A frame over https, or of a file of the course, shut in a sandbox: a stranger keeps an origin of its own, a
 * course file gets none, as its origin would be ours. A PDF runs without one, as browsers show none inside.
 */
function frame(attributes: Record<string, string>): Record<string, string> {
  const { src: written = '', title, ...others } = attributes
  const rest = Object.fromEntries(Object.entries(others).filter(([name]) => !ours.has(name)))
  const src = written.trim().replace(/^(?:http:)?\/\//i, 'https://')
  const own = isAssetLink(src)
  const foreign = !own && /^https:\/\/[^/]/i.test(src)
  if (!foreign && !own) return rest
  const rights = foreign ? 'allow-scripts allow-same-origin' : 'allow-scripts'
  const pdf = own && /^[^?#]*\.pdf(?:[?#]|$)/i.test(src)
  return {
    src,
    ...rest,
    title: title || (foreign ? `Content from ${src.split('/')[2] ?? ''}` : 'A file of the course'),
    ...(!pdf && { sandbox: `${rights} allow-forms allow-popups allow-presentation allow-downloads` }),
    ...(foreign && { allow: 'fullscreen; encrypted-media; picture-in-picture' }),
    loading: 'lazy',
    referrerpolicy: 'strict-origin-when-cross-origin',
  }
}

/** Attributes of a frame that authors have no say in. */
const ours = new Set(['name', 'sandbox', 'allow', 'loading', 'referrerpolicy'])
