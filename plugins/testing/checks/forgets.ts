import { isDeepStrictEqual } from 'node:util'
import { CompositorError } from '../../../runtime/index.js'
import type { MemoryRuntime } from '../memory-runtime.js'
import type { Subject } from './subject.js'

/** A type may be told twice that state is deleted, also of state that held nothing: it never fails, and the second time changes nothing. */
export async function forgetsTwice(subject: Subject): Promise<void> {
  const { type } = subject
  const learner = { id: 'ada', anonymousId: 'anonymous-ada' }
  for (const draft of subject.drafts) {
    for (const isErased of [false, true]) {
      const runtime = subject.runtime()
      const placed = subject.add(runtime, draft)
      subject.store(runtime, placed, runtime.learner(learner.id))
      const address = { scope: 'userState', id: placed.key } as const
      const values = runtime.fieldData.record(learner.id, address) ?? {}
      const tell = async (what: string, of: typeof values) => {
        const failure = await runtime.kernel.stateDeleted(type, {
          usage: placed.key,
          learner,
          values: of,
          isErased,
        })
        if (failure) {
          const { message } = CompositorError.from(failure.cause ?? failure, 'block-failed')
          subject.fail(`stateDeleted failed ${what}: ${message}`)
        }
      }
      await tell('for a block that nobody had met', {})
      await tell('the first time', values)
      const after = await entriesOf(runtime)
      await tell('when it was told once more', values)
      if (!isDeepStrictEqual(await entriesOf(runtime), after))
        subject.fail(
          'stateDeleted changed something when it was told once more, as it may be: hosts tell it at least once.',
        )
    }
  }
}

async function entriesOf({ pluginStore }: MemoryRuntime) {
  const { items } = await pluginStore.list({ limit: 1000 })
  return items.map(({ key, value }) => [key, value])
}
