import type { Courseware } from '../courseware.js'
import type { Happening, Learner } from '../../lms/index.js'
import type { Embedding } from '../embedding/embedding.js'
import type { EmbeddedLearner } from '../embedding/learner-token.js'
import { unitEventsHeader, unitEventsText, type UnitStanding } from '../embedding/unit-events-header.js'
import type { HostParts } from '../host-parts.js'
import { HostUrls } from '../host-urls.js'
import { jsonAnswer, type HostRequest, type HostResponse } from '../http/exchange.js'
import { courseContent } from '../pages/course-content.js'
import type { PathParts, RouteHandler, RouteTable } from '../http/router.js'
import { CompositorError, parseUsageKey } from '../../runtime/index.js'
import { stampedFiles } from '../stamped-files.js'
import { newestUsage, unitOf } from '../unit-of.js'
import { methods, routesFor, submit, takenMethods } from './block-routes.js'
import { assetFile } from './file-routes.js'

/** What is needed of the host here. */
type Parts = Pick<
  HostParts,
  'bodies' | 'clientFiles' | 'courseware' | 'door' | 'embedding' | 'units' | 'visitors'
>

/** What a page of another site is given of a unit; `host/client/element` reads it. */
export interface EmbeddedUnit {
  /** Changes when an older element could not show it. */
  readonly format: 1
  /** Its usage key. */
  readonly unit: string
  readonly title: string
  readonly html: string
  /** Addresses of stylesheets, then of module scripts. */
  readonly styles: readonly string[]
  readonly scripts: readonly string[]
  /** The module that brings the blocks to life. */
  readonly loader: string
}

/** Where the custom element of pages of other sites gets a unit, and its blocks call their handlers. */
export function embedRoutes(host: Parts): RouteTable {
  const { embedding } = host
  if (!embedding) return {}
  const routes = new EmbedRoutes(host, embedding)
  const { open } = routes
  const call = open((request, parts) => routes.call(request, parts))
  return {
    'GET /units/:key/embedded': open((request, { key = '' }) => routes.unit(request, key)),
    'OPTIONS /units/:key/embedded': (request) => routes.permission(request),
    ...routesFor(methods, '/embedded/:place/blocks/:key/handlers/:handler', call),
    'GET /embedded/:place/blocks/:key/views/:view': open((request, parts) => routes.data(request, parts)),
    'GET /embedded/:place/assets/:context/:name*': open((request, parts) => routes.asset(request, parts)),
    'OPTIONS /embedded/:place/:rest*': (request) => routes.permission(request),
  }
}

/** Pages of others are in languages that we do not know. */
const anotherSite = { language: undefined, direction: 'ltr' } as const

class EmbedRoutes {
  readonly #courseware: Courseware

  constructor(
    private readonly host: Parts,
    private readonly embedding: Embedding,
  ) {
    const { clientFiles, courseware } = host
    this.#courseware = courseware.at(new HostUrls({ ...embedding.places.marked, clientFiles }))
  }

  /** A route for pages of listed sites; they may read its refusals, too. */
  readonly open =
    (route: RouteHandler): RouteHandler =>
    async (request, parts) => {
      this.embedding.refuseStrangers(request)
      const answer = await this.#answerOf(route, request, parts)
      return { ...answer, headers: { ...answer.headers, ...this.embedding.corsHeaders(request) } }
    }

  async unit(request: HostRequest, key: string): Promise<HostResponse> {
    const { host, embedding } = this
    const usage = parseUsageKey(key)
    const unit = usage.toString()
    const asked = this.#learnerOf(request, unit)
    const { learner, published } = await host.visitors.visitByToken(request, asked, usage.context)
    const newest = newestUsage(published, usage)
    const { fragment } = await this.#courseware.page(newest, learner, published)
    const { context } = published.publication
    const content = courseContent(fragment.content, published.root.language, anotherSite)
    const client = (file: string) => `${embedding.places.marked.base}/client/${host.clientFiles.own(file)}`
    const urls = (wanted: 'css' | 'js') =>
      fragment.resources.filter(({ kind }) => kind === wanted).map(({ url }) => url)
    const embedded: EmbeddedUnit = {
      format: 1,
      unit: newest.toString(),
      title: (await published.unit(newest.toString()))?.title ?? '',
      html: await stampedFiles(content.text, published),
      styles: [client('unit.css'), ...urls('css')],
      scripts: urls('js'),
      loader: client('runtime.js'),
      ...(learner.locale !== undefined && { locale: learner.locale }),
    }
    const answer = jsonAnswer(embedded, 200, { 'cache-control': 'no-store' })
    return this.#filled(answer, request, asked, context)
  }

