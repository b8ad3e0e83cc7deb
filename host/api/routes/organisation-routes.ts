import { z } from 'zod'
import { CompositorError } from '../../../runtime/index.js'
import type { Caller } from '../../libraries/caller.js'
import { apiRoute, reply } from '../api-route.js'
import { grants, grantsChange } from '../library-grants.js'

const tag = 'organisations'
const ofOrganisation = z.object({ organisation: z.string().min(1).max(300) })

const shown = apiRoute({
  id: 'showOrganisationRoles',
  tag,
  summary: 'Who is what in all libraries of an organisation',
  method: 'GET',
  path: '/organisations/:organisation/roles',
  may: 'somebody',
  parts: ofOrganisation,
  answers: { 200: grants },
  refuses: ['author-only'],
  async run({ host, caller, parts }) {
    siteOnly(caller)
    return reply(200, await host.siteLibraries.organisation(parts.organisation))
  },
})

const changed = apiRoute({
  id: 'changeOrganisationRoles',
  tag,
  summary:
    'Changes who is what in all libraries of an organisation, those to come included; null takes a role away',
  method: 'PATCH',
  path: '/organisations/:organisation/roles',
  may: 'somebody',
  parts: ofOrganisation,
  body: grantsChange,
  answers: { 200: grants },
  refuses: ['author-only'],
  async run({ host, caller, parts, body }) {
    siteOnly(caller)
    return reply(200, await host.siteLibraries.changeOrganisation(parts.organisation, body))
  },
})

function siteOnly({ isSiteAuthor }: Caller): void {
  if (!isSiteAuthor)
    throw new CompositorError(
      'author-only',
      'Only authors of the whole site give roles in all libraries of an organisation.',
    )
}

/** What holds for all libraries of an organisation. */
export const organisationRoutes = [shown, changed]
