import { CompositorError, Files, type SentBytesOptions } from '../../../runtime/index.js'
import type { Subject } from './subject.js'

const page = Buffer.from('<script>alert(1)</script>')

/** What somebody may send in place of what was asked for. */
const odd: readonly (readonly [what: string, files: readonly SentBytesOptions[]])[] = [
  ['no file', []],
  ['an empty file', [{ name: 'empty.png', type: 'image/png', bytes: new Uint8Array() }]],
  ['a page that is called a picture', [{ name: 'picture.png', type: 'image/png', bytes: page }]],
  ['a file whose name leads elsewhere', [{ name: '../../page.html', type: 'text/html', bytes: page }]],
  ['a file without a kind', [{ name: 'x'.repeat(400), bytes: Uint8Array.of(0, 1, 2, 255) }]],
]

/** Who takes files says how many bytes and which kinds, and refuses others without failing. */
export async function boundsUploads(subject: Subject): Promise<void> {
  const { type, drafts } = subject
  const { keeps } = type.capabilities
  if (type.services.some(({ token }) => token === Files)) {
    if (!keeps?.kinds || keeps.learner === undefined)
      subject.fail(
        `it keeps files and does not say of which kinds, or how much of a learner. Say so: @block('${type.name}', { keeps: { kinds: ['application/pdf'], learner: 20_000_000 } }).`,
      )
  }
  for (const [name, { takes, limit }] of type.handlers) {
    if (takes !== 'upload') continue
    if (limit === undefined)
      subject.fail(
        `handler '${name}' takes files and does not say how many bytes: only what the host takes of any body would come in. Say so: @handler({ upload: schema, limit: 5_000_000 }).`,
      )
    for (const draft of drafts) {
      for (const [what, files] of odd) {
        const runtime = subject.runtime()
        const placed = subject.add(runtime, draft)
        await runtime
          .learner('ada')
          .call(placed, name, {}, { files })
          .catch((thrown: unknown) => {
            const { message } = CompositorError.from(thrown, 'block-failed')
            return subject.fail(
              `handler '${name}' failed on ${what}: ${message}. Refuse it with a HandlerError.`,
            )
          })
      }
    }
  }
}
