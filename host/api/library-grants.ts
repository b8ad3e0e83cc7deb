import { z } from 'zod'
import { libraryRoles } from '../../content/index.js'

const roles = z.record(z.string().min(1).max(300), z.enum(libraryRoles))
const changed = z.record(z.string().min(1).max(300), z.enum(libraryRoles).nullable()).optional()

/** Who is what: users by the host's ids, groups and organisations as the host names them. */
export const grants = z.object({ users: roles, groups: roles, organisations: roles }).meta({ id: 'Grants' })

/** Roles to give, and null for those to take away. */
export const grantsChange = z
  .strictObject({ users: changed, groups: changed, organisations: changed })
  .meta({ id: 'GrantsChange' })
