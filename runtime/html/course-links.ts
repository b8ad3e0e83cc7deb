import type { Urls } from '../service/standard-services.js'
import { escapeHtml } from './safe-html.js'
import { unescapeHtml } from './unescape-html.js'

/**
 * HTML cut at its links into the course: pieces of HTML and links in turn, beginning and ending with HTML.
 * A link stands as its author wrote it, without HTML escapes.
 */
export type LinkedHtml = readonly string[]

/** What a link into the course leads to. */
type CourseLink =
  | { readonly to: 'asset'; readonly name: string; readonly rest: string }
  | { readonly to: 'place'; readonly place: string; readonly rest: string }

const tag = /<[a-z][^<>]*>/gi
const linkAttribute = /\s(href|src|poster|data|srcset|style|data-[\w-]+)="([^"]*)"/gi
const start = String.raw`(?:\/static\/|\/?asset-v1:|\/?c4x\/|(?:\/courses\/[^/"]+)?\/jump_to(?:_id)?\/)`
/** In most attributes the whole value is one link, spaces and all. */
const whole = new RegExp(String.raw`(?<=^\s*)${start}.*\S`, 'gs')
/** Links between the widths of a `srcset`. */
const inSet = new RegExp(String.raw`(?<=^\s*|,\s*)${start}[^\s,]+`, 'g')
/** Links in the `url()` of a `style`, quoted or not. */
const inStyle = new RegExp(
  String.raw`(?<=url\(\s*(?:&quot;|&#39;|')?)${start}(?:(?!&quot;|&#39;)[^'()])+`,
  'g',
)
const patterns: Readonly<Record<string, RegExp>> = { srcset: inSet, style: inStyle }

/**
 * Finds the links into the course in clean HTML (attributes in double quotes): `/static/NAME`,
 * `/asset-v1:…@NAME`, `/c4x/…/NAME`, `/jump_to_id/ID`, `/jump_to/KEY` (semantics: OLX). Done while composing;
 * {@link joinCourseLinks} fills them in when the host is known.
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

/** The HTML with its course links turned into addresses of the host; what the host does not know stays as it is. */
export function joinCourseLinks(pieces: LinkedHtml, urls: Urls | undefined): string {
  let html = pieces[0] ?? ''
  for (let index = 1; index < pieces.length; index += 2) {
    const link = pieces[index] ?? ''
    html += escapeHtml((urls && resolved(link, urls)) ?? link) + (pieces[index + 1] ?? '')
  }
  return html
}

/**
 * The address a browser can use for what an author put where a file or page is expected: a course link, a bare
 * file name of the course, or a web address. Undefined when the course has no such file, or when it is
 * anything else, such as `javascript:`.
 */
export function courseAddress(link: string, urls: Urls): string | undefined {
  const text = link.trim()
  const address = resolved(text, urls)
  if (address !== undefined) return address
  if (/^(https?:)?\/\/[^/\s]/i.test(text)) return text
  return /^[a-z][a-z0-9+.-]*:|^\//i.test(text) || text === '' ? undefined : assetAddress(text, urls)
}

function resolved(link: string, urls: Urls): string | undefined {
  const parsed = parseLink(link)
  if (parsed === undefined) return undefined
  if (parsed.to === 'place') return urls.jumpTo(parsed.place) + parsed.rest
  const address = assetAddress(parsed.name, urls)
  return address === undefined ? undefined : address + parsed.rest
}

function parseLink(link: string): CourseLink | undefined {
  const [, path = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(link) ?? []
  const asset =
    /^\/static\/(.+)$/s.exec(path) ??
    /^\/?asset-v1:[^/]*?\+type@[^+/]+\+block(?:@|\/)(.+)$/s.exec(path) ??
    /^\/?c4x\/[^/]+\/[^/]+\/asset\/(.+)$/s.exec(path)
  if (asset) return { to: 'asset', name: asset[1] ?? '', rest }
  const place = /^(?:\/courses\/[^/]+)?\/jump_to(?:_id)?\/(.+)$/s.exec(path)
  const target = place?.[1]?.replace(/\/+$/, '')
  return target ? { to: 'place', place: decoded(target), rest } : undefined
}

function assetAddress(name: string, urls: Urls): string | undefined {
  return urls.asset(name) ?? (name.includes('%') ? urls.asset(decoded(name)) : undefined)
}

/** Percent escapes undone, where they are well formed. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
