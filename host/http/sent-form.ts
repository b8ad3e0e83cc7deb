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
  /** What is in it; it ends early where it is larger than is taken, which `isCut` then says. */
  readonly pieces: AsyncIterable<Uint8Array>
  isCut(): boolean
}

/** Bounds on a form with files. */
export interface FormBounds {
  /** Bytes of one file. */
  readonly file: number
  /** Files of one form. */
  readonly files: number
}

/** Characters of one part that is no file, and how many of those there may be. */
const [longestField, mostFields] = [defaultUploadLimit, 1000]

/**
 * The parts of a form, whichever way a browser sent it. Files are taken one after the other as they come in, and parts that stand
 * before them in the form are known by then.
 * @throws CompositorError `handler-input` for what is no form, `request-too-large`, and what `take` throws
 */
export async function sentForm(
  request: HostRequest,
  { file: fileSize, files }: FormBounds,
  take: (file: SentFile, before: URLSearchParams) => Promise<void>,
): Promise<URLSearchParams> {
  const type = request.header('content-type') ?? ''
  const pieces = request.stream?.() ?? [await request.bytes()]
  if (!/^multipart\/form-data\s*;/i.test(type)) return plainForm(pieces)
  const limits = { fileSize, files, fields: mostFields, fieldSize: longestField }
  let form: InstanceType<typeof Busboy>
  try {
    form = new Busboy({ headers: { 'content-type': type }, limits })
  } catch (cause) {
    throw new CompositorError('handler-input', 'The form that was sent cannot be read.', { cause })
  }
  const fields = new URLSearchParams()
  const taken: Promise<void>[] = []
  let refused: unknown
  form.on('field', (name, value, _isNameCut, isCut) => {
    if (isCut) refused ??= tooLarge(longestField)
    fields.append(name, value)
  })
  form.on('file', (field, stream, name) => {
    taken.push(
      takeFile({ field, name: name ?? '', stream }, fields, take).catch((thrown: unknown) => {
        refused ??= thrown
        // What nobody reads any more must not hold up the rest of the form.
        stream.resume()
      }),
    )
  })
  form.on(
    'filesLimit',
    () => (refused ??= new CompositorError('handler-input', `${files} files at a time are taken.`)),
  )
  form.on('fieldsLimit', () => (refused ??= tooLarge(longestField)))
  try {
    await pipeline(Readable.from(pieces), form)
  } catch (cause) {
    throw new CompositorError('handler-input', 'The form that was sent breaks off.', { cause })
  }
  await Promise.all(taken)
  if (refused !== undefined) throw refused
  return fields
}

async function takeFile(
  {
    field,
    name,
    stream,
  }: { readonly field: string; readonly name: string; readonly stream: BusboyFileStream },
  before: URLSearchParams,
  take: (file: SentFile, before: URLSearchParams) => Promise<void>,
): Promise<void> {
  const plain = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
  // A part for a file that none was chosen for.
  if (plain === '') stream.resume()
  else await take({ field, name: plain, pieces: stream, isCut: () => stream.truncated }, before)
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
