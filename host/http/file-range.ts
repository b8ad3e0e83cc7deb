import type { HostRequest } from './exchange.js'

/** Part of a file: place of its first byte, and of the one after its last. */
export interface FileRange {
  readonly first: number
  readonly end: number
}

/**
 * The part of a file that a request asks for (RFC 9110, 14.2): `undefined` for the whole, which is right for what is
 * no range, several of them, or one of a version that is gone (`If-Range`); `none` for one that the file does not have.
 * @param etag strong tag of the file; without dates of change, no date in `If-Range` can be right
 */
export function rangeOf(request: HostRequest, size: number, etag: string): FileRange | 'none' | undefined {
  const asked = request.header('range')
  if (asked === undefined || request.method !== 'GET') return undefined
  const condition = request.header('if-range')
  if (condition !== undefined && condition.trim() !== etag) return undefined
  const [, from, to] = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(asked) ?? []
  if (from === undefined || to === undefined || from + to === '') return undefined
  if (from === '') {
    const length = Math.min(Number(to), size)
    return length === 0 ? 'none' : { first: size - length, end: size }
  }
  const first = Number(from)
  if (to !== '' && Number(to) < first) return undefined
  if (first >= size) return 'none'
  return { first, end: to === '' ? size : Math.min(Number(to) + 1, size) }
}
