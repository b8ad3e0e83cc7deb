import type { DraftOperation } from '../../content/index.js'
import { Fragment, type Json, type JsonObject } from '../../runtime/index.js'
import { overDraft } from '../drafts/draft-clash.js'
import { titleOf } from '../drafts/draft.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { blockAddress, isLibrary } from '../pages/authors/author-pages.js'
import { courseAddress } from '../pages/authors/course-head.js'
import type { LineValues } from '../pages/authors/course-tree-form.js'
import { lineId } from '../pages/authors/course-tree-line.js'
import { courseTreePage, shownLines, type CourseTreeParts } from '../pages/authors/course-tree-page.js'
import { libraryAddress } from '../pages/libraries/libraries-page.js'
import { pathwayAddress } from '../pages/libraries/pathways-page.js'
import { localTime, momentOf } from '../pages/zoned-date.js'
import { toSay, type PageWords } from '../words/index.js'
import { authorPage } from './author-page.js'
import { refuseForeign } from './block-routes.js'
import { clashAnswer } from './clash-answer.js'
import { coursePlace, type CoursePlaceParts } from './course-place.js'
import { refusalOf } from './page-refusals.js'
import { treeStep, type TreeStep } from './tree-steps.js'

/** What is needed of the host here. */
type Parts = CoursePlaceParts & Pick<HostParts, 'draftMarks' | 'drafts' | 'now'>

/** Sections that one request may open. */
const mostAsked = 20

/** Where authors see and change the tree of a course's draft. */
export function courseTreeRoutes(host: Parts): RouteTable {
  return {
    'GET /author/contexts/:context': async (request, { context = '' }) => {
      const query = request.query.toString()
      if (context.startsWith('lx-pathway:')) return seeOther(`${pathwayAddress(host.base, context)}?${query}`)
      if (isLibrary(context)) {
        await host.permissions.author(request, 'read', context)
        await host.content.head(context)
        return seeOther(libraryAddress(host.base, context))
      }
      return shown(host, request, context)
    },
    async 'POST /author/contexts/:context/steps'(request, { context = '' }) {
      refuseForeign(request)
      const { author, place } = await coursePlace(host, request, context, 'edit')
      const sent = new URLSearchParams(await request.text())
      const view = viewIn(sent.get('view') ?? '')
      const back = addressOf(host.base, context, view)
      const unit = sent.get('unit')
      try {
        const step = await treeStep(await host.content.view(context, 'draft'), place.words, sent)
        const { steps, about, within, news, by } = step
        if (steps.length === 0) return seeOther(unit === null ? back : blockAddress(host.base, unit))
        const made = await overDraft(
          host.content,
          context,
          { expected: sent.get('draft') ?? '', about, ...(within && { within }) },
          (expected) => host.drafts.operate(context, steps, { author: author.id, expected }),
        )
        if ('clash' in made)
          return clashAnswer(host, author, request, {
            ...made,
            title: place.title,
            sent,
            back,
            wanted: await wantedIn(host, context, step, place.words),
          })
        const [usage = ''] = made.done.usages
        const told = new URLSearchParams({ news, about: usage })
        if (made.undo !== undefined) told.set('undo', made.undo)
        if (unit !== null) {
          const [first] = steps
          const to = first?.do === 'add' ? usage : unit
          return seeOther(`${blockAddress(host.base, to)}?${told.toString()}`)
        }
        const parent = steps[0] && 'parent' in steps[0] ? steps[0].parent : undefined
        if (parent !== undefined && view.has('open')) view.append('open', parent)
        if (news === 'added') told.set('line', usage)
        if (by !== undefined) {
          told.set('moved', usage)
          told.set('by', by)
        }
        // With a place named, browsers would leave the keyboard there, and not at the button that says autofocus.
        const at = by === undefined && news !== 'deleted' ? `#${lineId(usage)}` : ''
        return seeOther(addressOf(host.base, context, view, told) + at)
      } catch (thrown) {
        return shown(host, request, context, { refused: refusalOf(thrown), query: view })
      }
    },
    async 'POST /author/contexts/:context/lines'(request, { context = '' }) {
      refuseForeign(request)
      const { author, place } = await coursePlace(host, request, context, 'edit')
      const sent = new URLSearchParams(await request.text())
      const view = viewIn(sent.get('view') ?? '')
      const usage = sent.get('key') ?? ''
      const back = addressOf(host.base, context, view)
      try {
        const before = (await (await host.content.view(context, 'draft')).block(usage))?.settings ?? {}
        const settings = settingsIn(sent, before, place.words)
        const reset = Object.keys(settings).filter((name) => settings[name] === null)
        const set = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null))
        const told = new URLSearchParams({ news: 'unchanged', about: usage })
        if (Object.keys(settings).length > 0) {
          const step: DraftOperation = { do: 'edit', edit: { usage, content: {}, settings: set, reset } }
          const of = { expected: sent.get('draft') ?? '', about: [usage] }
          const made = await overDraft(host.content, context, of, (expected) =>
            host.drafts.operate(context, [step], { author: author.id, expected }),
          )
          if ('clash' in made)
            return clashAnswer(host, author, request, { ...made, title: place.title, sent, back })
          told.set('news', 'saved')
          if (made.undo !== undefined) told.set('undo', made.undo)
        }
        if (sent.get('then') === 'open')
          return seeOther(`${blockAddress(host.base, usage)}?${told.toString()}`)
        return seeOther(`${addressOf(host.base, context, view, told)}#${lineId(usage)}`)
      } catch (thrown) {
        view.set('line', usage)
        return shown(host, request, context, { lineRefused: refusalOf(thrown), sent, query: view })
      }
    },
  }
}

