import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Busboy, type BusboyFileStream } from '@fastify/busboy'
import { CompositorError } from '../../runtime/index.js'
import type { HostRequest } from './exchange.js'
import { defaultUploadLimit, tooLarge } from './request-body.js'

/** A file that a form sends, as it comes in. */
export interface SentFile {
  /** Of the part of the form. */
  readonly field: string
  /** As the sender calls it, without folders. */
  readonly name: string
  /** The media type it is sent as, in small letters. */
  readonly type: string
  /** What is in it; it ends early where it is larger than is taken, which `isCut` then says. */
  readonly pieces: AsyncIterable<Uint8Array>
  isCut(): boolean
}

/** Bounds on a form with files. */
export interface FormBounds {
  /** Bytes of all parts together; no more than is said of them one by one if left out. */
  readonly total?: number
  /** Bytes of one file. */
  readonly file: number
  /** Files of one form. */
  readonly files: number
}

type TakeFile = (file: SentFile, before: URLSearchParams) => Promise<void>

/** Characters of all parts together that are no files, and how many of those there may be. */
const [longestFields, mostFields] = [defaultUploadLimit, 1000]

/** Bytes, and lines, of what stands before one part. */
const [longestHead, mostHeadLines] = [16 * 1024, 50]

/**
 * The parts of a form, whichever way a browser sent it. Files are taken one after the other as they come in, and parts that stand
 * before them in the form are known by then. Nothing more is read once something of it is refused.
 * @throws CompositorError `handler-input` for what is no form, `request-too-large`, and what `take` throws
 */
export async function sentForm(
  request: HostRequest,
  { total = Infinity, file: fileSize, files }: FormBounds,
  take: TakeFile,
): Promise<URLSearchParams> {
  const type = request.header('content-type') ?? ''
  if (Number(request.header('content-length') ?? 0) > total) throw tooLarge(total)
  const pieces = request.stream?.() ?? [await request.bytes()]
  if (!/^multipart\/form-data\s*;/i.test(type)) return plainForm(pieces)
  return new FormWithFiles(type, { fileSize, files }, take).read(pieces, total)
}

/** A form with files while it is read. */
class FormWithFiles {
  readonly #fields = new URLSearchParams()
  readonly #form: InstanceType<typeof Busboy>
  readonly #taken: Promise<void>[] = []
  /** Files whose end has not come. */
  readonly #open = new Set<BusboyFileStream>()
  #characters = 0
  #refused: unknown

  constructor(
    type: string,
    private readonly most: { readonly fileSize: number; readonly files: number },
    private readonly take: TakeFile,
  ) {
    this.#form = formOf(type, most)
    this.#form.on('field', (name: string | undefined, value, _isNameCut, isCut) => {
      this.#characters += value.length + (name?.length ?? 0)
      if (isCut || this.#characters > longestFields) this.#refuse(tooLarge(longestFields))
      else this.#fields.append(name ?? '', value)
    })
    this.#form.on('file', (field: string | undefined, stream, name: string | undefined, _coding, sentAs) =>
      this.#file({ field: field ?? '', name: plainName(name ?? ''), type: sentAs.toLowerCase() }, stream),
    )
    for (const limit of ['fieldsLimit', 'partsLimit', 'filesLimit'] as const)
      this.#form.on(limit, () => this.#refuse(tooMany(most.files)))
  }

  async read(
    pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    total: number,
  ): Promise<URLSearchParams> {
    try {
      await pipeline(Readable.from(this.#bounded(pieces, total)), this.#form)
    } catch (cause) {
      this.#refuse(
        cause instanceof CompositorError
          ? cause
          : new CompositorError('handler-input', 'The form that was sent breaks off.', { cause }),
      )
      for (const stream of this.#open) stream.destroy(cause as Error)
    }
    await Promise.all(this.#taken)
    if (this.#refused !== undefined) throw this.#refused
    return this.#fields
  }

  async *#bounded(
    pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    total: number,
  ): AsyncGenerator<Uint8Array> {
    let size = 0
    for await (const piece of pieces) {
      size += piece.byteLength
      if (size > total) throw tooLarge(total)
      if (this.#refused !== undefined) throw this.#refused
      yield piece
    }
  }

  #refuse(why: unknown): void {
    this.#refused ??= why
  }

  #file(part: Pick<SentFile, 'field' | 'name' | 'type'>, stream: BusboyFileStream): void {
    // One that broke off is told of once, by whoever reads it.
    stream.on('error', () => undefined)
    if (part.name !== '' && this.#taken.length < this.most.files) {
      this.#open.add(stream)
      this.#taken.push(this.#take(part, stream))
      return
    }
    // A part without a name is one that no file was chosen for.
    if (part.name !== '') this.#refuse(tooMany(this.most.files))
    stream.resume()
  }

  async #take(part: Pick<SentFile, 'field' | 'name' | 'type'>, stream: BusboyFileStream): Promise<void> {
    try {
      await this.take({ ...part, pieces: stream, isCut: () => stream.truncated }, this.#fields)
    } catch (thrown) {
      this.#refuse(thrown)
      // What nobody reads any more must not hold up the rest of the form.
      stream.resume()
    } finally {
      this.#open.delete(stream)
    }
  }
}

function formOf(
  type: string,
  { fileSize, files }: { readonly fileSize: number; readonly files: number },
): InstanceType<typeof Busboy> {
  const limits = {
    fileSize,
    // One more than is taken, to know of it.
    files: files + 1,
    fields: mostFields,
    fieldSize: longestFields,
    headerSize: longestHead,
    headerPairs: mostHeadLines,
    parts: files + mostFields + 1,
  }
  try {
    return new Busboy({ headers: { 'content-type': type }, limits })
  } catch (cause) {
    throw new CompositorError('handler-input', 'The form that was sent cannot be read.', { cause })
  }
}

function plainName(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
}

function tooMany(files: number): CompositorError {
  return new CompositorError('handler-input', `${files} files and ${mostFields} values at a time are taken.`)
}

async function plainForm(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<URLSearchParams> {
  const all: Uint8Array[] = []
  let size = 0
  for await (const piece of pieces) {
    size += piece.byteLength
    if (size > defaultUploadLimit) throw tooLarge(defaultUploadLimit)
    all.push(piece)
  }
  return new URLSearchParams(Buffer.concat(all).toString('utf8'))
}
