import { z } from 'zod'
import { CompositorError } from '../../runtime/errors/index.js'
import { validate } from '../../runtime/field/index.js'
import type { Heads } from '../../store/index.js'

/** What somebody is in a library: `admin` says who may do what, `author` changes and publishes, `read` looks and refers. */
export const libraryRoles = ['admin', 'author', 'read'] as const
/** See {@link libraryRoles}. */
export type LibraryRole = (typeof libraryRoles)[number]

const name = z.string().min(1).max(300)
const roles = z.record(name, z.enum(libraryRoles))

/** Who is what: users by the host's ids, groups and organisations as the host names them. */
export const grantsForm = z.strictObject({
  users: roles.default({}),
  groups: roles.default({}),
  organisations: roles.default({}),
})
/** Roles in a library, or in all of an organisation, by whom they are given to. */
export type Grants = z.output<typeof grantsForm>

const standingForm = z.strictObject({
  archived: z.literal(true).optional(),
  publicReading: z.literal(true).optional(),
  mayRefer: z.array(name).max(1000).optional(),
  roles: grantsForm.default({ users: {}, groups: {}, organisations: {} }),
})

/** What this site says of a library; it is no part of what is in it. */
export interface LibraryStanding {
  /** It takes no edits and no new references; learners go on. */
  readonly archived?: true | undefined
  /** Everybody who writes courses or libraries at this site may read it. */
  readonly publicReading?: true | undefined
  /** Keys of the courses and libraries, and names of the organisations, that may refer to it; all when left out. */
  readonly mayRefer?: readonly string[] | undefined
  readonly roles: Grants
}

const headOf = (library: string) => `library:${library}`
const organisationHead = (organisation: string) => `library-organisation:${organisation}`
const noGrants: Grants = { users: {}, groups: {}, organisations: {} }

/** How often a change is tried when others are faster. */
const mostAttempts = 100

/** What a site says of its libraries, and of all libraries of an organisation. */
export class LibraryStandings {
  constructor(private readonly heads: Heads) {}

  /** What is said of a library; nothing of one that is not there. @throws CompositorError `store-unavailable` */
  async of(library: string): Promise<LibraryStanding> {
    return standingIn((await this.heads.texts([headOf(library)]))[0])
  }

  /** Who is what in all libraries of an organisation. @throws CompositorError `store-unavailable` */
  async ofOrganisation(organisation: string): Promise<Grants> {
    const [text] = await this.heads.texts([organisationHead(organisation)])
    return text === undefined ? noGrants : grantsForm.parse(JSON.parse(text))
  }

  /** @throws CompositorError `handler-input` for what cannot be said, `store-unavailable` */
  async change(
    library: string,
    make: (before: LibraryStanding) => LibraryStanding,
  ): Promise<LibraryStanding> {
    let made = standingIn(undefined)
    await this.#replace(headOf(library), (text) => {
      made = validate(standingForm, plain(make(standingIn(text))), 'handler-input')
      return JSON.stringify(made)
    })
    return made
  }

  /** @throws CompositorError `handler-input`, `store-unavailable` */
  async changeOrganisation(organisation: string, make: (before: Grants) => Grants): Promise<Grants> {
    let made = noGrants
    await this.#replace(organisationHead(organisation), (text) => {
      const before = text === undefined ? noGrants : grantsForm.parse(JSON.parse(text))
      made = validate(grantsForm, make(before), 'handler-input')
      return JSON.stringify(made)
    })
    return made
  }

  /** Says nothing of a library any more. @throws CompositorError `store-unavailable` */
  async forget(library: string): Promise<void> {
    await this.#replace(headOf(library), () => undefined)
  }

  /** Whether any library of the site is archived, or names who may refer to it. @throws CompositorError `store-unavailable` */
  async restricts(): Promise<boolean> {
    const texts = await this.heads.texts(await this.heads.names(headOf('')))
    return texts.some((text) => {
      const { archived, mayRefer } = standingIn(text)
      return archived !== undefined || mayRefer !== undefined
    })
  }

  async #replace(head: string, make: (before: string | undefined) => string | undefined): Promise<void> {
    for (let attempt = 1; attempt <= mostAttempts; attempt++) {
      const [before] = await this.heads.texts([head])
      const after = make(before)
      if (before === after || (await this.heads.change([{ name: head, before, after }]))) return
    }
    throw new CompositorError('store-unavailable', `Others set '${head}' ${mostAttempts} times meanwhile.`)
  }
}

function standingIn(text: string | undefined): LibraryStanding {
  return text === undefined ? { roles: noGrants } : standingForm.parse(JSON.parse(text))
}

/** Without what is undefined, which no JSON has. */
function plain(standing: LibraryStanding): object {
  return Object.fromEntries(Object.entries(standing).filter(([, value]) => value !== undefined))
}