/** Which part of the tree an address asks for, and nothing else that it says. */
function viewIn(text: string): URLSearchParams {
  const asked = new URLSearchParams(text)
  const kept = new URLSearchParams()
  for (const name of ['at', 'from']) {
    const value = asked.get(name)
    if (value !== null) kept.set(name, value)
  }
  for (const one of asked.getAll('open').slice(0, mostAsked)) kept.append('open', one)
  return kept
}

function addressOf(base: string, context: string, view: URLSearchParams, told?: URLSearchParams): string {
  const query = [view.toString(), told?.toString() ?? ''].filter((one) => one !== '').join('&')
  return `${courseAddress(base, context)}${query === '' ? '' : `?${query}`}`
}

/** What the fields of a line change of its settings; null for what says nothing any more. */
function settingsIn(sent: URLSearchParams, before: JsonObject, { timeZone }: PageWords): JsonObject {
  const changed: Record<string, Json> = {}
  const title = (sent.get('title') ?? '').trim()
  if (title !== '' && title !== before['display_name']) changed['display_name'] = title
  for (const name of ['start', 'due']) {
    const text = (sent.get(name) ?? '').trim()
    const was = before[name]
    if (text === shownMoment(was, timeZone)) continue
    changed[name] =
      text === '' ? null : (momentOf(text, timeZone)?.toISOString().replace('.000Z', 'Z') ?? text)
  }
  const isStaff = sent.has('staff')
  if (isStaff !== (before['visible_to_staff_only'] === true))
    changed['visible_to_staff_only'] = isStaff ? true : null
  return changed
}

/** A moment as the form shows it; '' for what is none. */
function shownMoment(value: unknown, zone: string): string {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? '' : localTime(new Date(at), zone)
}

/** What a change of the tree is, in words: it is asked about where others were faster. */
const wantedWords: Readonly<Record<TreeStep['news'], string | undefined>> = {
  added: toSay('You wanted to add to “{title}”.'),
  moved: toSay('You wanted to move “{title}”.'),
  duplicated: toSay('You wanted to duplicate “{title}”.'),
  deleted: toSay('You wanted to delete “{title}” with all that is in it.'),
  unchanged: undefined,
}

