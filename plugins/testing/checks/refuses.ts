import { isDeepStrictEqual } from 'node:util'
import { asOfRoute, CompositorError, type HandlerSpec } from '../../../runtime/index.js'
import type { MemoryRuntime } from '../memory-runtime.js'
import type { HandlerAnswer, TestLearner } from '../test-learner.js'
import type { Subject } from './subject.js'

/** Inputs that hardly any handler was written for. */
const strange: readonly unknown[] = [7, 'text', null, true, [], [[]], {}, { unheardOf: { deep: [null] } }]

/** Whatever a browser sends, a handler answers or refuses: it never fails, and keeps nothing of what it refused. */
export async function refusesWrongInput(subject: Subject): Promise<void> {
  for (const draft of subject.drafts) {
    for (const [name, { schema, reads = false, for: who }] of subject.type.handlers) {
      const call = async (what: string, input: unknown, request: { method?: string; body?: string } = {}) => {
        const runtime = subject.runtime()
        const placed = subject.add(runtime, draft)
        // Whoever may call it, so that it is the handler that refuses.
        const learner = callerOf(runtime, who)
        const sent = who === 'route' ? asOfRoute(request) : request
        const before = valuesOf(subject, learner.fields(placed))
        const answer = await learner.call(placed, name, input, sent).catch((thrown: unknown) => {
          const { message } = CompositorError.from(thrown, 'block-failed')
          return subject.fail(
            `handler '${name}' failed on ${what}: ${message}. Refuse it with a HandlerError.`,
          )
        })
        if (answer.refused && !isDeepStrictEqual(valuesOf(subject, learner.fields(placed)), before)) {
          subject.fail(`handler '${name}' refused ${what} and kept something of it all the same.`)
        }
        return answer
      }
      if (reads) {
        await call('a GET', undefined, { method: 'GET', body: '' })
        expectStatus(subject, name, 'a POST', await call('a POST', {}), 405)
        continue
      }
      for (const input of strange) await call(JSON.stringify(input), input)
      const got = await call('a GET', undefined, { method: 'GET', body: '' })
      expectStatus(subject, name, 'a GET', got, 405)
      const broken = await call('a body that is no JSON', undefined, { body: '{"' })
      if (schema) expectStatus(subject, name, 'a body that is no JSON', broken, 400)
    }
  }
}

function callerOf(runtime: MemoryRuntime, who: HandlerSpec['for']): TestLearner {
  if (who === 'staff') return runtime.staff('ada')
  return who === 'author' ? runtime.author('ada') : runtime.learner('ada')
}

function expectStatus(
  subject: Subject,
  name: string,
  what: string,
  { status }: HandlerAnswer,
  wanted: number,
): void {
  if (status !== wanted) subject.fail(`handler '${name}' answered ${what} with ${status}, not ${wanted}.`)
}

/** The values of all learner fields, by property name. */
function valuesOf({ type }: Subject, block: object): object {
  return Object.fromEntries(
    type.fields
      .filter(({ scope }) => scope.user !== 'none')
      .map(({ name, field }) => [name, field.toJson(Reflect.get(block, name) as unknown)]),
  )
}
