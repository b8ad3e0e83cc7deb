import { CompositorError, localeOf } from '../runtime/index.js'
import type { Learner, LearnerFacts } from '../lms/index.js'
import { zoneOf } from '../host/pages/zoned-date.js'

/** Who a workbench can look through the eyes of. */
export const people: readonly Learner[] = [
  person('Ada', { cohort: 'Red', teams: ['Kites'] }),
  person('Bob', { cohort: 'Blue' }),
  person('Bea', { roles: ['beta_tester'] }, { standing: { number: 0, isBetaTester: true } }),
  person('Staff', {}, { isStaff: true }),
  person('Ines', { roles: ['instructor'] }, { isStaff: true }),
  { id: 'anonymous', name: '', isStaff: false, anonymousId: 'anonymous' },
]

function person(name: string, facts: Omit<LearnerFacts, 'mark'>, more: Partial<Learner> = {}): Learner {
  const id = name.toLowerCase()
  const email = `${id}@example.com`
  return {
    id,
    name,
    isStaff: false,
    anonymousId: `anonymous-${id}`,
    facts: { email, username: id, ...facts, mark: id },
    ...more,
  }
}

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
