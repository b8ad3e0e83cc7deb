import { filesAddress } from '../../../runtime/service/file-entries.js'
import { CompositorError, type SentBytesOptions } from '../../../runtime/index.js'
import type { BlockDraft } from '../block-draft.js'
import type { Subject } from './subject.js'

const mark = 'only ada wrote this'

/** Files of kinds that types take, each with the mark in it. */
const samples: readonly SentBytesOptions[] = [
  { name: 'own.txt', type: 'text/plain', bytes: Buffer.from(mark) },
  { name: 'own.pdf', type: 'application/pdf', bytes: Buffer.from(`%PDF-1.7 ${mark}`) },
  { name: 'own.png', type: 'image/png', bytes: Buffer.from(`\u0089PNG\r\n\u001a\n${mark}`, 'latin1') },
]

/** What one learner hands in no handler gives another, nor a visitor, by whatever name they ask. */
export async function givesOwnFilesAlone(subject: Subject): Promise<void> {
  const open = [...subject.type.handlers].filter(([, spec]) => spec.for === undefined)
  const uploads = open.filter(([, { takes }]) => takes === 'upload').map(([name]) => name)
  const reads = open.filter(([, spec]) => spec.reads === true).map(([name]) => name)
  for (const draft of subject.drafts) {
    for (const upload of uploads)
      for (const file of samples) await givesNobody(subject, draft, { upload, file, reads })
  }
}

interface HandedIn {
  readonly upload: string
  readonly file: SentBytesOptions
  readonly reads: readonly string[]
}

async function givesNobody(
  subject: Subject,
  draft: BlockDraft,
  { upload, file, reads }: HandedIn,
): Promise<void> {
  const runtime = subject.runtime()
  const placed = subject.add(runtime, draft)
  await runtime.learner('ada').call(placed, upload, {}, { files: [file] })
  const kept = Object.keys(runtime.fieldData.record('ada', filesAddress(placed.key, 'learner')) ?? {})
  const names = kept.filter((name) => name !== '')
  const asked = names.flatMap((name) =>
    [name, `ada/${name}`].map((suffix) => ({
      method: 'GET',
      suffix,
      query: { file: name, name, learner: 'ada' },
    })),
  )
  for (const handler of reads) {
    for (const request of asked) {
      for (const other of [runtime.learner('bob'), runtime.anonymous()]) {
        const { body } = await other.call(placed, handler, {}, request).catch((thrown: unknown) => {
          const { message } = CompositorError.from(thrown, 'block-failed')
          return subject.fail(`handler '${handler}' failed on the name of another’s file: ${message}`)
        })
        const text = body instanceof Uint8Array ? Buffer.from(body).toString('latin1') : JSON.stringify(body)
        if (text?.includes(mark))
          subject.fail(
            `handler '${handler}' gives '${other.id}' the file that 'ada' handed in by '${upload}'.`,
          )
      }
    }
  }
}
