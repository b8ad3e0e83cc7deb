import { CompositorError, FileInMemory, html, trusted } from '../runtime/index.js'
import {
  htmlResponse,
  jsonAnswer,
  seeOther,
  type HostRequest,
  type HostResponse,
} from '../host/http/exchange.js'
import { defaultHandlerLimit } from '../host/http/body-bounds.js'
import { handlerAnswer } from '../host/http/handler-answer.js'
import type { PathParts, RouteTable } from '../host/http/router.js'
import { savingHandler, sentFields } from '../host/pages/authors/saved-fields.js'
import { refuseForeign } from '../host/routes/block-routes.js'
import type { Bench, Situation } from './bench.js'
import { axe, clientFile } from './client-files.js'
import { staticFile } from './static-files.js'
import { docsPanel } from './docs-panel.js'
import { failureOverlay } from './failure-overlay.js'
import { fieldsPanel } from './fields-panel.js'
import { historyPanel } from './history-panel.js'
import { calledBlock } from './called-block.js'
import { savedRecords } from './learner-records.js'
import { nameOf } from './person.js'
import { pluginRouteAnswers } from './route-answers.js'
import type { Edited } from './stage-door.js'
import { blockPage, findingList, scenarioOptions, workbenchPage } from './workbench-page.js'
import { placePath } from './workbench-urls.js'

const place = '/scenarios/:scenario/as/:person/at/:at'

/** The addresses of a bench. @param learner whose log there is to go through */
export function workbenchRoutes(bench: Bench, learner?: string): RouteTable {
  const situationOf = ({ scenario = '', person = '', at = '' }: PathParts): Situation =>
    bench.situation(scenario, person, at)

  return {
    'GET /': () => {
      const { scenarios, words } = bench.catalogue
      const locales = Object.values(words).flatMap((byLocale) => Object.keys(byLocale))
      return htmlResponse(workbenchPage(scenarios, bench.findings, learner, locales))
    },
    'GET /live': () => ({
      status: 200,
      headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
      body: '',
      stream: bench.live.stream(),
    }),
    [`GET ${place}/views/:view`]: (_request, parts) => shown(bench, parts, parts['view'] ?? ''),
    [`GET ${place}/blocks/:key/views/:view`]: (_request, parts) =>
      bench.inTurn(async () => {
        const { standing } = situationOf(parts)
        const body = await bench.stage.data(standing, parts['key'] ?? '', parts['view'] ?? '')
        const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
        return { status: 200, headers, body }
      }),
    [`GET ${place}/panels`]: (_request, parts) =>
      bench.inTurn(async () => {
        const { standing, timeLine, moment } = situationOf(parts)
        const blocks = await bench.stage.inspect(standing)
        const { moments } = timeLine
        return jsonAnswer({
          fields: fieldsPanel(blocks, standing.place).text,
          docs: docsPanel(blocks, moments).text,
          overlay: failureOverlay(moment ?? moments.at(-1), bench.folders).text,
          history: historyPanel(moments, moment).text,
          scenarios: scenarioOptions(bench.catalogue.scenarios).text,
          findings: findingList(bench.findings).text,
        })
      }),
    [`POST ${place}/reset`]: (request, parts) => {
      refuseForeign(request)
      return bench.inTurn(async () => {
        const { standing, moment } = situationOf(parts)
        const failures = await bench.stage.forget(standing)
        bench.happened(
          standing.scenario,
          {
            kind: 'reset',
            label: 'everything as the scenario has it',
            who: nameOf(standing.person),
            events: [],
            failures,
            records: {},
            edits: {},
          },
          moment,
        )
        return jsonAnswer({})
      })
    },
    [`POST ${place}/blocks/:key/fields`]: (request, parts) => edited(bench, request, parts),
    ...handlerRoutes(bench),
    ...pluginRouteAnswers(bench),
    [`GET ${place}/assets/:name*`]: (request, { scenario = '', name = '' }) =>
      staticFile(bench.catalogue, request, scenario, name),
    'GET /client/:type/:name': (_request, { type = '', name = '' }) =>
      clientFile(bench.catalogue, type, name),
    'GET /client/:name': (_request, { name = '' }) => clientFile(bench.catalogue, '', name),
    'GET /axe.js': axe,
  }
}

/** The page in the frame. Looking at the past changes nothing; looking at now stores what looking stores anywhere. */
function shown(bench: Bench, parts: PathParts, view: string, posted?: string): Promise<HostResponse> {
  return bench.inTurn(async () => {
    const { scenario = '', person: personId = '', at = '' } = parts
    const { standing, moment } = bench.situation(scenario, personId, at)
    const { person, records } = standing
    const title = bench.catalogue.scenarios.find(({ id }) => id === scenario)?.title ?? scenario
    const { html: content, resources, ...one } = await bench.stage.show(standing, view, posted)
    bench.help.shown(scenario)
    if (!moment && posted === undefined) {
      const { updates, events, failures, composing, showing, times } = one
      bench.happened(scenario, {
        kind: 'view',
        label: view,
        who: nameOf(person),
        took: composing + showing,
        times,
        events,
        failures,
        ...(updates.length > 0 && { records: savedRecords(records, person.id, updates) }),
      })
    }
    const page = blockPage(title, trusted(content), resources, person.locale)
    return htmlResponse(page, posted === undefined ? 200 : 400)
  })
}

