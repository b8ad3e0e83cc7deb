import type { BaseLogger } from 'pino'
import type { UnitStore } from '../compositor/index.js'
import { pluginSetName, PluginStores, shippedPlugin, type LoadedPlugins } from '../plugins/index.js'
import {
  Catalogues,
  CompositorError,
  PersonDirectory,
  ScriptRunner,
  type BlockTypes,
  type GatheredUnit,
} from '../runtime/index.js'
import { Authoring } from './authoring.js'
import { Brand, usualBrand } from './brand/brand.js'
import { blockScores } from './block-scores.js'
import { ClientFiles } from './client-files.js'
import { openScripts, type CourseScripts } from './course-scripts.js'
import { CourseTrees } from './course-trees.js'
import { Courseware } from './courseware.js'
import { BroughtCheck } from './drafts/brought-check.js'
import { draftScripts } from './drafts/draft-scripts.js'
import { DraftCompanions } from './draft-preview/draft-companions.js'
import { DraftPreviews } from './draft-preview/draft-previews.js'
import { DraftAssets } from './drafts/draft-assets.js'
import { DraftChanges } from './drafts/draft-changes.js'
import { DraftMarks } from './drafts/draft-marks.js'
import { DraftReader } from './drafts/draft-reader.js'
import { Drafts } from './drafts/drafts.js'
import { DraftViews } from './drafts/draft-views.js'
import { Embedding } from './embedding/embedding.js'
import { FrontDoor } from './front-door.js'
import type { HostOptions } from './host-options.js'
import { HostPeople, type PeopleOptions } from './host-people.js'
import { bindPluginStores } from './host-services.js'
import { CourseGroups } from './gradebook/course-groups.js'
import { HostUrls } from './host-urls.js'
import { Presence } from './together/presence.js'
import { KnownPeople } from './known-people.js'
import { DemoLearners } from './learner-of.js'
import { LeftRecords } from './left-records.js'
import { UploadTurns, usualUploads } from './http/upload-turns.js'
import { reportKind } from './reports/report-job.js'
import { Reports } from './reports/reports.js'
import { FormerPublications } from './former-publications.js'
import { RetriedDeletions } from './retried-deletions.js'
import type { BodyBounds } from './http/body-bounds.js'
import { HandlerSignatures } from './identity/handler-signatures.js'
import { FailureCounts } from './operations/failure-counts.js'
import { pluginAsks } from './operations/plugin-asks.js'
import { Operations } from './operations/operations.js'
import {
  Libraries,
  Overrides,
  Pathways,
  Policies,
  References,
  type AuthoringStore,
} from '../content/index.js'
import { LibraryOrigins } from './libraries/library-origins.js'
import { SiteLibraries } from './libraries/site-libraries.js'
import { Callers } from './libraries/callers.js'
import { CourseUpdates } from './libraries/course-updates.js'
import { Upstreams } from './libraries/upstreams.js'
import { Migrations } from './libraries/migrations.js'
import { ProblemTests } from './libraries/problem-tests.js'
import { Variants } from './libraries/problem-variants.js'
import { Permissions } from './libraries/permissions.js'
import { HostJobs } from './jobs/host-jobs.js'
import { Catalogue } from './search/catalogue.js'
import { dropImport } from './jobs/import-job.js'
import { hostWorkers } from './jobs/host-workers.js'
import { startBlockJob } from './jobs/block-job.js'
import { siteName } from './site-name.js'
import type { Stores } from './store/open-stores.js'
import { StoreFileKeeper } from './store/store-file-keeper.js'
import { Visitors } from './visitors.js'
import { SiteWords } from './words/index.js'

/** Writes what operators read. */
export type HostLog = Pick<BaseLogger, 'info' | 'warn' | 'error'>

/** What a host is made of, wired together; routes take of it what they need. */
export class HostParts {
  readonly base: string
  /** Epoch milliseconds. */
  readonly now: () => number
  /** What the site is called, and how it looks. */
  readonly brand: Brand
  /** How large bodies may be that handlers are sent. */
  readonly bodies: BodyBounds
  readonly units: UnitStore
  readonly authoring: Authoring
  readonly courseware: Courseware
  readonly courseTrees: CourseTrees
  readonly drafts: Drafts
  readonly draftMarks: DraftMarks
  readonly draftChanges: DraftChanges
  readonly draftViews: DraftViews
  readonly draftAssets: DraftAssets
  readonly previews: DraftPreviews
  /** Who has which block open to edit. */
  readonly presence: Presence
  readonly signatures: HandlerSignatures
  readonly embedding: Embedding | undefined
  readonly clientFiles: ClientFiles
  readonly jobs: HostJobs
  /** What learners made of courses, for those who teach them. */
  readonly reports: Reports
  readonly visitors: Visitors
  /** Who learners are, for pages of staff. */
  readonly people: KnownPeople
  /** What learners of large courses are filtered by. */
  readonly courseGroups: CourseGroups
  readonly callers: Callers
  readonly permissions: Permissions
  readonly migrations: Migrations
  readonly upstreams: Upstreams
  readonly siteLibraries: SiteLibraries
  readonly problemTests: ProblemTests
  readonly variants: Variants
  /** What authors keep. */
  readonly content: AuthoringStore
  /** What authors find blocks of libraries by. */
  readonly catalogue: Catalogue
  readonly libraries: Libraries
  readonly pathways: Pathways
  readonly references: References
  readonly courseUpdates: CourseUpdates
  readonly leftRecords: LeftRecords
  /** Undefined where jobs, and such work, are left to other processes. */
  readonly deletions: RetriedDeletions | undefined
  readonly formerPublications: FormerPublications
  readonly overrides: Overrides
  readonly policies: Policies
  readonly types: BlockTypes
  readonly operations: Operations
  readonly door: FrontDoor
  readonly scripts: CourseScripts | undefined
  /** What plugins keep for themselves. */
  readonly pluginStores: PluginStores

