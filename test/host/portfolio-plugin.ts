import { z } from 'zod'
import {
  Block,
  block,
  definePlugin,
  Files,
  Fragment,
  handler,
  HandlerError,
  html,
  Learners,
  needs,
  view,
  type HandlerRequest,
  type StaffRequest,
  type UploadRequest,
} from '../../runtime/index.js'

const megabyte = 1024 * 1024
const note = z.object({ note: z.string().optional() })

/** Keeps what learners hand in, and what all of them see. */
@needs(Files)
@needs(Learners)
@block('portfolio', {
  keeps: {
    kinds: ['text/plain', 'image/*', 'video/*', 'application/pdf'],
    learner: 120 * megabyte,
    block: 3000,
  },
})
class Portfolio extends Block({}) {
  @view async studentView() {
    const { items } = await this.service(Files).list()
    return new Fragment(
      html`<p>${items.map(({ name, size }) => `${name}:${size}`).join(' ') || 'nothing'}</p>`,
    ).initializeJs('portfolio.js')
  }
  @handler({ upload: note, files: 2, limit: 110 * megabyte }) async handIn(
    { note: text }: z.output<typeof note>,
    { files }: UploadRequest,
  ) {
    for (const file of files) await this.service(Files).put(file.name, file)
    return { note: text ?? null, files: files.map(({ name, size, type }) => ({ name, size, type })) }
  }
  @handler({ upload: note, limit: 5000 }) async share(_values: object, { files }: UploadRequest) {
    for (const file of files) await this.service(Files).ofBlock.put(file.name, file)
    return { message: 'Shared.' }
  }
  @handler({ reads: true }) async paper({ suffix, query }: HandlerRequest) {
    const file = await this.service(Files).get(suffix)
    if (!file) throw new HandlerError(404, 'There is no such paper.')
    return file.answer({ isInline: query.has('show') })
  }
  @handler({ reads: true }) async shared({ suffix }: HandlerRequest) {
    return (await this.service(Files).ofBlock.get(suffix)) ?? null
  }
  @handler({ for: 'staff', reads: true }) async paperOf(request: StaffRequest) {
    const learner = request.query.get('learner') ?? ''
    return (await this.service(Learners).of(this, request).files(learner).get(request.suffix)) ?? null
  }
  @handler({ reads: true }) async listed() {
    return {
      shared: (await this.service(Files).ofBlock.list()).items.map(({ name, size }) => ({ name, size })),
    }
  }
  @handler({ json: z.object({ text: z.string() }), limit: 100 }) say({ text }: { text: string }) {
    return { text }
  }
}

export default definePlugin({ name: 'portfolio', blocks: [Portfolio] })
