import { readFile, realpath } from 'node:fs/promises'
import { dirname, extname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  CompositorError,
  html,
  trusted,
  type FragmentResource,
  type Json,
  type SafeHtml,
} from '../../runtime/index.js'
import { htmlResponse, type HostRequest, type HostResponse } from '../http/exchange.js'
import { fileSandbox } from '../http/file-answer.js'
import { KnownHosts, namesOfAddress } from '../http/known-hosts.js'
import { PageSecurity } from '../http/page-security.js'
import { Router } from '../http/router.js'
import { layout } from '../pages/index.js'
import { refuseForeign } from '../routes/block-routes.js'
import { LiveFeed } from '../http/live-feed.js'
import type { PreviewFault } from './problem-file.js'
import type { PreviewPage, ProblemPreview } from './problem-preview.js'

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.html': 'text/html; charset=utf-8',
}

/** Where a preview finds files. */
export interface PreviewPlaces {
  /** The problem's own file; `static` folders beside it and above it hold its pictures. */
  readonly file: string
  /** Folders with what blocks bring for browsers. */
  readonly clientFolders: readonly URL[]
}

/** What pages are told when the file was saved. */
export type PreviewFeed = LiveFeed<{ readonly kind: 'saved' }>

/** Answers the requests of a preview's page: the page by seed, when to load it again, the problem's actions, its files. */
export function previewAnswer(
  preview: ProblemPreview,
  places: PreviewPlaces,
  feed: PreviewFeed = new LiveFeed(),
): (request: HostRequest) => Promise<HostResponse> {
  const statics = ['static', join('..', 'static')].map((folder) => join(dirname(places.file), folder))
  const clients = places.clientFolders.map((folder) => fileURLToPath(folder))
  const security = new PageSecurity()
  const hosts = new KnownHosts(namesOfAddress('127.0.0.1'))
  const router = new Router({
    'GET /': async ({ query }) => {
      const seed = Number(query.get('seed') ?? 1)
      const known = Number.isSafeInteger(seed) && seed >= 0 ? seed : 1
      // Before the file is read: what is saved meanwhile counts as missed.
      const { count } = feed
      return previewPage(await preview.page(known, query.has('answers')), known, count)
    },
    'GET /live': ({ query }) => ({
      status: 200,
      headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
      body: '',
      stream: feed.stream(Number(query.get('known') ?? feed.count)),
    }),
    'POST /handlers/:handler': async (request, { handler = '' }) => {
      refuseForeign(request)
      const { status, contentType, body } = await preview.handle(handler, await request.text())
      return { status, headers: { 'content-type': contentType, 'cache-control': 'no-store' }, body }
    },
    'GET /client/:name': (_request, { name = '' }) => fileIn(clients, name),
    'GET /static/:name*': (_request, { name = '' }) => fileIn(statics, name),
  })
  const answer = async (request: HostRequest): Promise<HostResponse> => {
    try {
      hosts.check(request)
      const route = router.find(request.method, request.path)
      if (!route) throw new CompositorError('page-not-found', `There is no page '${request.path}'.`)
      return await route.handler(request, route.parts)
    } catch (thrown) {
      const { code, message, status, location } = CompositorError.from(thrown, 'host-failed')
      const place = location ? `${location.file ?? ''}:${location.line ?? ''}:${location.column ?? ''}` : ''
      const content = html`<h1>${code}</h1><p>${message}</p><p>${place}</p>`
      return htmlResponse(layout({ title: code, base: '', content }), status)
    }
  }
  return async (request) => security.secured(await answer(request))
}

/** Loads the page again when the file is saved. */
const reloading: FragmentResource = { kind: 'js', url: '/client/preview.js' }

function previewPage({ shown, faults, isCurrent }: PreviewPage, seed: number, saves: number): HostResponse {
  const title = shown?.title ?? 'Problem'
  const page = html`<h1>${title}</h1>
    <form method="get" action="/" aria-label="Preview" data-saves="${saves}">
      <label>Seed <input type="number" name="seed" min="0" value="${seed}" /></label>
      <label
        ><input type="checkbox" name="answers" ${shown?.answers && trusted('checked')} /> Show answers</label
      >
      <button type="submit">Show</button>
    </form>
    ${faults.length > 0 && faultList(faults, isCurrent, shown !== undefined)} ${shown?.content}
    ${shown?.answers && answerList(shown.answers)}`
  const resources = [...(shown?.resources ?? []), reloading]
  const text = layout({ title: `${title}, seed ${seed}`, base: '', content: page, resources })
  return htmlResponse(text, isCurrent ? 200 : 422)
}

function faultList(faults: readonly PreviewFault[], isCurrent: boolean, isShown: boolean): SafeHtml {
  const heading = isCurrent ? 'What is odd in the file' : 'The file cannot be shown as it is'
  return html`<section role="${isCurrent ? 'note' : 'alert'}" aria-label="${heading}">
    <h2>${heading}</h2>
    <ul>
      ${faults.map(
        ({ code, message, remedy, place }) =>
          html`<li><code>${place}</code> ${code}: ${message} <span>${remedy}</span></li>`,
      )}
    </ul>
    ${!isCurrent && isShown && html`<p>Below is the problem as it was when it could be shown last.</p>`}
  </section>`
}

function answerList(answers: Readonly<Record<string, Json>>): SafeHtml {
  const entries = Object.entries(answers).map(
    ([input, answer]) =>
      html`<dt>${input.replace(/^p[\da-f]+_/, '')}</dt>
        <dd>${typeof answer === 'string' ? trusted(answer) : JSON.stringify(answer)}</dd>`,
  )
  return html`<section aria-label="Answers"><h2>Answers</h2>
    ${entries.length === 0 ? html`<p>There are none.</p>` : html`<dl>${entries}</dl>`}
  </section>`
}

/** A file of one of some folders; no name leads out of them. */
async function fileIn(folders: readonly string[], name: string): Promise<HostResponse> {
  for (const folder of folders) {
    try {
      const [root, path] = await Promise.all([realpath(folder), realpath(join(folder, name))])
      if (!path.startsWith(root + sep)) continue
      const type = types[extname(path).toLowerCase()] ?? 'application/octet-stream'
      const sandbox = type.startsWith('text/html') ? { 'content-security-policy': fileSandbox } : {}
      return {
        status: 200,
        headers: { 'content-type': type, 'cache-control': 'no-cache', ...sandbox },
        body: await readFile(path),
      }
    } catch {
      continue
    }
  }
  throw new CompositorError('file-not-found', `There is no file '${name.slice(0, 200)}'.`)
}
