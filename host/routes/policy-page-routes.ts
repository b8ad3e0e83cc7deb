import type { DraftOperation } from '../../content/index.js'
import { Fragment } from '../../runtime/index.js'
import { titleOf } from '../../runtime/reference/index.js'
import { overDraft } from '../drafts/draft-clash.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import {
  formOfPolicy,
  isRefused,
  policyOfForm,
  readPolicyForm,
  type PolicyForm,
} from '../pages/libraries/policy-form.js'
import { mostNamed, policiesAddress, policiesPage, policyAddress } from '../pages/libraries/policies-page.js'
import { policyPage } from '../pages/libraries/policy-page.js'
import { authorPage } from './author-page.js'
import { editingNav } from './course-place.js'
import { refuseForeign } from './block-routes.js'
import { toSay } from '../words/index.js'
import { clashAnswer } from './clash-answer.js'
import { undoIn } from './library-place.js'
import { refusalOf } from './page-refusals.js'

/** What is needed of the host here. */
type Parts = Pick<
  HostParts,
  'base' | 'callers' | 'client' | 'content' | 'drafts' | 'permissions' | 'policies' | 'types' | 'visitors'
>

/** What pages say after what was done there. */
const news: Readonly<Record<string, string>> = {
  saved: toSay('Saved in the draft. Learners get it when you publish.'),
  removed: toSay('The group is deleted, and its name from the blocks that had it.'),
  unchanged: toSay('There was nothing to change.'),
  undone: toSay('Taken back.'),
}

/** Where authors make the policy groups of a course, see what they would change, and let them hold for many blocks in one step. */
export function policyPageRoutes(host: Parts): RouteTable {
  return {
    'GET /author/contexts/:context/policies': (request, { context = '' }) => listed(host, request, context),
    async 'POST /author/contexts/:context/policies'(request, { context = '' }) {
      refuseForeign(request)
      await host.permissions.author(request, 'edit', context)
      const sent = new URLSearchParams(await request.text())
      if (sent.get('what') === 'make') {
        const name = (sent.get('name') ?? '').trim()
        if (name === '') return listed(host, request, context, toSay('A policy group needs a name.'))
        return seeOther(policyAddress(host.base, context, name))
      }
      const usage = sent.get('usage') ?? ''
      return changed(
        host,
        request,
        context,
        sent,
        [usage],
        () => host.policies.holdAt(context, usage, sent.getAll('group')),
        `for=${encodeURIComponent(usage)}`,
      )
    },
    'GET /author/contexts/:context/policies/:policy': (request, { context = '', policy = '' }) =>
      shown(host, request, context, policy),
    async 'POST /author/contexts/:context/policies/:policy'(request, { context = '', policy = '' }) {
      refuseForeign(request)
      await host.permissions.author(request, 'edit', context)
      const sent = new URLSearchParams(await request.text())
      const form = readPolicyForm(sent, host.policies.settings())
      const what = sent.get('what') ?? ''
      if (what === 'add') return shown(host, request, context, policy, { form })
      if (what !== 'remove' && isRefused(form))
        return shown(host, request, context, policy, {
          form,
          refused: toSay('Some values do not fit. Nothing was saved.'),
        })
      try {
        const steps = () =>
          what === 'remove'
            ? host.policies.remove(context, policy)
            : host.policies.save(context, policy, policyOfForm(form, host.policies.settings()), form.usages)
        if (what === 'preview')
          return await shown(host, request, context, policy, { form, steps: await steps() })
        const about = [...form.usages]
        return await changed(
          host,
          request,
          context,
          sent,
          about,
          steps,
          '',
          what === 'remove' ? 'removed' : 'saved',
        )
      } catch (thrown) {
        return shown(host, request, context, policy, { form, refused: refusalOf(thrown) })
      }
    },
  }
}

