import type { KnownPerson } from '../known-people.js'

/** Who is looked for among learners. */
export interface AskedPeople {
  /** Part of a name, of what they sign in with, of their mail or id; '' for all. */
  readonly search: string
  /** Name of a cohort or team; '' for all. */
  readonly group: string
}

/** Tells whether somebody is looked for, however capitals are written. */
export function isAsked({ search, group }: AskedPeople): (person: KnownPerson) => boolean {
  const [text, name] = [search, group].map((one) => one.trim().toLocaleLowerCase())
  return (person) => {
    const { cohort, teams = [] } = person
    const groups = [cohort ?? '', ...teams].map((one) => one.toLocaleLowerCase())
    if (name && !groups.includes(name)) return false
    const { id, name: called, username = '', email = '' } = person
    return !text || [called, username, email, id].some((one) => one.toLocaleLowerCase().includes(text))
  }
}
