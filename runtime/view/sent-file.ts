/** A file that a form sent, whole and bounded before a handler sees it; it is let go of once the handler is done. */
export interface SentFile {
  /** The form's name for it. */
  readonly field: string
  /** As the sender calls it, without folders; anybody may call anything `report.pdf`. */
  readonly name: string
  /** The media type that the sender says it has, in small letters; empty where none was said. */
  readonly type: string
  /** In bytes. */
  readonly size: number
  /** The SHA-256 of its bytes, hexadecimal. */
  readonly hash: string
  /** The whole of it: for small ones. */
  bytes(): Promise<Uint8Array>
  /** Its bytes as they are read, from the beginning each time. */
  stream(): ReadableStream<Uint8Array>
}
