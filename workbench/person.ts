import { CompositorError, localeOf } from '../runtime/index.js'
import type { Learner } from '../lms/index.js'
import { zoneOf } from '../host/pages/zoned-date.js'

/** Who a workbench can look through the eyes of. */
export const people: readonly Learner[] = [
  { id: 'ada', name: 'Ada', isStaff: false, anonymousId: 'anonymous-ada' },
  { id: 'bob', name: 'Bob', isStaff: false, anonymousId: 'anonymous-bob' },
  { id: 'staff', name: 'Staff', isStaff: true, anonymousId: 'anonymous-staff' },
  { id: 'anonymous', name: '', isStaff: false, anonymousId: 'anonymous' },
]

/**
 * A person, as an address names them: `ada`, or with where they live: `ada~pt-BR~America/Bogota`.
 * @throws CompositorError `learner-unknown`
 */
export function personOf(named: string): Learner {
  const [id = '', locale = '', timeZone = ''] = named.split('~')
  const person = people.find((one) => one.id === id)
  if (person)
    return {
      ...person,
      ...(locale !== '' && { locale: localeOf(locale) ?? 'en' }),
      timeZone: zoneOf(timeZone),
    }
  throw new CompositorError(
    'learner-unknown',
    `The workbench has ${people.map((one) => one.id).join(', ')}; received '${id.slice(0, 50)}'.`,
  )
}

/** What the page calls a person. */
export function nameOf({ id, name }: Learner): string {
  return name === '' ? id.charAt(0).toUpperCase() + id.slice(1) : name
}
