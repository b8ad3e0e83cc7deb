import { libraryRoles, type Grants, type LibraryRole } from '../../content/index.js'
import type { Caller } from './caller.js'

/**
 * What somebody may do with a course or library: see its drafts and its history, and refer to it; change the draft; publish it; say
 * who may do what, archive and delete it.
 */
export const permissions = ['read', 'edit', 'publish', 'manage'] as const
export type Permission = (typeof permissions)[number]

/** The least role that each takes. */
const needed: Readonly<Record<Permission, LibraryRole>> = {
  read: 'read',
  edit: 'author',
  publish: 'author',
  manage: 'admin',
}

/** The least role in a library that something takes. */
export function roleFor(permission: Permission): LibraryRole {
  return needed[permission]
}

export function mayDo(role: LibraryRole | undefined, permission: Permission): boolean {
  return role !== undefined && libraryRoles.indexOf(role) <= libraryRoles.indexOf(needed[permission])
}

/** The highest role that grants give somebody: by their id, a group or an organisation of theirs. */
export function grantedRole(
  { person, groups, organisations }: Caller,
  all: readonly Grants[],
): LibraryRole | undefined {
  const granted = new Set(
    all.flatMap((grants) => [
      own(grants.users, person.id),
      ...groups.map((name) => own(grants.groups, name)),
      ...organisations.map((name) => own(grants.organisations, name)),
    ]),
  )
  return libraryRoles.find((role) => granted.has(role))
}

/** Those who give roles in a library, as people read it. */
export function adminsOf({ roles }: { readonly roles: Grants }): string[] {
  const admins = (names: Readonly<Record<string, string>>, kind: string) =>
    Object.entries(names).flatMap(([name, role]) => (role === 'admin' ? [`${kind}${name}`] : []))
  return [
    ...admins(roles.users, ''),
    ...admins(roles.groups, 'the group '),
    ...admins(roles.organisations, 'the organisation '),
  ].slice(0, 10)
}

function own(roles: Readonly<Record<string, LibraryRole>>, name: string): LibraryRole | undefined {
  return Object.hasOwn(roles, name) ? roles[name] : undefined
}
