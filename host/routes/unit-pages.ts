import { hash } from 'node:crypto'
import type { PublishedContext } from '../../compositor/index.js'
import type { Learner, Making, UnitView } from '../../lms/index.js'
import { trusted, type UsageKey } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import { hasCurrent, unchanged } from '../http/compression.js'
import { encoded } from '../http/encoded.js'
import { htmlResponse, seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import { scriptOriginsOf } from '../http/page-security.js'
import { endedNoticeCookie, mayHoldNotice, noticeIn } from '../identity/notice-cookie.js'
import { audiencesOf, contextNav, layout, unitAround, unitPage } from '../pages/index.js'
import { stampedFiles } from '../stamped-files.js'
import { newestUsage } from '../unit-of.js'

/** What is needed of the host here. */
export type UnitPagesParts = Pick<HostParts, 'base' | 'client' | 'courseware' | 'visitors'>

/** A unit that somebody asks for. */
export interface AskedUnit {
  readonly usage: UsageKey
  /** Its key, and that of its context without branch or version, as texts. */
  readonly key: string
  readonly context: string
}

/** A unit's page for one learner, as it is sent. */
interface Page {
  /** Name of the publication it was made of. */
  readonly publication: string
  readonly forAuthor: boolean
  /** Epoch milliseconds until which its ways to other units are true. */
  readonly validUntil: number
  readonly etag: string
  readonly answer: HostResponse
  /** What who has it is answered. */
  readonly unchanged: HostResponse
}

/** Where the unit stands in its page: the unit is most of the bytes, and as one text with the rest all of them would be copied once more. */
const unitsPlace = trusted('<!--unit-->')

/** Pages of units: each is made once and sent again, as it is, while it is true. */
export class UnitPages {
  constructor(private readonly host: UnitPagesParts) {}

  /** The answer to a request, at once where the page is kept and all that it rests on is known. @throws as {@link #later} does */
  answer(request: HostRequest, asked: AskedUnit): HostResponse | Promise<HostResponse> {
    const { visitors, courseware } = this.host
    const person = visitors.learnerOf(request)
    const visit = mayHoldNotice(request.header('cookie'))
      ? undefined
      : visitors.knownVisit(request, asked.context, person)
    if (visit && visit.published.publication.aliases === undefined) {
      const { learner, published } = visit
      const making = this.#isRight(published, visitors.isAuthor(request, learner))
      const page = courseware.knownOfPage<Page>(asked.key, learner, making)
      if (page) return answered(request, page)
    }
    return this.#later(request, asked, person)
  }

  async #later(request: HostRequest, { usage, context }: AskedUnit, person: Learner): Promise<HostResponse> {
    const { base, courseware, visitors } = this.host
    const { learner, published } = await visitors.visit(request, context, person)
    const newest = newestUsage(published, usage)
    if (newest !== usage) return seeOther(`${base}/units/${encodeURIComponent(newest.toString())}`)
    const key = usage.withoutBranchOrVersion().toString()
    const forAuthor = visitors.isAuthor(request, learner)
    const notice = noticeIn(request.header('cookie'), key)
    if (notice !== undefined) {
      const view = await courseware.page(usage, learner, published)
      const { bytes, scriptOrigins } = await this.#bytes({ published, key, view, learner, forAuthor, notice })
      const headers = { 'cache-control': 'no-store', 'set-cookie': endedNoticeCookie(`${base}/units`) }
      return { ...htmlResponse(bytes, 200, headers), scriptOrigins }
    }
    const page = await courseware.madeOfPage<Page>(usage, learner, published, {
      ...this.#isRight(published, forAuthor),
      make: (view) => this.#page({ published, key, view, learner, forAuthor }),
      sizeOf,
    })
    return answered(request, page)
  }

  #isRight(published: PublishedContext, isForAuthor: boolean): Pick<Making<Page>, 'form' | 'isRight'> {
    return {
      form: 'page',
      isRight: ({ publication, forAuthor, validUntil }) =>
        publication === published.hash &&
        forAuthor === isForAuthor &&
        validUntil > this.host.courseware.options.now(),
    }
  }

  async #page(parts: PageParts): Promise<Page> {
    const { bytes, scriptOrigins, validUntil } = await this.#bytes(parts)
    const etag = `"${hash('sha256', bytes, 'base64url')}"`
    const answer = { ...htmlResponse(bytes, 200, { etag }), scriptOrigins, isKept: true } as const
    const { published, forAuthor } = parts
    return {
      publication: published.hash,
      forAuthor,
      validUntil,
      etag,
      answer,
      unchanged: { ...unchanged(answer), isKept: true },
    }
  }

  async #bytes({ published, key, view, learner, forAuthor, notice }: PageParts) {
    const { base, client, courseware, visitors } = this.host
    const { publication } = published
    const beside = await courseware.neighbours(published, key, learner)
    const { content, resources } = view.fragment
    const words = visitors.wordsOf(learner)
    const title = (await published.unit(key))?.title ?? ''
    const around = unitAround({ words, base, key, publication, beside })
    const [before = '', after = ''] = layout({
      title: `${title} · ${publication.title}`,
      base,
      client,
      content: unitPage({
        words,
        language: published.root.language,
        base,
        publication,
        key,
        title,
        beside,
        content: unitsPlace,
        notice,
        audience: audiencesOf(words, view.closedParts),
        submissions: learner.isStaff ? `${base}/staff/units/${encodeURIComponent(key)}` : undefined,
      }),
      ...(around && { beside: around }),
      resources,
      learner: visitors.bar(learner, `${base}/units/${encodeURIComponent(key)}`),
      words,
      learnerMark: learner.anonymousId.slice(0, 12),
      nav: contextNav({
        words,
        base,
        context: publication.context,
        isStaff: learner.isStaff,
        isAuthor: forAuthor,
        edit: `/author/blocks/${encodeURIComponent(key)}`,
      }),
    }).split(unitsPlace.text)
    const bytes = encoded([before, await stampedFiles(content.text, published), after])
    return { bytes, scriptOrigins: scriptOriginsOf(resources), validUntil: beside.validUntil }
  }
}

interface PageParts {
  readonly published: PublishedContext
  readonly key: string
  readonly view: UnitView
  readonly learner: Learner
  readonly forAuthor: boolean
  readonly notice?: string
}

/** The bytes as they are and as they are compressed, and what stands around them. */
function sizeOf({ answer }: Page): number {
  return Math.ceil(answer.body.length * 1.2) + 2500
}

function answered(request: HostRequest, { etag, answer, unchanged: same }: Page): HostResponse {
  return hasCurrent(request, etag) ? same : answer
}
