import { CompositorError } from '../runtime/index.js'
import type { Learner } from '../lms/index.js'

/** Who a workbench can look through the eyes of. */
export const people: readonly Learner[] = [
  { id: 'ada', name: 'Ada', isStaff: false, anonymousId: 'anonymous-ada' },
  { id: 'bob', name: 'Bob', isStaff: false, anonymousId: 'anonymous-bob' },
  { id: 'staff', name: 'Staff', isStaff: true, anonymousId: 'anonymous-staff' },
  { id: 'anonymous', name: '', isStaff: false, anonymousId: 'anonymous' },
]

/** @throws CompositorError `learner-unknown` */
export function personOf(id: string): Learner {
  const person = people.find((one) => one.id === id)
  if (person) return person
  throw new CompositorError(
    'learner-unknown',
    `The workbench has ${people.map((one) => one.id).join(', ')}; received '${id.slice(0, 50)}'.`,
  )
}

/** What the page calls a person. */
export function nameOf({ id, name }: Learner): string {
  return name === '' ? id.charAt(0).toUpperCase() + id.slice(1) : name
}
