import { createHash } from 'node:crypto'
import type { BulkSettings, SettingsPlan } from '../../content/index.js'
import {
  CompositorError,
  Fragment,
  isJsonObject,
  valueOfText,
  type Json,
  type JsonObject,
} from '../../runtime/index.js'
import { overDraft } from '../drafts/draft-clash.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { libraryAddress } from '../pages/libraries/libraries-page.js'
import { librarySetPage, librarySetPlanPage, type ChosenParts } from '../pages/libraries/library-set-page.js'
import { authorPage } from './author-page.js'
import { refuseForeign } from './block-routes.js'
import { chosenBlocks } from './chosen-blocks.js'
import { toSay } from '../words/index.js'
import { clashAnswer } from './clash-answer.js'
import { libraryPlace, type PlaceParts } from './library-place.js'
import { refusalOf } from './page-refusals.js'

/** What is needed of the host here. */
type Parts = PlaceParts & Pick<HostParts, 'catalogue' | 'libraries' | 'types'>

/** Settings that the page has a row for, by OLX name, as the block type `problem` has them. */
const usual = ['max_attempts', 'weight', 'showanswer', 'rerandomize', 'show_reset_button', 'due']

/** Types of blocks that settings can be kept to. */
const types = ['problem', 'video', 'html']

/** Where authors set many blocks of a library alike: they choose, see what would change, and then change it. */
export function librarySetRoutes(host: Parts): RouteTable {
  return {
    async 'GET /author/libraries/:library/set'(request, { library = '' }) {
      await host.permissions.author(request, 'edit', library)
      return chooseSettings(host, request, library, new URLSearchParams({ which: 'all', type: 'problem' }))
    },
    async 'POST /author/libraries/:library/set'(request, { library = '' }) {
      refuseForeign(request)
      const author = await host.permissions.author(request, 'edit', library)
      const sent = new URLSearchParams(await request.text())
      const what = sent.get('do')
      try {
        if (what === 'choose') return await chooseSettings(host, request, library, sent)
        if (what === 'look') return await look(host, request, library, sent, settingsIn(host, sent))
        const settings = JSON.parse(sent.get('settings') ?? '') as Json
        if (!isJsonObject(settings)) throw new CompositorError('handler-input', 'These are no settings.')
        const usages = await chosenBlocks(host, library, sent)
        let isOther = false
        const of = { expected: sent.get('draft') ?? '', about: usages }
        const made = await overDraft(host.content, library, of, async (expected) => {
          const asked: BulkSettings = { usages, settings, ...typeIn(sent) }
          isOther = digestOf(await host.libraries.plan(library, asked)) !== sent.get('plan')
          if (!isOther) await host.libraries.setAll(library, asked, { author: author.id, expected })
        })
        const back = libraryAddress(host.base, library)
        if ('clash' in made)
          return clashAnswer(host, author, request, { ...made, page: toSay('The library'), sent, back })
        if (isOther) {
          const again = toSay(
            'Something else would change by now than what you saw. Nothing was changed; look again.',
          )
          return await look(host, request, library, sent, settings, again)
        }
        const query = new URLSearchParams(sent.get('query') ?? '')
        query.set('news', 'set')
        if (made.undo !== undefined) query.set('undo', made.undo)
        return seeOther(`${back}?${query.toString()}`)
      } catch (thrown) {
        return chooseSettings(host, request, library, sent, refusalOf(thrown))
      }
    },
  }
}

/** The page on which is chosen what blocks are set to. @throws CompositorError see {@link chosenBlocks}, where nothing is refused yet */
export async function chooseSettings(
  host: Parts,
  request: HostRequest,
  library: string,
  sent: URLSearchParams,
  refused?: string,
): Promise<HostResponse> {
  const { author, place } = await libraryPlace(host, request, library)
  const chosen = await chosenOf(host, library, sent)
  const problem = host.types.get('problem')
  const fields = usual.flatMap((name) => problem?.fieldByOlxName(name) ?? [])
  const type = typeIn(sent).type ?? ''
  const content = librarySetPage({ ...place, chosen, types, type, fields, sent, refused })
  const { words, title } = place
  const heading = words.say('Change many blocks of {title}', { title })
  const status = refused === undefined ? 200 : 400
  return authorPage(host, author, request, heading, new Fragment(content), status, { words })
}

async function look(
  host: Parts,
  request: HostRequest,
  library: string,
  sent: URLSearchParams,
  settings: JsonObject,
  again?: string,
): Promise<HostResponse> {
  const usages = await chosenBlocks(host, library, sent)
  const { author, place } = await libraryPlace(host, request, library)
  const plan = await host.libraries.plan(library, { usages, settings, ...typeIn(sent) })
  const chosen = { ...carriedIn(sent), count: usages.length }
  const digest = digestOf(plan)
  const { words, title } = place
  const content = librarySetPlanPage({
    ...place,
    chosen,
    plan,
    digest,
    settings: JSON.stringify(settings),
    again: again === undefined ? undefined : words.say(again),
  })
  const heading = words.say('What would change in {title}', { title })
  const status = again === undefined ? 200 : 409
  return authorPage(host, author, request, heading, new Fragment(content), status, { words })
}

async function chosenOf(host: Parts, library: string, sent: URLSearchParams): Promise<ChosenParts> {
  return { ...carriedIn(sent), count: (await chosenBlocks(host, library, sent)).length }
}

/** What says which blocks were chosen, to be sent along with the next form. */
function carriedIn(sent: URLSearchParams): Pick<ChosenParts, 'carried'> {
  const isAll = sent.get('which') === 'all'
  const names = isAll ? ['which', 'query', 'type'] : ['usage', 'query', 'type']
  return { carried: [...sent].filter(([name]) => names.includes(name)) }
}

/** The one type of blocks that a form keeps to. */
function typeIn(sent: URLSearchParams): { readonly type?: string } {
  const type = types.find((one) => one === sent.get('type'))
  return type === undefined ? {} : { type }
}

/** The settings that a form names. @throws CompositorError `field-value` for none, and for what does not fit */
function settingsIn(host: Parts, sent: URLSearchParams): JsonObject {
  const settings: Record<string, Json> = {}
  const problem = host.types.get('problem')
  for (const name of usual) {
    const field = problem?.fieldByOlxName(name)
    const text = (sent.get(`set.${name}`) ?? '').trim()
    if (sent.has(`unset.${name}`)) settings[name] = null
    else if (field && text !== '') settings[name] = valueOfText(field, text) ?? null
  }
  const other = (sent.get('other-name') ?? '').trim()
  if (other !== '') settings[other] = otherValue((sent.get('other-value') ?? '').trim())
  if (Object.keys(settings).length === 0) throw new CompositorError('field-value', 'No setting is chosen.')
  return settings
}

/** A value as JSON where it is that, else as text; null for none. */
function otherValue(text: string): Json {
  if (text === '') return null
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

/** Names exactly what a plan would change. */
function digestOf({ changes }: SettingsPlan): string {
  return createHash('sha256').update(JSON.stringify(changes)).digest('hex')
}
