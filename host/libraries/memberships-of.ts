import type { Learner } from '../../lms/index.js'
import type { RequestHead } from '../learner-of.js'
import type { Memberships } from './memberships.js'

/** Says what a host knows of somebody; asked once a request. */
export type MembershipsOf = (person: Learner, request: RequestHead) => Memberships | Promise<Memberships>
