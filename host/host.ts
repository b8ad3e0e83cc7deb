import { apiRoutes } from './api/api-routes.js'
import type { PublishedContext, UnitStore } from '../compositor/index.js'
import type { Learner, LearnerGrades } from '../lms/index.js'
import type { LoadedPlugins } from '../plugins/index.js'
import type { Finding, LearningContextKey } from '../runtime/index.js'
import type { Authoring } from './authoring.js'
import type { Courseware } from './courseware.js'
import type { Drafts } from './drafts/drafts.js'
import type { Embedding } from './embedding/embedding.js'
import type { HostOptions } from './host-options.js'
import { HostParts, type HostLog } from './host-parts.js'
import type { HostRequest, HostResponse } from './http/exchange.js'
import { fetchResponseOf, hostRequestOf } from './http/fetch-adapter.js'
import { defaultUploadLimit } from './http/request-body.js'
import { Router } from './http/router.js'
import type { HandlerSignatures } from './identity/handler-signatures.js'
import type { HostJobs } from './jobs/host-jobs.js'
import type { LeftRecords } from './left-records.js'
import {
  placedReference,
  type AuthoringStore,
  type Libraries,
  type Overrides,
  type Policies,
  type Pathways,
  type PlacedReference,
  type ReferencePlace,
  type References,
} from '../content/index.js'
import type { Callers } from './libraries/callers.js'
import type { CourseUpdates } from './libraries/course-updates.js'
import type { Permissions } from './libraries/permissions.js'
import type { SiteLibraries } from './libraries/site-libraries.js'
import type { Upstreams } from './libraries/upstreams.js'
import type { Migrations } from './libraries/migrations.js'
import type { ProblemTests } from './libraries/problem-tests.js'
import type { Variants } from './libraries/problem-variants.js'
import type { Operations } from './operations/operations.js'
import { authorRoutes } from './routes/author-routes.js'
import { editorRoutes } from './routes/editor-routes.js'
import { blockPageRoutes } from './routes/block-page-routes.js'
import { blockRoutes } from './routes/block-routes.js'
import { authorsHomeRoutes } from './routes/authors-home-routes.js'
import { courseFilesRoutes } from './routes/course-files-routes.js'
import { gradingPageRoutes } from './routes/grading-page-routes.js'
import { courseHistoryRoutes } from './routes/course-history-routes.js'
import { courseChangesRoutes } from './routes/course-changes-routes.js'
import { courseTreeRoutes } from './routes/course-tree-routes.js'
import { brandRoutes } from './routes/brand-routes.js'
import { contextRoutes } from './routes/context-routes.js'
import { courseUpdateRoutes } from './routes/course-update-routes.js'
import { embedRoutes } from './routes/embed-routes.js'
import { homeRoutes } from './routes/home-routes.js'
import { fileRoutes } from './routes/file-routes.js'
import { libraryRoutes } from './routes/library-routes.js'
import { pluginRoutes } from './routes/plugin-routes.js'
import { previewRoutes } from './routes/preview-routes.js'
import { drawRoutes } from './routes/draw-routes.js'
import { courseLearnerRoutes } from './routes/course-learner-routes.js'
import { gradebookRoutes } from './routes/gradebook-routes.js'
import { staffPageRoutes } from './routes/staff-page-routes.js'
import { staffDeedRoutes } from './routes/staff-deed-routes.js'
import { staffRoutes } from './routes/staff-routes.js'
import { referencePageRoutes } from './routes/reference-page-routes.js'
import { variantRoutes } from './routes/variant-routes.js'
import { pathwayPageRoutes } from './routes/pathway-page-routes.js'
import { reportRoutes } from './routes/report-routes.js'
import { progressRoutes } from './routes/progress-routes.js'
import { policyPageRoutes } from './routes/policy-page-routes.js'
import { upstreamPageRoutes } from './routes/upstream-page-routes.js'
import { unitRoutes } from './routes/unit-routes.js'
import type { Reports } from './reports/reports.js'
import type { Catalogue } from './search/catalogue.js'
import type { Stores } from './store/open-stores.js'