/** Changes fields: for scripts an answer in JSON, for the editor form the page again. */
async function edited(bench: Bench, request: HostRequest, parts: PathParts): Promise<HostResponse> {
  refuseForeign(request)
  const { key = '', scenario = '', person: personId = '' } = parts
  const wantsJson = request.header('accept')?.includes('application/json') ?? false
  const posted = await request.text()
  const errors = await changed(bench, parts, posted)
  const fits = Object.keys(errors).length === 0
  if (wantsJson) return jsonAnswer({ errors }, fits ? 200 : 400)
  if (fits) return seeOther(`${placePath(scenario, personId, 'now')}/views/author_view`)
  const form = new URLSearchParams(posted)
  form.set('usage', key)
  return shown(bench, parts, 'author_view', form.toString())
}

/** Changes fields of a block, a step of its own. @returns what does not fit, by OLX name; nothing changes then */
function changed(bench: Bench, parts: PathParts, posted: string): Promise<Edited['errors']> {
  const { key = '', scenario = '', person: personId = '', at = '' } = parts
  return bench.inTurn(async () => {
    const { standing, moment } = bench.situation(scenario, personId, at)
    const { person, records } = standing
    const { errors, changed: names, edits, updates } = await bench.stage.edit(standing, key, posted)
    if (names.length > 0) {
      bench.happened(
        scenario,
        {
          kind: 'change',
          label: names.join(', '),
          who: nameOf(person),
          events: [],
          failures: [],
          edits,
          records: savedRecords(records, person.id, updates),
        },
        moment,
      )
    }
    return errors
  })
}

/** Whether a block leaves the saving of fields to the page. */
async function lacksHandler(bench: Bench, parts: PathParts): Promise<boolean> {
  const { key = '', scenario = '', person = '', at = '' } = parts
  const blocks = await bench.inTurn(() => bench.stage.inspect(bench.situation(scenario, person, at).standing))
  return !(blocks.find(({ usage }) => usage === key)?.savesItself ?? false)
}

function handlerRoutes(bench: Bench): RouteTable {
  const call = async (request: HostRequest, parts: PathParts, isAuthors: boolean): Promise<HostResponse> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') refuseForeign(request)
    if (
      isAuthors &&
      request.method === 'POST' &&
      parts['handler'] === savingHandler &&
      (await lacksHandler(bench, parts))
    ) {
      const sent = await request.text()
      sentFields(sent)
      const errors = await changed(bench, parts, new URLSearchParams({ sent }).toString())
      return jsonAnswer({ errors }, Object.keys(errors).length === 0 ? 200 : 400)
    }
    const { scenario = '', person: personId = '', at = '', key = '', handler = '', suffix = '' } = parts
    const bytes = await request.bytes(defaultHandlerLimit)
    const sentAs = request.header('content-type')
    return bench.inTurn(async () => {
      try {
        const { response, file } = await calledBlock(bench, bench.situation(scenario, personId, at), {
          usage: key,
          handler,
          isAuthors,
          request: {
            method: request.method,
            suffix,
            query: new Map(request.query),
            bytes,
            ...(sentAs !== undefined && { contentType: sentAs }),
          },
        })
        if (file === undefined) return await handlerAnswer(request, response)
        const stored = new FileInMemory(Buffer.from(response.body))
        return await handlerAnswer(request, { ...response, body: '', file: { stored, hash: file } })
      } catch (thrown) {
        const error = CompositorError.from(thrown, 'block-failed')
        return jsonAnswer(
          { error: { code: error.code, message: error.message } },
          error.status,
          error.methods && { allow: error.methods.join(', ') },
        )
      }
    })
  }
  return Object.fromEntries(
    ['GET', 'POST', 'PUT', 'DELETE'].flatMap((method) =>
      [false, true].flatMap((isAuthors): [string, RouteTable[string]][] => {
        const below = `${method} ${place}${isAuthors ? '/author' : ''}/blocks/:key/handlers/:handler`
        const answer: RouteTable[string] = (request, parts) => call(request, parts, isAuthors)
        return [
          [below, answer],
          [`${below}/:suffix*`, answer],
        ]
      }),
    ),
  )
}

/** The page in the frame for what cannot be shown. */
export function refusalPage(error: CompositorError): HostResponse {
  const content = html`<p role="alert">${error.message}</p><p>${error.remedy}</p>`
  return htmlResponse(blockPage('This could not be shown', content, []), error.status)
}
