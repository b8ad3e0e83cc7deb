import type { LearningContextKey } from '../keys/index.js'
import type { Urls } from '../service/standard-services.js'
import { assetStart, isFileOf, parseAssetLink, type AssetLink } from './asset-link.js'
import { escapeHtml } from './safe-html.js'
import { unescapeHtml } from './unescape-html.js'
import { unescapePercents } from './unescape-percents.js'

/**
 * HTML cut at its links into the course: pieces of HTML and links in turn, beginning and ending with HTML.
 * A link stands as its author wrote it, without HTML escapes.
 */
export type LinkedHtml = readonly string[]

const tag = /<[a-z][^<>]*>/gi
const linkAttribute = /\s(href|src|poster|data|srcset|style|cite|longdesc|data-[\w-]+)="([^"]*)"/gi
const start = String.raw`(?:${assetStart}|(?:\/courses\/[^/"]+)?\/jump_to(?:_id)?\/)`
/** In most attributes the whole value is one link, spaces and all. */
const whole = new RegExp(String.raw`(?<=^\s*)${start}.*\S`, 'gis')
/** Links between the widths of a `srcset`; only a comma at its end is not the link's. */
const inSet = new RegExp(String.raw`(?<=^\s*|,\s*)${start}\S*[^\s,]`, 'gi')
/** Links in the `url()` of a `style`, quoted or not. */
const inStyle = new RegExp(
  String.raw`(?<=url\(\s*(?:&quot;|&#39;|'))${start}(?:(?!&quot;|&#39;)[^'])+|(?<=url\(\s*)${start}(?:(?!&quot;|&#39;)[^'()])*[^'()\s]`,
  'gi',
)
const patterns: Readonly<Record<string, RegExp>> = { srcset: inSet, style: inStyle }

/**
 * Finds the links into the course in clean HTML (attributes in double quotes): `/static/NAME`,
 * `/asset-v1:…@NAME`, `/c4x/…/NAME` (with the host they were pasted with, too), `/jump_to_id/ID`, `/jump_to/KEY`
 * (semantics: OLX). Done while composing; {@link joinCourseLinks} fills them in when the host is known.
 */
export function splitCourseLinks(html: string): LinkedHtml {
  const pieces: string[] = []
  let end = 0
  for (const element of html.matchAll(tag)) {
    for (const attribute of element[0].matchAll(linkAttribute)) {
      const [text, name = '', value = ''] = attribute
      const offset = element.index + attribute.index + text.length - value.length - 1
      for (const link of value.matchAll(patterns[name.toLowerCase()] ?? whole)) {
        pieces.push(html.slice(end, offset + link.index), unescapeHtml(link[0]))
        end = offset + link.index + link[0].length
      }
    }
  }
  pieces.push(html.slice(end))
  return pieces
}

/** Whether a text may hold a link that {@link splitCourseLinks} finds. */
export function mayHoldCourseLinks(html: string): boolean {
  return /\/static\/|asset-v1(?::|%3A)|c4x\/|\/jump_to/i.test(html)
}

/**
 * The HTML with its course links turned into addresses of the host; what the host does not know stays as it is.
 * @param context whose links they are: a link with the address of another host leads here if it is of the same course
 */
export function joinCourseLinks(
  pieces: LinkedHtml,
  urls: Urls | undefined,
  context?: LearningContextKey,
): string {
  let html = pieces[0] ?? ''
  for (let index = 1; index < pieces.length; index += 2) {
    const link = pieces[index] ?? ''
    html += escapeHtml((urls && resolved(link, urls, context)) ?? link) + (pieces[index + 1] ?? '')
  }
  return html
}

/**
 * The address a browser can use for what an author put where a file or page is expected: a course link, a bare
 * file name of the course, or a web address. Undefined when the course has no such file, or when it is
 * anything else, such as `javascript:`.
 * @param context see {@link joinCourseLinks}
 */
export function courseAddress(link: string, urls: Urls, context?: LearningContextKey): string | undefined {
  const text = link.trim()
  const address = resolved(text, urls, context)
  if (address !== undefined) return address
  if (/^(https?:)?\/\/[^/\s]/i.test(text)) return text
  return isBareName(text) ? assetAddress(text, urls) : undefined
}

/**
 * The name of the course's file that an author put where a file is expected, as written: see {@link courseAddress}.
 * Undefined for an address of anything else.
 */
export function courseFileName(link: string, context?: LearningContextKey): string | undefined {
  const text = link.trim()
  const asset = parseAssetLink(text)
  if (asset) return isFileOf(asset, context) ? asset.name : undefined
  return isBareName(text) ? text : undefined
}

function isBareName(text: string): boolean {
  return text !== '' && !/^[a-z][a-z0-9+.-]*:|^\//i.test(text)
}

function resolved(link: string, urls: Urls, context: LearningContextKey | undefined): string | undefined {
  const asset = parseAssetLink(link)
  if (asset) return isFileOf(asset, context) ? addressOf(asset, urls) : undefined
  const [, place, rest = ''] =
    /^(?:\/courses\/[^/]+)?\/jump_to(?:_id)?\/([^?#]+?)\/*((?:[?#].*)?)$/s.exec(link) ?? []
  return place === undefined ? undefined : urls.jumpTo(unescapePercents(place)) + rest
}

function addressOf({ name, rest }: AssetLink, urls: Urls): string | undefined {
  const address = assetAddress(name, urls)
  return address === undefined ? undefined : address + rest
}

/** Names are kept composed (NFC) and without percent escapes; one that was never cleaned is found as it is written. */
function assetAddress(name: string, urls: Urls): string | undefined {
  const plain = unescapePercents(name)
  for (const tried of new Set([plain.normalize('NFC'), plain, name])) {
    const address = urls.asset(tried)
    if (address !== undefined) return address
  }
  return undefined
}
