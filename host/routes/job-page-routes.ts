import { setTimeout as wait } from 'node:timers/promises'
import { errorTable, Fragment, isJsonObject, type ErrorCode } from '../../runtime/index.js'
import { hasEnded, type Job, type JobError } from '../../store/index.js'
import type { HostParts } from '../host-parts.js'
import { jsonAnswer, seeOther, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { foundJob } from '../jobs/found-job.js'
import { importedBy, importKind } from '../jobs/import-job.js'
import { publishedBy, publishKind } from '../jobs/publish-job.js'
import { blockOfRescoring } from '../jobs/rescoring.js'
import { isLibrary } from '../pages/authors/author-pages.js'
import { toSay, type PageWords } from '../words/index.js'
import { jobPage, progressWords, type JobGave, type JobPageParts } from '../pages/authors/job-page.js'
import { libraryAddress } from '../pages/libraries/libraries-page.js'
import { authorPage } from './author-page.js'
import { refuseForeign } from './block-routes.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'callers' | 'client' | 'content' | 'jobs' | 'permissions' | 'visitors'>

/** Whether whoever looks may publish a context. */
type MayPublish = (context: string) => Promise<boolean>

/** Seconds between two looks of a browser without scripts, and milliseconds that a form waits for work that is soon done. */
const [refresh, patience, pause] = [2, 1500, 50]

/** What kinds of work are called. */
const kindWords: Readonly<Record<string, readonly [alone: string, of: string]>> = {
  [publishKind]: [toSay('Publishing'), toSay('Publishing {title}')],
  [importKind]: [toSay('Import'), toSay('Import of {title}')],
}

/** Pages on which authors see how far long work is, what it did, and end it. */
export function jobPageRoutes(host: Parts): RouteTable {
  return {
    async 'GET /author/jobs/:id'(request, { id = '' }) {
      const caller = await host.callers.ofPage(request)
      const job = await foundJob(host, request, caller, id)
      if (blockOfRescoring(job) !== undefined)
        return seeOther(`${host.base}/staff/rescorings/${encodeURIComponent(id)}`)
      const { progress } = job
      if (request.header('accept')?.includes('application/json'))
        return jsonAnswer({
          ...progress,
          words: progressWords(host.visitors.wordsOf(caller.person), progress),
          hasEnded: hasEnded(job),
        })
      const parts = await partsOf(host, job, host.visitors.wordsOf(caller.person), async (context) => {
        const may = await host.permissions.among(request, caller, 'publish', [context], (one) => one)
        return may.length > 0
      })
      const page = new Fragment(jobPage(parts))
        .addJavascript(host.client('job.js'))
        .addCss(host.client('course-tree.css'))
      const { words } = parts
      const shape = hasEnded(job) ? { words } : { words, refresh }
      return authorPage(host, caller.person, request, parts.heading, page, 200, shape)
    },
    async 'POST /author/jobs/:id/cancel'(request, { id = '' }) {
      refuseForeign(request)
      const caller = await host.callers.ofPage(request)
      await foundJob(host, request, caller, id)
      await host.jobs.jobs.cancel(id)
      return seeOther(jobAddress(host.base, id))
    },
  }
}

/** Where authors see how far long work is. */
export function jobAddress(base: string, id: string): string {
  return `${base}/author/jobs/${encodeURIComponent(id)}`
}

/**
 * Leads to where a form's work was asked for once it is done, where it is soon done and has nothing to tell; else to the page of the
 * job, for which nobody waits. @param done where the first is
 */
export async function soonDone(
  host: Pick<HostParts, 'base' | 'jobs'>,
  started: Job,
  done: string,
): Promise<HostResponse> {
  const { jobs } = host.jobs
  const until = performance.now() + patience
  let job: Job | undefined = started
  while (job && !hasEnded(job) && performance.now() < until) {
    await wait(pause)
    job = await jobs.find(started.id)
  }
  const isQuiet =
    job?.state === 'done' && (job.kind !== publishKind || publishedBy(job).findings.length === 0)
  return seeOther(isQuiet ? done : jobAddress(host.base, started.id))
}

async function partsOf(
  host: Parts,
  job: Job,
  words: PageWords,
  mayPublish: MayPublish,
): Promise<JobPageParts> {
  const { id, kind, state, progress, error, isCancelled, input } = job
  const { context } = isJsonObject(input) ? input : {}
  const head = typeof context === 'string' ? await host.content.findHead(context) : undefined
  const [alone, named] = kindWords[kind] ?? [toSay('Work'), toSay('Work on {title}')]
  const gave = state === 'done' ? await gaveOf(host, job, mayPublish) : undefined
  const title = gave?.what === 'imported' ? gave.title : head?.title
  return {
    words,
    base: host.base,
    id,
    heading: title === undefined ? words.say(alone) : words.say(named, { title }),
    isImport: kind === importKind,
    state,
    progress,
    isEnding: isCancelled === true && !hasEnded(job),
    error: error && { ...error, remedy: remedyFor(error.code), place: placeOf(error) },
    gave,
    back: head
      ? {
          label: head.title,
          address: isLibrary(head.context)
            ? `${libraryAddress(host.base, head.context)}/publish`
            : `${host.base}/author/contexts/${encodeURIComponent(head.context)}`,
        }
      : kind === importKind
        ? { label: words.say('Import'), address: `${host.base}/author/imports` }
        : undefined,
  }
}

function placeOf({ location }: JobError): string | undefined {
  return (
    location && [location.file, location.line, location.column].filter((one) => one !== undefined).join(':')
  )
}

function remedyFor(code: string): string {
  return Object.hasOwn(errorTable, code) ? errorTable[code as ErrorCode].remedy : ''
}

async function gaveOf(host: Parts, job: Job, mayPublish: MayPublish): Promise<JobGave> {
  if (job.kind === publishKind) return { what: 'published', ...publishedBy(job) }
  if (job.kind !== importKind) return { what: 'other' }
  const report = await importedBy(host.jobs.jobs, job)
  const head = await host.content.findHead(report.context)
  const now = head && {
    draft: head.draft,
    published: head.published,
    mayPublish: await mayPublish(report.context),
  }
  return { what: 'imported', ...report, now }
}
