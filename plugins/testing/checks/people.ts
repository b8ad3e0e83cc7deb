import { asksOfPeople } from '../../../runtime/service/person.js'
import { CompositorError, type PersonPart } from '../../../runtime/index.js'
import type { TestWorld } from '../test-learner.js'
import { reached } from './escapes.js'
import { poisonOf } from './poison.js'
import type { Subject } from './subject.js'

/** Whether a type asks to be told of people. */
export function asksPeople({ type }: Subject): boolean {
  return asksOfPeople(type.services).length > 0
}

/** Hosts may know nothing of people, and may deny what they know: a view shows itself all the same. What they call themselves is text. */
export async function takesPeopleAsTold(subject: Subject): Promise<void> {
  const poison = poisonOf('person')
  const called: TestWorld = {
    email: poison,
    username: poison,
    cohort: poison,
    teams: [poison],
    roles: [poison],
  }
  const parts: readonly PersonPart[] = asksOfPeople(subject.type.services)
  for (const draft of subject.drafts) {
    for (const view of subject.pageViews) {
      const shown = async (what: string, denied: readonly PersonPart[], id: string, world: TestWorld) => {
        const runtime = subject.runtime({ denied })
        const placed = subject.add(runtime, draft)
        return runtime
          .learner(id, world)
          .show(placed, view)
          .catch((thrown: unknown) => {
            const { message } = CompositorError.from(thrown, 'block-failed')
            return subject.fail(
              `view '${view}' failed where ${what}: ${message}. All that a host tells of people may be undefined, or an empty list.`,
            )
          })
      }
      await shown('nothing is known of a learner', [], 'ada', {})
      await shown('a host denies what it asks of people', parts, 'ada', { email: 'ada@example.com' })
      const { html } = await shown('a name has signs of HTML in it', [], poison, called)
      const where = reached(html, 'person', false)
      if (where !== undefined)
        subject.fail(
          `what people are called reaches view '${view}' unescaped, as ${where}. Write it with html\`\${…}\`.`,
        )
    }
  }
}
