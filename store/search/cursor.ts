import { CompositorError } from '../../runtime/errors/index.js'

/** Where a page ends: what its last document is sorted by, and its id. */
export interface Cursor {
  readonly key: string | number
  readonly id: string
}

/** The text of a place between two documents. */
export function cursorText({ key, id }: Cursor): string {
  return Buffer.from(JSON.stringify([key, id])).toString('base64url')
}

/** @throws CompositorError `search-input` for a text that is none */
export function cursorOf(text: string): Cursor {
  try {
    const read: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (Array.isArray(read) && read.length === 2) {
      const [key, id] = read as readonly unknown[]
      if ((typeof key === 'string' || typeof key === 'number') && typeof id === 'string') return { key, id }
    }
  } catch {
    // Told below.
  }
  const message = `'${text.slice(0, 80)}' is not what another page gave as 'next'.`
  throw new CompositorError('search-input', message)
}