/**
 * An LMS host: a store, the block types, and a `fetch` to mount in a server. Open one with `openHost`; it ends
 * its threads and closes its store with `close()` or `await using`.
 */
export class Host implements AsyncDisposable {
  readonly base: string
  readonly units: UnitStore
  readonly authoring: Authoring
  readonly courseware: Courseware
  readonly drafts: Drafts
  readonly migrations: Migrations
  /** Copies of library blocks that stay linked to them. */
  readonly upstreams: Upstreams
  readonly problemTests: ProblemTests
  readonly variants: Variants
  /** What authors find blocks of libraries by: taxonomies, tags, search, where they are used. */
  readonly catalogue: Catalogue
  readonly signatures: HandlerSignatures
  readonly embedding: Embedding | undefined
  /** Health and metrics, for those who run the host. */
  readonly operations: Operations
  /** Libraries, and what is in them. */
  readonly libraries: Libraries
  /** Lists of library blocks that learners work through. */
  readonly pathways: Pathways
  /** References of drafts to libraries. */
  readonly references: References
  /** Other versions of libraries for references of drafts. */
  readonly courseUpdates: CourseUpdates
  /** What learners did at blocks that are not used any more. */
  readonly leftRecords: LeftRecords
  /** What references of drafts say of library blocks in their places. */
  readonly overrides: Overrides
  /** Settings that hold together for many blocks of a course. */
  readonly policies: Policies
  /** What this site says of its libraries: roles, archives, who may refer to them. */
  readonly siteLibraries: SiteLibraries
  /** What authors keep. */
  readonly content: AuthoringStore
  readonly callers: Callers
  readonly permissions: Permissions
  /** Long work, such as rescoring everybody. */
  readonly jobs: HostJobs
  /** What learners made of courses, for those who teach them. */
  readonly reports: Reports
  readonly #parts: HostParts
  readonly #router: Router
  #closed: Promise<void> | undefined