  async call(request: HostRequest, parts: PathParts): Promise<HostResponse> {
    const { place = '' } = parts
    const caller = this.embedding.places.learnerAt(place)
    const context = contextOf(caller.unit)
    const visit = await this.host.visitors.visitByToken(request, caller, context)
    const within = newestUsage(visit.published, parseUsageKey(caller.unit)).toString()
    const { bodies } = this.host
    const happenings: Happening[] = []
    const answer = await submit({ bodies, courseware: this.#courseware }, request, visit, parts, {
      within,
      tell: (told) => happenings.push(...told),
    })
    const filled = this.#filled(answer, request, caller, context)
    if (happenings.length === 0) return filled
    const events = unitEventsText(within, happenings, await this.#standing(within, visit.learner, happenings))
    const told = { [unitEventsHeader]: events, 'access-control-expose-headers': unitEventsHeader }
    return { ...filled, headers: { ...filled.headers, ...told } }
  }

  /** What was stored is stored: where the unit cannot be counted, its page is told the rest. */
  async #standing(
    unit: string,
    learner: Learner,
    happenings: readonly Happening[],
  ): Promise<UnitStanding | undefined> {
    if (happenings.every(({ what }) => what === 'submitted')) return undefined
    try {
      return await this.#courseware.progress(parseUsageKey(unit), learner)
    } catch {
      return undefined
    }
  }

  async data(request: HostRequest, { place = '', key = '', view = '' }: PathParts): Promise<HostResponse> {
    const caller = this.embedding.places.learnerAt(place)
    const context = contextOf(caller.unit)
    const { learner, published } = await this.host.visitors.visitByToken(request, caller, context)
    const usage = newestUsage(published, parseUsageKey(key))
    const within = newestUsage(published, parseUsageKey(caller.unit)).toString()
    const unit = await unitOf(published, usage, within)
    const body = await this.#courseware.data(unit, learner, usage.toString(), view)
    const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
    return this.#filled({ status: 200, headers, body }, request, caller, context)
  }

  async asset(request: HostRequest, parts: PathParts): Promise<HostResponse> {
    const { place = '', context = '', name = '' } = parts
    const files = this.embedding.places.filesAt(place)
    if (files.context !== context) {
      throw new CompositorError('handler-address', 'This address opens the files of another course.')
    }
    const { published } = await this.host.visitors.visitByToken(request, { id: files.learner }, context)
    return assetFile(this.host, request, published, name)
  }

  /** What a browser asks before it sends a token, or JSON. */
  permission(request: HostRequest): HostResponse {
    const headers = {
      ...this.embedding.corsHeaders(request),
      'access-control-allow-methods': takenMethods,
      'access-control-allow-headers': 'authorization, content-type',
      'access-control-max-age': '600',
    }
    return { status: 204, headers, body: '' }
  }

  /** Pages of this very site need no token: the host knows who asks. */
  #learnerOf(request: HostRequest, unit: string): EmbeddedLearner {
    const hasToken = request.header('authorization') !== undefined
    if (!hasToken && request.header('sec-fetch-site') === 'same-origin') {
      const { id, name } = this.host.visitors.learnerOf(request)
      return { id, name, unit }
    }
    const asked = this.embedding.learnerOf(request)
    if (asked.unit === unit) return asked
    throw new CompositorError(
      'embed-token',
      `The learner token is for another unit: ${asked.unit.slice(0, 300)}.`,
    )
  }

  #filled(
    answer: HostResponse,
    request: HostRequest,
    learner: EmbeddedLearner,
    context: string,
  ): HostResponse {
    const { body } = answer
    if (typeof body !== 'string') return answer
    const origin = this.embedding.originOf(request)
    return { ...answer, body: this.embedding.places.filled(body, origin, learner, context) }
  }

  async #answerOf(route: RouteHandler, request: HostRequest, parts: PathParts): Promise<HostResponse> {
    try {
      return await route(request, parts)
    } catch (thrown) {
      return this.host.door.refusal(request, CompositorError.from(thrown, 'host-failed'))
    }
  }
}

function contextOf(unit: string): string {
  return parseUsageKey(unit).context.withoutBranchOrVersion().toString()
}
