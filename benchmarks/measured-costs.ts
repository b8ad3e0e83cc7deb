import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { Host, HostRequest } from '../host/index.js'
import { openHost } from '../host/index.js'
import { median } from './figures.js'
import { pageRequest } from './page-request.js'
import { now } from './pairs.js'
import { StressSite } from './stress-site.js'

/** What the requests of learners cost a whole host with the embedded store, without the sockets. */
export interface MeasuredCosts {
  /** Milliseconds of processor, of all threads. */
  readonly firstViewMs: number
  readonly againMs: number
  readonly submissionMs: number
  /** Bytes that the store grows by, for a learner's first view and for a submission. */
  readonly firstViewBytes: number
  readonly submissionBytes: number
  /** Bytes of the page, and as sent, compressed. */
  readonly htmlBytes: number
  readonly pageBytes: number
}

/** Measures the stress unit. @param learners of whom each looks twice and submits once; few tell nothing of what is stored, as files grow by pages */
export async function measuredCosts(learners = 600): Promise<MeasuredCosts> {
  await using site = await StressSite.open()
  const [unit] = await site.publish('Costs')
  if (!unit) throw new Error('There is no unit to measure.')
  await site.closeHost()
  const learner = (request: Pick<HostRequest, 'header'>) => ({ id: request.header('x-learner') ?? 'nobody' })
  await using host = await openHost({ store: site.store, learner, threads: 1, events: [] })
  const page = Buffer.from((await host.answer(pageRequest(unit.key, 'first'))).body).toString()
  const [, key = ''] = /data-block-type="problem" data-usage-key="([^"]+)"/.exec(page) ?? []
  const [, input = ''] = /name="(input_\w+_2_1)/.exec(page) ?? []
  const submission = (who: string): HostRequest => {
    const body = JSON.stringify({ [input]: 'choice_1' })
    const path = `/blocks/${encodeURIComponent(key)}/handlers/problem_check`
    const headers: Readonly<Record<string, string>> = { 'x-learner': who, 'content-type': 'application/json' }
    const bytes = () => Promise.resolve(Buffer.from(body))
    return {
      ...pageRequest(unit.key, who),
      method: 'POST',
      path,
      header: (name) => headers[name],
      bytes,
      text: () => Promise.resolve(body),
    }
  }
  const all = Array.from({ length: learners }, (_, at) => `learner-${at}`)
  const views = (who: string) => pageRequest(unit.key, who)
  const others = all.map((who) => `warm-${who}`)
  for (const request of [views, submission]) await each(host, others, request)
  const before = await sizeOf(site.store)
  const firstViewMs = await each(host, all, views)
  const viewed = await sizeOf(site.store)
  const againMs = await each(host, all, views)
  const submissionMs = await each(host, all, submission)
  const submitted = await sizeOf(site.store)
  return {
    firstViewMs,
    againMs,
    submissionMs,
    firstViewBytes: Math.max(0, (viewed - before) / learners),
    submissionBytes: Math.max(0, (submitted - viewed) / learners),
    htmlBytes: Buffer.byteLength(page),
    pageBytes: gzipSync(page).length,
  }
}

async function each(
  host: Host,
  learners: readonly string[],
  request: (who: string) => HostRequest,
): Promise<number> {
  const took: number[] = []
  for (const who of learners) {
    const began = now('processor')
    const { status } = await host.answer(request(who))
    await nextTurn()
    took.push(now('processor') - began)
    if (status !== 200) throw new Error(`A request was answered with ${status}.`)
  }
  return median(took)
}

/** Bytes of all files below a folder. */
async function sizeOf(folder: string): Promise<number> {
  let size = 0
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) size += (await stat(join(entry.parentPath, entry.name))).size
  }
  return size
}
