/** A file on its way out. */
export interface ExportFile {
  /** Clean and relative, `/` between names. */
  readonly path: string
  /** In bytes. */
  readonly size: number
  /** Its bytes, read as they are taken. */
  bytes(): AsyncIterable<Uint8Array>
}

/** Where an export is written to. */
export interface ExportTarget extends AsyncDisposable {
  write(file: ExportFile): Promise<void>
  /** Puts what was written in its place. Without it nothing of it is left. */
  finish(): Promise<void>
}

/** A text as a file. */
export function textFile(path: string, text: string): ExportFile {
  return bytesFile(path, Buffer.from(text))
}

/** Bytes as a file. */
export function bytesFile(path: string, bytes: Uint8Array): ExportFile {
  return {
    path,
    size: bytes.length,
    async *bytes() {
      yield bytes
    },
  }
}
