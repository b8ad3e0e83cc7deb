import {
  CompositorError,
  Fragment,
  parseUsageKey,
  type SafeHtml,
  type UsageKey,
} from '../../runtime/index.js'
import type { Saved } from '../drafts/draft-saving.js'
import type { Draft } from '../drafts/draft.js'
import type { HostParts } from '../host-parts.js'
import { htmlResponse, seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { PathParts, RouteTable } from '../http/router.js'
import { authorBlockPage } from '../pages/index.js'
import { pageLength } from '../pages/page-turns.js'
import { titleWords } from '../pages/type-names.js'
import { unitContents } from '../pages/authors/unit-contents.js'
import { titleOf } from '../drafts/draft.js'
import { toSay, type PageWords } from '../words/index.js'
import { changedNames } from '../pages/authors/edited-fields.js'
import { labelOf } from '../pages/authors/field-words.js'
import { blockAbout } from '../libraries/block-about.js'
import { layout } from '../pages/layout.js'
import { refusedEditPage } from '../pages/authors/refused-edit-page.js'
import { referenceLinks } from '../pages/libraries/reference-links.js'
import { libraryBlockAbout } from '../pages/libraries/library-block-about.js'
import { isLibrary } from '../pages/authors/author-pages.js'
import { undoable } from '../pages/libraries/library-head.js'
import { unitOf } from '../unit-of.js'
import { problemTabs } from '../problem-editor/edited-problem.js'
import { withChosenTexts } from '../pages/authors/piece-choice.js'
import { caseWished, postedEditor, type PostedEditor } from './problem-editor.js'
import { editorOf } from './author-editor.js'
import { authorPage } from './author-page.js'
import { membersOf } from './container-routes.js'
import { undoIn } from './library-place.js'
import { valuesOf } from './override-page-routes.js'
import type { RefusedText } from '../pages/authors/text-form.js'
import { called } from './author-saving.js'
import { methods, refuseForeign, routesFor } from './block-routes.js'

/** What is needed of the host here. */
type Parts = Pick<
  HostParts,
  | 'bodies'
  | 'base'
  | 'callers'
  | 'catalogue'
  | 'client'
  | 'clientFiles'
  | 'content'
  | 'drafts'
  | 'draftViews'
  | 'libraries'
  | 'permissions'
  | 'presence'
  | 'problemTests'
  | 'types'
  | 'units'
  | 'variants'
  | 'visitors'
>

/** Types of blocks that the page of a unit adds by a click. */
const addedTypes = ['html', 'problem', 'video', 'poll', 'survey', 'word_cloud', 'done']

/** What pages say after what was done there; an address can name one, and say nothing else. */
const news: Readonly<Record<string, string>> = {
  deleted: toSay('Deleted from the draft.'),
  added: toSay('Added to the draft. Fill it in below.'),
  saved: toSay('Saved in the draft. Learners see it when you publish.'),
  moved: toSay('Moved, in the draft.'),
  taken: toSay('Taken out of it. It stays in the library.'),
  pinned: toSay('The versions are saved in the draft.'),
  undone: toSay('Taken back: the draft is what it was before.'),
  restored: toSay('It is as it was in that version, in the draft.'),
  duplicated: toSay('This is the copy. Nobody has any state of it.'),
  cleared: toSay('Cleared: what it falls back to holds again, in the draft.'),
  discarded: toSay('Its changes are discarded: it is as it is published.'),
  tagged: toSay('The tags are saved.'),
  unchanged: toSay('There was nothing to save.'),
  published: toSay('Published: learners see it now.'),
}

/** Where authors edit drafts and publish them; others get 403. */
export function authorRoutes(host: Parts): RouteTable {
  const call = (request: HostRequest, parts: PathParts) => called(host, request, parts)
  return {
    'GET /author/blocks/:key': async (request, { key = '' }) => shown(host, request, parseUsageKey(key)),
    'POST /author/blocks/:key': async (request, { key = '' }) => {
      refuseForeign(request)
      const usage = parseUsageKey(key)
      const form = new URLSearchParams(await request.text())
      try {
        return await saved(host, request, usage, form)
      } catch (thrown) {
        return givenBack(host, request, form, thrown)
      }
    },
    ...routesFor(methods, '/author/blocks/:key/handlers/:handler', call),
  }
}

/** Saves what the page of a block sent, or shows it again with what does not fit. */
async function saved(
  host: Parts,
  request: HostRequest,
  usage: UsageKey,
  form: URLSearchParams,
): Promise<HostResponse> {
  const person = await host.permissions.author(request, 'edit', usage.toString())
  const author = person.id
  const text = form.get('olx')
  const base = form.get('base') ?? ''
  if (text !== null) return textSaved(host, request, usage, { text, base, author })
  const posted = postedEditor(form)
  if (posted?.wish || posted?.problem.fault) {
    await caseWished(host, await host.drafts.block(usage), posted, author)
    return shown(host, request, usage, undefined, undefined, posted)
  }
  const fields = posted?.fields ?? withChosenTexts(form)
  const outcome = await host.drafts.save(usage, { form: fields, base }, { author })
  if (!outcome.isSaved) return shown(host, request, usage, outcome, undefined, posted)
  const names = changedNames(outcome)
  if (names.length > 0) host.presence.saved(usage.toString(), { id: person.anonymousId, name: person.name })
  const back = `${host.base}/author/blocks/${encodeURIComponent(usage.toString())}`
  const also = outcome.also.length > 0 ? `&also=${outcome.also.map(encodeURIComponent).join(',')}` : ''
  return seeOther(`${back}?news=${names.length > 0 ? 'saved' : 'unchanged'}${also}`)
}

/** What somebody wrote that was not saved: their role or session has ended, the block is gone, the store is away. @throws what was thrown, where no page is asked for */
function givenBack(host: Parts, request: HostRequest, form: URLSearchParams, thrown: unknown): HostResponse {
  const error = CompositorError.from(thrown, 'host-failed')
  const isTold = error.status < 500 || error.code === 'store-full' || error.code === 'store-unavailable'
  if (!isTold || !request.header('accept')?.includes('text/html')) throw thrown
  const words = host.visitors.wordsFor(request)
  const isForNow = error.status === 401 || error.status >= 500
  const again = isForNow ? { action: request.path, sent: form } : undefined
  const content = refusedEditPage(words, { written: writtenIn(form), error, again })
  const title = words.say('Nothing was saved')
  if (error.code !== 'learner-unknown') {
    const person = host.visitors.learnerOf(request)
    const page = new Fragment(content).addCss(host.client('editor-form.css'))
    return authorPage(host, person, request, title, page, error.status, { words })
  }
  const resources = ['author-parts.css', 'authoring.css', 'editor-form.css'].map(
    (file) => ({ kind: 'css', url: host.client(file) }) as const,
  )
  const page = layout({ title, base: host.base, client: host.client, words, content, resources })
  return htmlResponse(page, error.status, { 'cache-control': 'no-store' })
}

/** What a page sent, a problem as the text that its form came to. */
function writtenIn(form: URLSearchParams): URLSearchParams {
  try {
    return postedEditor(form)?.fields ?? form
  } catch {
    return form
  }
}

/** Saves the text of a block that could not be read; what cannot be read still comes back, with why. */
async function textSaved(
  host: Parts,
  request: HostRequest,
  usage: UsageKey,
  { text, base, author }: { readonly text: string; readonly base: string; readonly author: string },
): Promise<HostResponse> {
  const why = await host.drafts.saveText(usage, text, base, { author })
  if (why !== undefined) return shown(host, request, usage, undefined, { text, why })
  return seeOther(`${host.base}/author/blocks/${encodeURIComponent(usage.toString())}?news=saved`)
}

/** @param refused what was posted and not saved @param refusedText the same of a block's own text */
async function shown(
  host: Parts,
  request: HostRequest,
  usage: UsageKey,
  refused?: Saved,
  refusedText?: RefusedText,
  posted?: PostedEditor,
): Promise<HostResponse> {
  const author = await host.permissions.author(request, 'read', usage.toString())
  const found = await host.drafts.block(usage)
  const whyNot = await whyReadOnly(host, request, found.context)
  const draft = { ...found, fixed: found.fixed ?? whyNot }
  const words = host.visitors.wordsOf(author)
  const contents = await contentsIn(host, request, draft, words)
  const tab = problemTabs.find((one) => one === request.query.get('tab'))
  const editing = { tab, posted, isBelow: contents !== undefined }
  const { editor, title, isWide } = await editorOf(host, draft, author, refused, refusedText, editing)
  const unit = await host.units
    .publication(usage.context.withoutBranchOrVersion().toString())
    .then((published) => unitOf(published, usage))
    .catch(() => undefined)
  const members = await membersIn(host, request, draft, whyNot === undefined, words)
  const content = authorBlockPage({
    words,
    base: host.base,
    context: draft.context,
    title: draft.contextTitle,
    isPublished: draft.isPublished,
    above: draft.above,
    below: draft.below,
    belowCount: draft.belowCount,
    news: refused || posted ? undefined : await newsLineOf(host, request, draft, whyNot === undefined, words),
    usage: usage.toString(),
    heading: title,
    references: whyNot === undefined ? referenceLinks(words, host.base, draft) : undefined,
    editor: editor.content,
    members,
    contents,
    values: await valuesOf(host, words, draft, whyNot === undefined && found.fixed === undefined),
    about: await aboutOf(host, words, draft, whyNot === undefined),
    unit: unit?.toString(),
  })
  const whole = new Fragment(content).addResourcesOf(editor)
  if (members) whole.addJavascript(host.client('members.js'))
  if (contents) whole.addCss(host.client('course-tree.css')).addJavascript(host.client('course-tree.js'))
  const isClash = Object.keys(refused?.theirs ?? {}).length > 0
  const isRefused = refused !== undefined || refusedText !== undefined || posted?.problem.fault !== undefined
  const status = isClash ? 409 : isRefused ? 400 : 200
  return authorPage(host, author, request, title, whole, status, { words, ...(isWide && { width: 'wide' }) })
}

/** Why somebody may look at a library and not change it; undefined where they may, and for a course. */
async function whyReadOnly(host: Parts, request: HostRequest, context: string): Promise<string | undefined> {
  if (!isLibrary(context)) return undefined
  const caller = await host.callers.ofPage(request)
  try {
    await host.permissions.allow(request, caller, 'edit', context)
    return undefined
  } catch (thrown) {
    const { code, message } = CompositorError.from(thrown, 'host-failed')
    if (code === 'library-role' || code === 'library-archived' || code === 'library-elsewhere') return message
    throw thrown
  }
}

async function newsLineOf(
  host: Parts,
  request: HostRequest,
  draft: Draft,
  mayEdit: boolean,
  words: PageWords,
): Promise<SafeHtml | undefined> {
  const { context, base, block } = draft
  const said = [newsOf(request, words), alsoChanged(words, request, draft)].filter(Boolean).join(' ')
  const undo = mayEdit ? await undoIn(host, context, request.query) : undefined
  return undoable({ base: host.base, context, draft: base, news: said || undefined, undo }, block.key, words)
}

async function membersIn(
  host: Parts,
  request: HostRequest,
  { context, block, base: draft }: Draft,
  mayEdit: boolean,
  words: PageWords,
): Promise<SafeHtml | undefined> {
  if (!isLibrary(context) || block.origin) return undefined
  return membersOf(host, words, request, { library: context, usage: block.key, draft, mayEdit })
}

/** What a unit of a course holds, to be looked at and changed; undefined for any other block. */
async function contentsIn(
  host: Parts,
  { query }: HostRequest,
  { context, block, base: draft, above, below }: Draft,
  words: PageWords,
): Promise<SafeHtml | undefined> {
  if (isLibrary(context) || block.type !== 'vertical' || block.origin || above.length === 0) return undefined
  const view = await host.content.view(context, draft)
  const children = (await view.block(block.key))?.children ?? []
  const from = /^\d{1,6}$/.test(query.get('from') ?? '') ? Number(query.get('from')) : 0
  const blocks = await view.blocks(children.slice(from, from + pageLength))
  return unitContents({
    words,
    base: host.base,
    context,
    draft,
    usage: block.key,
    items: [...blocks].map(([key, { type, settings }]) => ({
      key,
      type,
      title: titleWords(words, key, titleOf(key, type, settings['display_name'])),
    })),
    referred: below.filter(({ key }) => !children.includes(key)),
    count: children.length,
    from,
    types: addedTypes
      .filter((type) => host.types.get(type))
      .map((type) => ({ type, templates: host.libraries.templates(type) })),
  })
}

/** What is known of a block of a library besides its fields. */
async function aboutOf(
  host: Parts,
  words: PageWords,
  { context, block, base: draft }: Draft,
  mayEdit: boolean,
): Promise<SafeHtml | undefined> {
  return isLibrary(context) && !block.origin
    ? libraryBlockAbout({ ...(await blockAbout(host, context, block.key)), words, draft, mayEdit })
    : undefined
}

/** Which fields changed along with those that an author changed; names that are no fields say nothing. */
function alsoChanged(words: PageWords, { query }: HostRequest, { type, block }: Draft): string {
  return (query.get('also') ?? '')
    .split(',')
    .flatMap((name) => {
      const field = type?.fieldByOlxName(name)
      if (!field) return []
      const isGone = (block.fields[name] ?? null) === null
      const said = { field: labelOf(words, field, type) }
      return isGone
        ? words.say('“{field}” was dropped with it.', said)
        : words.say('“{field}” follows from it.', said)
    })
    .join(' ')
}

function newsOf({ query }: HostRequest, words: PageWords): string | undefined {
  const name = query.get('news') ?? ''
  const said = Object.hasOwn(news, name) ? news[name] : undefined
  return said === undefined ? undefined : words.say(said)
}