async function changed(
  host: Parts,
  request: HostRequest,
  context: string,
  sent: URLSearchParams,
  about: readonly string[],
  steps: () => Promise<readonly DraftOperation[]>,
  query = '',
  told = 'saved',
): Promise<HostResponse> {
  const author = await host.permissions.author(request, 'edit', context)
  const root = (await host.content.view(context, 'draft')).root
  const of = { expected: sent.get('draft') ?? '', about: [root, ...about] }
  const back = policiesAddress(host.base, context)
  const made = await overDraft(host.content, context, of, async (expected) =>
    // As one: a group that is made and holds somewhere at once is told of as a whole.
    host.content.operate(context, host.types, await steps(), { author: author.id, expected }),
  )
  if ('clash' in made)
    return clashAnswer(host, author, request, { ...made, page: toSay('Policy groups'), sent, back })
  const news = made.undo === undefined ? 'news=unchanged' : `news=${told}&undo=${made.undo}`
  return seeOther(`${back}?${[query, news].filter((one) => one !== '').join('&')}`)
}

async function listed(
  host: Parts,
  request: HostRequest,
  context: string,
  refused?: string,
): Promise<HostResponse> {
  const author = await host.permissions.author(request, 'read', context)
  const head = await host.drafts.head(context)
  const groups = await host.policies.of(context)
  const { query } = request
  const view = await host.content.view(context, 'draft')
  const named = await view.blocks(groups.flatMap(({ usages }) => usages.slice(0, mostNamed)))
  const titles = new Map([...named].map(([usage, { settings }]) => [usage, titleOf(usage, settings)]))
  const wanted = query.get('for')
  const place = wanted === null ? undefined : await host.policies.at(context, wanted)
  const said = query.get('news') ?? ''
  const words = host.visitors.wordsOf(author)
  const content = policiesPage({
    words,
    base: host.base,
    context: head.context,
    title: head.title,
    draft: head.draft,
    groups,
    titles,
    fields: host.policies.settings(),
    place,
    mayEdit: await mayEdit(host, request, context),
    news: Object.hasOwn(news, said) ? words.gettext(news[said] ?? '') : undefined,
    undo: await undoIn(host, context, query),
    refused: refused && words.gettext(refused),
  })
  const status = refused === undefined ? 200 : 400
  const title = words.say('Policy groups of {title}', { title: head.title })
  const nav = editingNav(host, { words, author, context: head.context, isOpen: head.published !== null })
  return authorPage(host, author, request, title, new Fragment(content), status, {
    width: 'wide',
    words,
    nav,
  })
}

interface Shown {
  readonly form?: PolicyForm
  readonly steps?: readonly DraftOperation[]
  readonly refused?: string
}

async function shown(
  host: Parts,
  request: HostRequest,
  context: string,
  name: string,
  { form, steps, refused }: Shown = {},
): Promise<HostResponse> {
  const author = await host.permissions.author(request, 'read', context)
  const head = await host.drafts.head(context)
  const found = (await host.policies.of(context)).find((one) => one.name === name)
  const empty = { settings: {}, formats: [], dated: [], usages: [] }
  const words = host.visitors.wordsOf(author)
  const content = policyPage({
    words,
    base: host.base,
    context: head.context,
    contextTitle: head.title,
    name,
    draft: head.draft,
    form: form ?? formOfPolicy(found ?? empty),
    isMade: found !== undefined,
    fields: host.policies.settings(),
    places: await host.policies.places(context),
    changes: steps && (await host.policies.changes(context, steps)),
    mayEdit: await mayEdit(host, request, context),
    refused: refused && words.gettext(refused),
  })
  const status = refused === undefined ? 200 : 400
  const title = words.say('Policy group {name}', { name })
  return authorPage(host, author, request, title, new Fragment(content), status, { words })
}

async function mayEdit(host: Parts, request: HostRequest, context: string): Promise<boolean> {
  const caller = await host.callers.ofPage(request)
  return (await host.permissions.among(request, caller, 'edit', [context], (one) => one)).length > 0
}
