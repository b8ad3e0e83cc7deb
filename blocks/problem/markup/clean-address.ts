import { isAssetLink } from '../../../runtime/html/index.js'

const linkSchemes = new Set(['http', 'https', 'mailto', 'tel'])
const embeddedPicture = /^data:image\/(?:png|gif|jpe?g|webp);base64,[a-z0-9+/=\s]*$/i

/**
 * An address an author may link to or show, or undefined where it must go: relative ones, `http`, `https`,
 * `mailto`, `tel`, and for pictures embedded data. Frames show `https` and the course's own files only.
 */
export function cleanAddress(address: string, element: string): string | undefined {
  // Browsers skip control characters and white space while they read a scheme.
  const visible = Array.from(address)
    .filter((character) => character > ' ' && !(character >= '\u007f' && character <= '\u009f'))
    .join('')
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(visible)?.[1]?.toLowerCase()
  if (element === 'iframe') {
    if (visible.startsWith('//')) return `https:${visible}`
    return scheme === 'https' || isAssetLink(address) ? address.trim() : undefined
  }
  if (scheme === undefined) return /^[^/?#]*:/.test(visible) ? undefined : address.trim()
  if (element === 'img' && embeddedPicture.test(address.trim())) return address.trim()
  return linkSchemes.has(scheme) ? address.trim() : undefined
}
