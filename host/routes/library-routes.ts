import type { HostParts } from '../host-parts.js'
import type { RouteTable } from '../http/router.js'
import { containerRoutes } from './container-routes.js'
import { filesRoutes } from './files-routes.js'
import { importPageRoutes } from './import-page-routes.js'
import { jobPageRoutes } from './job-page-routes.js'
import { libraryAccessRoutes } from './library-access-routes.js'
import { libraryCollectionRoutes } from './library-collection-routes.js'
import { libraryHistoryRoutes } from './library-history-routes.js'
import { libraryPageRoutes } from './library-page-routes.js'
import { libraryPublishRoutes } from './library-publish-routes.js'
import { librarySetRoutes } from './library-set-routes.js'
import { librarySettingsRoutes } from './library-settings-routes.js'
import { libraryTickedRoutes } from './library-ticked-routes.js'
import { overridePageRoutes } from './override-page-routes.js'

/** All pages of libraries, and those of work that makes them wait. */
export function libraryRoutes(host: HostParts): RouteTable {
  return {
    ...libraryPageRoutes(host),
    ...libraryTickedRoutes(host),
    ...libraryCollectionRoutes(host),
    ...librarySetRoutes(host),
    ...libraryPublishRoutes(host),
    ...containerRoutes(host),
    ...filesRoutes(host),
    ...overridePageRoutes(host),
    ...jobPageRoutes(host),
    ...importPageRoutes(host),
    ...libraryHistoryRoutes(host),
    ...libraryAccessRoutes(host),
    ...librarySettingsRoutes(host),
  }
}
