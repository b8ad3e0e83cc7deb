import { formValues, type HandlerRequest, type HandlerSpec, type SentFile } from '../../runtime/index.js'
import type { HostRequest } from './exchange.js'
import { defaultUploadLimit, tooLarge } from './request-body.js'
import { sentForm } from './sent-form.js'
import { SpooledBytes } from './spooled-bytes.js'

/** A request as a handler sees it. What it sent is let go of with this. */
export class TakenRequest implements AsyncDisposable {
  constructor(
    readonly request: HandlerRequest,
    private readonly files: readonly SpooledBytes[] = [],
    private readonly ended: () => void = () => undefined,
  ) {}

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await Promise.all(this.files.map((file) => file[Symbol.asyncDispose]()))
    } finally {
      this.ended()
    }
  }
}

/**
 * Takes what a handler was sent, as it says it takes it, before anything of the block runs: it may run twice, and nobody waits for a
 * slow line while it does.
 * @param most largest body, in bytes; of what the server takes of anything if left out
 * @param ended told once nothing of it is there any more
 * @throws CompositorError `request-too-large`, `handler-input`, `store-full`
 */
export async function takenRequest(
  request: HostRequest,
  suffix: string,
  spec: HandlerSpec | undefined,
  most: number | undefined,
  ended: () => void = () => undefined,
): Promise<TakenRequest> {
  try {
    const { asked, files } = await taken(request, suffix, spec, most)
    return new TakenRequest(asked, files, ended)
  } catch (thrown) {
    ended()
    throw thrown
  }
}

interface Taken {
  readonly asked: HandlerRequest
  readonly files?: readonly SpooledBytes[]
}

async function taken(
  request: HostRequest,
  suffix: string,
  spec: HandlerSpec | undefined,
  most: number | undefined,
): Promise<Taken> {
  const contentType = request.header('content-type')
  const { method } = request
  const asked = {
    method,
    suffix,
    query: new Map(request.query),
    ...(contentType !== undefined && { contentType }),
  }
  if (!spec || !isMultipart(contentType) || (spec.takes !== 'upload' && spec.takes !== 'form')) {
    const bytes = await request.bytes(most)
    return { asked: { ...asked, body: Buffer.from(bytes).toString('utf8'), bytes } }
  }
  const limit = most ?? defaultUploadLimit
  const spooled: SpooledBytes[] = []
  const files: SentFile[] = []
  const bounds = { total: limit, file: limit, files: spec.takes === 'upload' ? (spec.files ?? 1) : 0 }
  try {
    const values = await sentForm(request, bounds, async ({ field, name, type, pieces }) => {
      const file = await SpooledBytes.of(pieces, { limit, tooLarge: () => tooLarge(limit) })
      spooled.push(file)
      files.push(new FileOfForm(field, name, type, file))
    })
    return { asked: { ...asked, body: '', values: formValues(values), files }, files: spooled }
  } catch (thrown) {
    await Promise.all(spooled.map((file) => file[Symbol.asyncDispose]()))
    throw thrown
  }
}

/** Whether a body is a form that may have files. */
export function isMultipart(contentType: string | undefined): boolean {
  return /^multipart\/form-data\s*;/i.test(contentType ?? '')
}

/** A file that a form sent to a handler of this host. */
export class FileOfForm implements SentFile {
  constructor(
    readonly field: string,
    readonly name: string,
    readonly type: string,
    private readonly sent: SpooledBytes,
  ) {}

  get size(): number {
    return this.sent.size
  }

  get hash(): string {
    return this.sent.hash
  }

  bytes(): Promise<Uint8Array> {
    return this.sent.bytes()
  }

  stream(): ReadableStream<Uint8Array> {
    return this.sent.stream()
  }
}