async function wantedIn(
  host: Parts,
  context: string,
  { news, about: [usage = ''] }: TreeStep,
  words: PageWords,
): Promise<string | undefined> {
  const message = wantedWords[news]
  const block = await (await host.content.view(context, 'draft')).block(usage)
  if (!block || message === undefined) return undefined
  return words.say(message, { title: titleOf(usage, block.type, block.settings['display_name']) })
}

/** What was refused on a page of the tree. */
interface RefusedStep {
  readonly refused?: string
  readonly lineRefused?: string
  readonly sent?: URLSearchParams
  readonly query: URLSearchParams
}

async function shown(
  host: Parts,
  request: HostRequest,
  context: string,
  refusal?: RefusedStep,
): Promise<HostResponse> {
  const { author, head, place } = await coursePlace(host, request, context)
  const query = refusal?.query ?? request.query
  const outline = await host.drafts.outline(context, {
    at: query.get('at') ?? undefined,
    from: wholeIn(query.get('from')),
    open: query.getAll('open').slice(0, mostAsked),
  })
  const keys = shownLines(outline.root).map(({ key }) => key)
  const [marks, difference] = await Promise.all([
    host.draftMarks.of(head, keys),
    host.draftMarks.difference(head),
  ])
  const isListed = (key: string | null): key is string => key !== null && keys.includes(key)
  const [line, move, moved] = [query.get('line'), query.get('move'), request.query.get('moved')]
  const content = courseTreePage({
    ...place,
    outline,
    marks,
    difference,
    edited: isListed(line)
      ? await lineValues(host, context, line, outline, place.words, request, refusal)
      : undefined,
    moving: move === null ? undefined : await movingOf(host, context, move),
    moved: isListed(moved) ? { key: moved, by: request.query.get('by') === 'up' ? 'up' : 'down' } : undefined,
    now: host.now(),
    ...(refusal?.refused !== undefined && { refused: refusal.refused }),
  })
  const page = new Fragment(content)
    .addCss(host.client('course-tree.css'))
    .addJavascript(host.client('course-tree.js'))
  const status = refusal ? 400 : 200
  const title = place.words.say('Edit {title}', { title: head.title })
  return authorPage(host, author, request, title, page, status, {
    width: 'wide',
    words: place.words,
    nav: place.nav,
  })
}

async function lineValues(
  host: Parts,
  context: string,
  key: string,
  { root }: CourseTreeParts['outline'],
  { timeZone }: PageWords,
  request: HostRequest,
  refusal: RefusedStep | undefined,
): Promise<LineValues | undefined> {
  const block = await (await host.content.view(context, 'draft')).block(key)
  if (!block) return undefined
  const { settings, type } = block
  const { sent } = refusal ?? {}
  const value = (name: 'start' | 'due') => sent?.get(name) ?? shownMoment(settings[name], timeZone)
  return {
    key,
    title: sent?.get('title') ?? titleOf(key, type, settings['display_name']),
    start: value('start'),
    due: value('due'),
    isStaffOnly: sent ? sent.has('staff') : settings['visible_to_staff_only'] === true,
    isUnit: shownLines(root).find((one) => one.key === key)?.isUnit ?? false,
    isNew: request.query.get('news') === 'added',
    refused: refusal?.lineRefused,
  }
}

async function movingOf(host: Parts, context: string, key: string): Promise<CourseTreeParts['moving']> {
  const view = await host.content.view(context, 'draft')
  const block = await view.block(key)
  const parent = block?.parent === undefined ? undefined : await view.block(block.parent)
  if (!block || !parent) return undefined
  return { key, title: titleOf(key, block.type, block.settings['display_name']), parentType: parent.type }
}

/** A whole number from 0 up that an address gives; 0 where it gives none. */
function wholeIn(text: string | null): number {
  return /^\d{1,9}$/.test(text ?? '') ? Number(text) : 0
}
