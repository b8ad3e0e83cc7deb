import { sourceLimits } from '../../content/index.js'
import { CompositorError, Fragment, type ErrorCode } from '../../runtime/index.js'
import { Spooled } from '../api/spooled-upload.js'
import type { ImportJobSettings } from '../authoring-work.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { sentForm } from '../http/sent-form.js'
import type { Caller } from '../libraries/caller.js'
import { importPage, type ImportPageParts } from '../pages/authors/import-page.js'
import { authorPage } from './author-page.js'
import { refuseForeign } from './block-routes.js'
import { jobAddress } from './job-page-routes.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'authoring' | 'base' | 'callers' | 'client' | 'visitors'>

/** What a person can put right themselves, and is told on the page. */
const refusals = new Set<ErrorCode>([
  'archive-too-large',
  'archive-unreadable',
  'archive-unsafe',
  'field-value',
  'handler-input',
  'key-kind',
  'key-malformed',
  'source-missing',
  'source-unknown',
])

/** Where authors of the whole site take in libraries and courses. */
export function importPageRoutes(host: Parts): RouteTable {
  return {
    'GET /author/imports': async (request) => shown(host, request, await siteAuthor(host, request)),
    async 'POST /author/imports'(request) {
      refuseForeign(request)
      const caller = await siteAuthor(host, request)
      const spooled: Spooled[] = []
      let called = ''
      let sent = new URLSearchParams()
      try {
        const bounds = { file: sourceLimits.total, files: 1 }
        sent = await sentForm(request, bounds, async ({ name, pieces }) => {
          called = name.slice(0, 200)
          spooled.push(await Spooled.of(pieces, `upload${endingOf(name)}`))
        })
        const [upload] = spooled
        if (!upload)
          throw new CompositorError(
            'field-value',
            host.visitors.wordsOf(caller.person).say('No archive was chosen.'),
          )
        const { id } = await host.authoring.startImport({ name: called, path: upload.path }, settingsIn(sent))
        return seeOther(jobAddress(host.base, id))
      } catch (thrown) {
        const { code, message, remedy } = CompositorError.from(thrown, 'host-failed')
        if (!refusals.has(code)) throw thrown
        return shown(host, request, caller, { why: `${message} ${remedy}`, sent })
      } finally {
        for (const one of spooled) await one[Symbol.asyncDispose]()
      }
    },
  }
}

/** @throws CompositorError `author-only` */
async function siteAuthor(host: Parts, request: HostRequest): Promise<Caller> {
  const caller = await host.callers.ofPage(request)
  if (caller.isSiteAuthor) return caller
  throw new CompositorError(
    'author-only',
    'An archive may hold any course or library, so only authors of the whole site import it. Ask whoever runs this site.',
  )
}

function shown(
  host: Parts,
  request: HostRequest,
  { person }: Caller,
  refused?: ImportPageParts['refused'],
): HostResponse {
  const words = host.visitors.wordsOf(person)
  const content = importPage({ words, base: host.base, limit: sourceLimits.total, refused })
  const page = new Fragment(content)
  return authorPage(host, person, request, words.say('Import'), page, refused ? 400 : 200, { words })
}

function endingOf(name: string): string {
  const [, ending] = /(\.zip|\.tar\.gz|\.tgz|\.tar)$/i.exec(name) ?? []
  if (ending !== undefined) return ending.toLowerCase()
  throw new CompositorError(
    'field-value',
    `'${name.slice(0, 200)}' is no archive: .zip, .tar.gz and .tar are.`,
  )
}

function settingsIn(sent: URLSearchParams): ImportJobSettings {
  const as = (sent.get('as') ?? '').trim()
  const edits = (['merge', 'keep', 'replace'] as const).find((one) => one === sent.get('edits'))
  return {
    ...(as !== '' && { as }),
    ...(edits && { edits }),
    ...(sent.has('publish') ? { publish: true } : { hold: true }),
    ...(sent.has('draft') && { draft: true }),
    ...(sent.has('strict') && { strict: true }),
    ...(sent.has('scripts') && { checkScripts: true }),
  }
}
