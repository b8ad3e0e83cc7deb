/** What a host knows of somebody who works on libraries. */
export interface Memberships {
  /** Names of the groups that they are in. */
  readonly groups?: readonly string[]
  /** Names of the organisations that they belong to, as keys have them. */
  readonly organisations?: readonly string[]
  /** Whether they write courses or libraries here at all, so that they read libraries which are open to all who do. */
  readonly isAuthor?: boolean
}
