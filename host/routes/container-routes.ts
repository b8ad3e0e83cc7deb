import { containerMembers, type DraftOperation } from '../../content/index.js'
import { CompositorError, parseUsageKey, type SafeHtml } from '../../runtime/index.js'
import { overDraft } from '../drafts/draft-clash.js'
import { contextOf } from '../drafts/draft-reader.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { blockAddress } from '../pages/authors/author-pages.js'
import { containerMembersSection, mostMembers } from '../pages/libraries/container-members.js'
import { refuseForeign } from './block-routes.js'
import { toSay, type PageWords } from '../words/index.js'
import { clashAnswer } from './clash-answer.js'

/** What is needed of the host here. */
type Parts = Pick<
  HostParts,
  'base' | 'callers' | 'client' | 'content' | 'drafts' | 'permissions' | 'visitors'
>

/** Where authors change the order of what a container of a library holds, its versions, and what is in it. */
export function containerRoutes(host: Parts): RouteTable {
  return {
    async 'POST /author/blocks/:key/members'(request, { key = '' }) {
      refuseForeign(request)
      const usage = parseUsageKey(key).toString()
      const library = contextOf(parseUsageKey(key))
      const author = await host.permissions.author(request, 'edit', library)
      const sent = new URLSearchParams(await request.text())
      const { steps, told } = await stepsOf(host, library, usage, sent)
      const back = blockAddress(host.base, usage)
      const from = /^[1-9]\d{0,5}$/.exec(sent.get('from') ?? '')?.[0]
      const query = new URLSearchParams({ ...told, ...(from !== undefined && { from }) })
      if (steps.length === 0) return seeOther(`${back}?news=unchanged`)
      const of = { expected: sent.get('draft') ?? '', about: [usage] }
      const made = await overDraft(host.content, library, of, (expected) =>
        host.drafts.operate(library, steps, { author: author.id, expected }),
      )
      if ('clash' in made)
        return clashAnswer(host, author, request, { ...made, page: toSay('The container'), sent, back })
      if (made.undo !== undefined) query.set('undo', made.undo)
      // With a place named, browsers would leave the keyboard there, and not at the button that says autofocus.
      return seeOther(`${back}?${query.toString()}${told['moved'] === undefined ? '#members' : ''}`)
    },
  }
}

/** What a container holds, to be looked at and changed; undefined for what is none. */
export async function membersOf(
  host: Pick<HostParts, 'base' | 'content'>,
  words: PageWords,
  { query }: HostRequest,
  {
    library,
    usage,
    draft,
    mayEdit,
  }: { readonly library: string; readonly usage: string; readonly draft: string; readonly mayEdit: boolean },
): Promise<SafeHtml | undefined> {
  const asked = query.get('from') ?? ''
  const from = /^\d{1,6}$/.test(asked) ? Number(asked) : 0
  const members = await containerMembers(host.content, library, usage, { from, limit: mostMembers })
  const [moved, by] = [query.get('moved'), query.get('by')]
  return (
    members &&
    containerMembersSection({
      ...members,
      words,
      base: host.base,
      context: library,
      usage,
      draft,
      mayEdit,
      from,
      moved: moved === null ? undefined : { usage: moved, by: by ?? 'up' },
    })
  )
}

/** What a form asks for: versions that members are pinned to, and one of them moved or taken out. */
async function stepsOf(
  host: Parts,
  library: string,
  parent: string,
  sent: URLSearchParams,
): Promise<{ readonly steps: DraftOperation[]; readonly told: Record<string, string> }> {
  const from = Number(/^\d{1,6}$/.exec(sent.get('from') ?? '')?.[0] ?? 0)
  const members = await containerMembers(host.content, library, parent, { from, limit: mostMembers })
  const children = (await (await host.content.view(library, 'draft')).block(parent))?.children ?? []
  const steps: DraftOperation[] = (members?.items ?? []).flatMap(({ usage, pin }) => {
    const wanted = sent.get(`pin:${usage}`)
    if (wanted === null || wanted === (pin === undefined ? '' : String(pin))) return []
    return [{ do: 'place', usage, parent, version: wanted === '' ? null : numberIn(wanted) } as const]
  })
  const out = sent.get('out')
  if (out !== null) return { steps: [...steps, { do: 'take', usage: out, parent }], told: { news: 'taken' } }
  const moved = sent.get('up') ?? sent.get('down') ?? sent.get('move')
  if (moved === null) return { steps, told: { news: 'pinned' } }
  const at = children.indexOf(moved)
  const by = sent.has('up') ? 'up' : 'down'
  const index = sent.has('move') ? numberIn(sent.get('index') ?? '') : at + (by === 'up' ? -1 : 1)
  const told = { news: 'moved', moved, by }
  if (at === -1 || index < 0 || index >= children.length || index === at) return { steps, told }
  return { steps: [...steps, { do: 'place', usage: moved, parent, index }], told }
}

function numberIn(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new CompositorError('handler-input', `'${text.slice(0, 50)}' is no whole number.`)
}
