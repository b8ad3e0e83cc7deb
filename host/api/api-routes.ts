import { z } from 'zod'
import type { JsonObject } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import type { RouteTable } from '../http/router.js'
import { doorOf } from './api-door.js'
import { apiRoute, reply, type ApiRoute } from './api-route.js'
import { apiTable } from './api-table.js'
import { openApiOf } from './open-api.js'

/** The API for a host's router, its own document included. */
export function apiRoutes(host: HostParts): RouteTable {
  let made: JsonObject | undefined
  const document: ApiRoute = apiRoute({
    id: 'showDocument',
    tag: 'document',
    summary: 'This document',
    method: 'GET',
    path: '/openapi.json',
    may: 'anybody',
    answers: { 200: z.looseObject({ openapi: z.literal('3.1.0') }) },
    run: () => reply(200, { ...(made ??= openApiOf(routes, host.base)), openapi: '3.1.0' as const }),
  })
  const routes: readonly ApiRoute[] = [document, ...apiTable]
  return doorOf(host, routes)
}
