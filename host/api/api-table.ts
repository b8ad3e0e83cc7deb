import type { ApiRoute } from './api-route.js'
import { blockRoutes } from './routes/block-routes.js'
import { collectionRoutes } from './routes/collection-routes.js'
import { componentRoutes } from './routes/component-routes.js'
import { contextRoutes } from './routes/context-routes.js'
import { courseTreeRoutes } from './routes/course-tree-routes.js'
import { exportRoutes } from './routes/export-routes.js'
import { fillRoutes } from './routes/fill-routes.js'
import { exceptionRoutes } from './routes/exception-routes.js'
import { gradeRoutes } from './routes/grade-routes.js'
import { gradingPolicyRoutes } from './routes/grading-policy-routes.js'
import { historyRoutes } from './routes/history-routes.js'
import { importRoutes } from './routes/import-routes.js'
import { jobRoutes } from './routes/job-routes.js'
import { libraryRoutes } from './routes/library-routes.js'
import { migrationRoutes } from './routes/migration-routes.js'
import { operationRoutes } from './routes/operation-routes.js'
import { organisationRoutes } from './routes/organisation-routes.js'
import { policyRoutes } from './routes/policy-routes.js'
import { previewRoutes } from './routes/preview-routes.js'
import { pathwayRoutes } from './routes/pathway-routes.js'
import { overrideRoutes } from './routes/override-routes.js'
import { problemRoutes } from './routes/problem-routes.js'
import { publishRoutes } from './routes/publish-routes.js'
import { referenceChoiceRoutes } from './routes/reference-choice-routes.js'
import { referenceRoutes } from './routes/reference-routes.js'
import { referenceUpdateRoutes } from './routes/reference-update-routes.js'
import { reportRoutes } from './routes/report-routes.js'
import { searchRoutes } from './routes/search-routes.js'
import { sheetRoutes } from './routes/sheet-routes.js'
import { taxonomyRoutes } from './routes/taxonomy-routes.js'
import { transferRoutes } from './routes/transfer-routes.js'
import { upstreamRoutes } from './routes/upstream-routes.js'

/** Every route of the API: what is not here is not served, and stands in no document. */
export const apiTable: readonly ApiRoute[] = [
  ...contextRoutes,
  ...blockRoutes,
  ...operationRoutes,
  ...historyRoutes,
  ...previewRoutes,
  ...publishRoutes,
  ...importRoutes,
  ...exportRoutes,
  ...searchRoutes,
  ...taxonomyRoutes,
  ...sheetRoutes,
  ...collectionRoutes,
  ...courseTreeRoutes,
  ...gradeRoutes,
  ...exceptionRoutes,
  ...gradingPolicyRoutes,
  ...reportRoutes,
  ...componentRoutes,
  ...jobRoutes,
  ...libraryRoutes,
  ...fillRoutes,
  ...organisationRoutes,
  ...referenceRoutes,
  ...referenceChoiceRoutes,
  ...referenceUpdateRoutes,
  ...overrideRoutes,
  ...policyRoutes,
  ...migrationRoutes,
  ...upstreamRoutes,
  ...transferRoutes,
  ...pathwayRoutes,
  ...problemRoutes,
]