  constructor(
    private readonly options: HostOptions,
    private readonly stores: Stores,
    private readonly loaded: LoadedPlugins,
    readonly log: HostLog,
    /** Keeps plugins from ending the process, until the host is closed. */
    private readonly watch?: Disposable,
  ) {
    const parts = new HostParts(options, stores, loaded, log)
    this.#parts = parts
    this.base = parts.base
    this.units = parts.units
    this.authoring = parts.authoring
    this.courseware = parts.courseware
    this.drafts = parts.drafts
    this.migrations = parts.migrations
    this.upstreams = parts.upstreams
    this.problemTests = parts.problemTests
    this.variants = parts.variants
    this.catalogue = parts.catalogue
    this.signatures = parts.signatures
    this.embedding = parts.embedding
    this.operations = parts.operations
    this.jobs = parts.jobs
    this.reports = parts.reports
    this.libraries = parts.libraries
    this.pathways = parts.pathways
    this.references = parts.references
    this.courseUpdates = parts.courseUpdates
    this.leftRecords = parts.leftRecords
    this.overrides = parts.overrides
    this.policies = parts.policies
    this.siteLibraries = parts.siteLibraries
    this.content = parts.content
    this.callers = parts.callers
    this.permissions = parts.permissions
    this.#router = new Router({
      ...authorRoutes(parts),
      ...authorsHomeRoutes(parts),
      ...courseTreeRoutes(parts),
      ...courseFilesRoutes(parts),
      ...gradingPageRoutes(parts),
      ...courseHistoryRoutes(parts),
      ...courseChangesRoutes(parts),
      ...blockPageRoutes(parts),
      ...editorRoutes(parts),
      ...variantRoutes(parts),
      ...referencePageRoutes(parts),
      ...libraryRoutes(parts),
      ...pathwayPageRoutes(parts),
      ...policyPageRoutes(parts),
      ...upstreamPageRoutes(parts),
      ...previewRoutes(parts),
      ...courseUpdateRoutes(parts),
      ...homeRoutes(parts),
      ...contextRoutes(parts),
      ...progressRoutes(parts),
      ...reportRoutes(parts),
      ...unitRoutes(parts),
      ...blockRoutes(parts),
      ...embedRoutes(parts),
      ...pluginRoutes(parts),
      ...staffRoutes(parts),
      ...staffDeedRoutes(parts),
      ...staffPageRoutes(parts),
      ...gradebookRoutes(parts),
      ...courseLearnerRoutes(parts),
      ...drawRoutes(parts),
      ...apiRoutes(parts),
      ...brandRoutes(parts),
      ...fileRoutes(parts),
    })
  }

  /** Largest request body taken where nothing else is said, in bytes. */
  get uploadLimit(): number {
    return this.options.uploadLimit ?? defaultUploadLimit
  }

  /** Findings about plugins that could not be loaded. */
  get pluginDiagnostics(): readonly Finding[] {
    return this.loaded.diagnostics
  }

  /** Answers a request below the mount path: the door for any server that speaks fetch. */
  readonly fetch = async (request: Request): Promise<Response> => {
    const asked = hostRequestOf(request, this.uploadLimit)
    return fetchResponseOf(await this.answer(asked), asked)
  }

  /** Answers a request, at once where everything is known; never throws. */
  readonly answer = (request: HostRequest): HostResponse | Promise<HostResponse> => {
    const { base } = this
    const { method, path } = request
    const isHere = path === base || path.startsWith(`${base}/`)
    return this.#parts.door.answer(
      request,
      isHere ? this.#router.find(method, path.slice(base.length) || '/') : undefined,
    )
  }

  /**
   * Makes a reference to library blocks a place of its own, without a course: composed, drawn, graded and kept under keys of that place by
   * whatever is asked of its unit, as of any. The same reference is the same place.
   * @returns the learning context and the unit, published
   * @throws CompositorError `key-malformed`, `field-value`, `library-version-missing`, `library-block-missing`
   */
  async placeReference(reference: PlacedReference): Promise<ReferencePlace> {
    const { content: store, pathways, authoring } = this
    const placed = await placedReference(reference, { store, pathways, blockTypes: this.loaded.types })
    const { published } = await store.head(placed.context)
    if (published === null) await authoring.publish(placed.context)
    return placed
  }

  /** The published version of a context. @throws CompositorError `context-not-published` */
  published(context: string): Promise<PublishedContext> {
    return this.units.publication(context)
  }

  publishedOf(context: LearningContextKey): Promise<PublishedContext> {
    return this.published(context.withoutBranchOrVersion().toString())
  }

  /** Everything that is published, sorted by key. */
  async contexts(): Promise<PublishedContext[]> {
    return Promise.all((await this.units.contexts()).map((context) => this.published(context)))
  }

  /** A learner by the host's own id. */
  learner(id: string, name = id, isStaff = false): Learner {
    return this.#parts.visitors.learner(id, name, isStaff)
  }

  /**
   * What learners have of a published course, as its staff see it: for a site's own records of grades. Who did nothing there has no points.
   * @param context key of the course, as text @param ids of learners, as `learner` gives them; some hundred at a time
   * @returns in the order of the ids, named as `people.directory` does
   * @throws CompositorError `context-not-published`, `standing-unavailable`, `store-unavailable`
   */
  async grades(context: string, ids: readonly string[]): Promise<readonly LearnerGrades[]> {
    const published = await this.published(context)
    const named = await this.#parts.people.of(ids, published.publication.context)
    const learners = named.map(({ id, name }) => this.learner(id, name))
    return (await this.courseware.gradesOf(published, { learners, seenBy: 'staff' })).learners
  }

  /**
   * Takes no more requests, waits for answers under way (no longer than `closeDeadline`), ends the threads and closes
   * the store.
   */
  close(): Promise<void> {
    return (this.#closed ??= this.#close())
  }

  async #close(): Promise<void> {
    const { door, deletions, formerPublications, jobs, scripts, presence } = this.#parts
    const left = presence.close()
    await door.close(this.options.closeDeadline ?? 10_000)
    await left
    await jobs.close()
    await deletions?.close()
    await formerPublications.close()
    await this.catalogue.close()
    await this.courseware.close()
    await scripts?.close()
    await this.stores.close()
    await this.operations.close()
    this.watch?.[Symbol.dispose]()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