  /** Where a file of the host for browsers is. */
  readonly client = (file: string): string => `${this.base}/client/${this.clientFiles.own(file)}`

  constructor(options: HostOptions, stores: Stores, loaded: LoadedPlugins, log: HostLog) {
    const { base = '', now = Date.now, threads, plugins = [], overrides = [] } = options
    this.now = now
    this.base = base.replace(/\/$/, '')
    this.brand = options.brand ? new Brand(options.brand) : usualBrand
    const { uploadLimit, handlerLimit } = options
    const uploads = new UploadTurns({ ...usualUploads, ...options.uploadsAtOnce })
    this.bodies = { uploadLimit, handlerLimit, uploads }
    const { types } = loaded
    this.clientFiles = new ClientFiles(types)
    this.door = new FrontDoor(options, {
      base: this.base,
      client: this.client,
      log,
      words: (request) => this.visitors.wordsFor(request),
      visitor: (request) => this.visitors.known(request),
      onFirst: () => void this.scripts?.readyIfUsed(),
    })
    this.signatures = new HandlerSignatures(stores.secret, now, options.signatureSlot)
    const { embedding } = options
    this.embedding =
      embedding && new Embedding({ options: embedding, secret: stores.secret, base: this.base, now })
    const blockFailures = new FailureCounts()
    const pluginList = { specifiers: [shippedPlugin, ...plugins], overrides }
    const code = pluginSetName(pluginList)
    this.pluginStores = new PluginStores(stores.store.records, types, options.pluginQuota)
    this.scripts = openScripts(options.python, stores, code, log)
    const urls = new HostUrls({ base: this.base, clientFiles: this.clientFiles })
    const { settings = {} } = options
    // What a host binds of its own may change what blocks show from one process to the next.
    const site = options.services
      ? undefined
      : siteName({ code, urls, clientFiles: this.clientFiles.name, settings })
    this.authoring = new Authoring({
      ...stores,
      types,
      scripts: this.scripts,
      startJob: (kind, input, sole) => this.jobs.start(kind, input, sole),
      madeBy: code,
      now,
      domain: options.domain,
      scores: (block) => blockScores(block, types, (unit) => this.courseware.compositor.draft(unit, false)),
    })
    this.courseware = new Courseware({
      ...stores,
      signatures: this.signatures,
      files: new StoreFileKeeper(stores.store.files, options.fileLimits),
      settings,
      site,
      bind: (services) => {
        options.services?.(services)
        if (!services.isBound(PersonDirectory))
          services
            .bind(PersonDirectory)
            .toConstantValue(new HostPeople(options.people ?? demoPeople(options), stores.secret))
        bindPluginStores(services, this.pluginStores)
        if (!this.scripts || services.isBound(ScriptRunner)) return
        services.bind(ScriptRunner).toConstantValue(this.scripts)
      },
      deadline: options.blockDeadline,
      staff: {
        learner: (id) => this.visitors.learner(id),
        start: (job) => startBlockJob(this.jobs, job),
      },
      composeDeadline: options.composeDeadline,
      loaded,
      plugins: pluginList,
      urls,
      now,
      threads,
      onFailure: (error, _block, failed) => {
        blockFailures.count(error.code)
        log.error({ err: error, usage: error.usage, ...failed }, error.message)
      },
    })
    this.courseTrees = new CourseTrees(this.courseware, stores.learners, now)
    this.operations = new Operations({
      ...stores,
      learnerCounts: stores.counts.learners,
      isClosing: () => this.door.isClosing,
      plugins: () => pluginAsks(loaded, this.courseware.services.get(PersonDirectory, { optional: true })),
      state: () => ({
        requests: this.door.counts,
        underWay: this.door.underWay,
        compositor: this.courseware.compositor.stats(),
        stores: stores.counts,
        events: stores.events.sinks ?? [],
        scripts: this.scripts?.stats(),
        jobs: this.jobs.runner.underWay,
        blockFailures: blockFailures.byCode,
      }),
    })
    const composeDraft = (unit: GatheredUnit, isAwaited?: boolean) =>
      this.courseware.compositor.draft(unit, isAwaited)
    const tried = this.scripts && draftScripts(types, stores.authoring, this.scripts)
    this.drafts = new Drafts(stores.authoring, types, composeDraft, now, tried, (block) =>
      this.draftViews.choices(block),
    )
    stores.authoring.tryBrought(new BroughtCheck(stores.authoring, types, composeDraft, now, tried).refuse)
    const { services } = this.courseware
    this.draftMarks = new DraftMarks(stores.authoring)
    this.draftChanges = new DraftChanges(stores.authoring, stores.learners)
    this.draftAssets = new DraftAssets(stores.authoring)
    this.draftViews = new DraftViews({ types, services, urls: this.courseware.options.urls })
    this.overrides = new Overrides(stores.authoring, types, now)
    this.policies = new Policies(stores.authoring, types)
    this.courseUpdates = new CourseUpdates(stores.authoring, types, stores.learners)
    this.previews = new DraftPreviews({
      companions: new DraftCompanions(stores.authoring, types),
      updates: this.courseUpdates,
      reader: new DraftReader(stores.authoring, types, (unit) => this.courseware.compositor.draft(unit)),
      types,
      services,
      urls: this.courseware.options.urls,
      now,
      deadline: options.blockDeadline,
    })
    this.units = stores.units
    this.formerPublications = new FormerPublications({
      units: stores.units,
      blobs: stores.store.blobs,
      types,
      onFailure: (thrown) => {
        const error = CompositorError.from(thrown, 'store-unavailable')
        log.error({ err: error, code: error.code }, error.message)
      },
    })
    this.leftRecords = new LeftRecords({
      ...stores,
      compositor: this.courseware.compositor,
      keeper: stores.store.files,
    })
    this.people = new KnownPeople(
      () => this.courseware.services.get(PersonDirectory, { optional: true }),
      (thrown) => {
        const error = CompositorError.from(thrown, 'host-failed')
        log.error({ err: error }, `The directory of people failed: ${error.message}`)
      },
    )
    this.courseGroups = new CourseGroups(this.people, stores.learners.courseLearners, now)
    this.visitors = new Visitors({
      options,
      base: this.base,
      secret: stores.secret,
      units: stores.units,
      courseware: this.courseware,
      locales: types.plugins().flatMap(({ words }) => words?.locales ?? []),
      words: new SiteWords(
        options.catalogues && Catalogues.of(options.catalogues).byLocale,
        this.brand,
        types.plugins().flatMap(({ words }) => words ?? []),
      ),
    })
    this.callers = new Callers({
      visitors: this.visitors,
      bearer: options.bearer,
      memberships: options.memberships,
    })
    this.permissions = new Permissions({
      visitors: this.visitors,
      callers: this.callers,
      standings: stores.standings,
    })
    this.content = stores.authoring
    this.presence = new Presence(stores.store.heads)
    this.catalogue = new Catalogue({
      ...stores,
      types,
      madeBy: code,
      now,
      onFailure: (thrown) => {
        const error = CompositorError.from(thrown, 'store-unavailable')
        log.error({ err: error, code: error.code }, error.message)
      },
    })
    this.libraries = new Libraries(stores.authoring, types, () => new Date(now()))
    this.references = new References(stores.authoring, types, stores.standings)
    this.pathways = new Pathways(stores.authoring, types)
    this.types = types
    this.siteLibraries = new SiteLibraries({
      libraries: this.libraries,
      authoring: stores.authoring,
      units: stores.units,
      standings: stores.standings,
      usage: this.catalogue.usage,
      origins: new LibraryOrigins(stores.store.heads, stores.secret),
    })
    this.problemTests = new ProblemTests(stores.authoring, this.scripts)
    this.variants = new Variants({
      store: stores.authoring,
      types,
      tests: this.problemTests,
      urls: this.courseware.options.urls,
    })
    this.upstreams = new Upstreams(stores.authoring, types)
    this.migrations = new Migrations(stores.authoring, types, this.authoring)
    this.reports = new Reports({
      courseware: this.courseware,
      visitors: this.visitors,
      people: this.people,
      jobs: () => this.jobs,
      now,
    })
    this.jobs = new HostJobs({
      records: stores.store.records,
      workers: {
        ...hostWorkers({
          courseware: this.courseware,
          visitors: this.visitors,
          people: this.people,
          courseGroups: this.courseGroups,
          catalogue: this.catalogue,
          files: stores.store.files,
          publishing: { authoring: this.authoring, store: stores.authoring, tests: this.problemTests },
        }),
        [reportKind]: (job) => this.reports.run(job),
      },
      onEnd: (job) => dropImport(job, stores.store.files),
      now,
      runsOthers: options.jobs ?? true,
      onFailure: (error) => log.error({ err: error, code: error.code }, error.message),
    })
    if (options.jobs ?? true)
      this.deletions = new RetriedDeletions(() => this.courseware.staff.tellDeletions())
  }
}

/** Who people are in a demo. */
function demoPeople({ learner }: HostOptions): PeopleOptions {
  return learner ? {} : { directory: (ids) => DemoLearners.known(ids) }
}
