import {
  CompositorError,
  isJsonObject,
  parseUsageKey,
  type Json,
  type JsonObject,
  type SafeHtml,
  type UsageKey,
} from '../../runtime/index.js'
import { overDraft } from '../drafts/draft-clash.js'
import { contextOf } from '../drafts/draft-reader.js'
import { titleOf, type Draft } from '../drafts/draft.js'
import type { HostParts } from '../host-parts.js'
import { seeOther } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { blockAddress } from '../pages/authors/author-pages.js'
import { valuesSection, type SaidOfBlocks } from '../pages/authors/values-section.js'
import { refuseForeign } from './block-routes.js'
import { toSay, type PageWords } from '../words/index.js'
import { clashAnswer } from './clash-answer.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'client' | 'content' | 'drafts' | 'permissions' | 'types' | 'visitors'>

/** Where a reference keeps what it says of library blocks, by OLX name: of all of them, and of single ones. */
const names = { all: 'field_overrides', single: 'block_field_overrides' } as const

/** Where authors take back what a course says of library blocks. */
export function overridePageRoutes(host: Parts): RouteTable {
  return {
    async 'POST /author/blocks/:key/overrides'(request, { key = '' }) {
      refuseForeign(request)
      const usage = parseUsageKey(key)
      const context = contextOf(usage)
      const author = await host.permissions.author(request, 'edit', usage.toString())
      const sent = new URLSearchParams(await request.text())
      const own = await ownUsage(host, usage)
      const of = { expected: sent.get('draft') ?? '', about: [own] }
      const back = blockAddress(host.base, usage.toString())
      const made = await overDraft(host.content, context, of, async (expected) => {
        const { set, reset } = await changeOf(host, usage, sent)
        const saving = { sent: { set, reset }, base: expected ?? '' }
        const saved = await host.drafts.save(usage, saving, { author: author.id, expected })
        if (saved.isSaved) return
        const why = [...Object.values(saved.errors), ...Object.keys(saved.theirs)].join(' ')
        throw new CompositorError('field-value', why === '' ? 'It was not saved.' : why)
      })
      if ('clash' in made)
        return clashAnswer(host, author, request, { ...made, page: toSay('The block'), sent, back })
      const query = new URLSearchParams({ news: made.undo === undefined ? 'unchanged' : 'cleared' })
      if (made.undo !== undefined) query.set('undo', made.undo)
      return seeOther(`${back}?${query.toString()}`)
    },
  }
}

/** Where the values of a block come from; undefined where that cannot be told, as of what cannot be read. */
export async function valuesOf(
  host: Pick<HostParts, 'base' | 'drafts' | 'types'>,
  words: PageWords,
  { block, type, base: draft }: Draft,
  mayEdit: boolean,
): Promise<SafeHtml | undefined> {
  const usage = parseUsageKey(block.key)
  const found = await host.drafts.provenance(usage).catch((thrown: unknown) => {
    const { code } = CompositorError.from(thrown, 'host-failed')
    if (code === 'block-not-found' || code === 'field-value') return undefined
    throw thrown
  })
  if (!found) return undefined
  const says = type?.capabilities.references ? saidOf(block.fields) : undefined
  const key = usage.withoutBranchOrVersion().toString()
  const titles = new Map(
    block.children.flatMap((one) =>
      one.origin ? [[one.origin.block, titleOf(one.key, one.type, one.fields['display_name'])] as const] : [],
    ),
  )
  return valuesSection({
    words,
    base: host.base,
    usage: key,
    draft,
    mayEdit,
    type,
    provenance: found,
    says,
    titles,
  })
}

/** The block of the draft in which a block's values are kept. */
async function ownUsage(host: Parts, usage: UsageKey): Promise<string> {
  const { block, above } = await host.drafts.block(usage)
  const key = usage.withoutBranchOrVersion().toString()
  return block.origin ? (above.at(-1)?.key ?? key) : key
}

function saidOf(fields: JsonObject): SaidOfBlocks {
  const objectOf = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {})
  return { all: objectOf(fields[names.all]), single: objectOf(fields[names.single]) }
}

/** The fields that a form clears. */
async function changeOf(
  host: Parts,
  usage: UsageKey,
  sent: URLSearchParams,
): Promise<{ readonly set: JsonObject; readonly reset: readonly string[] }> {
  const one = sent.get('clear')
  if (one !== null) return { set: {}, reset: [one] }
  const block = sent.get('block')
  if (block !== null) {
    const { fields } = (await host.drafts.block(usage)).block
    const { [block]: _gone, ...rest } = saidOf(fields).single
    return Object.keys(rest).length === 0
      ? { set: {}, reset: [names.single] }
      : { set: { [names.single]: rest }, reset: [] }
  }
  const all = sent.get('all')
  if (all === 'reference') return { set: {}, reset: [names.all, names.single] }
  if (all !== 'block')
    throw new CompositorError('handler-input', 'Say what is to be cleared: one field, a block, or all.')
  const { fields, library } = await host.drafts.provenance(usage)
  const reset = fields.flatMap(({ field, layers }) => {
    const has = (wanted: string) => layers.some(({ layer }) => layer === wanted)
    return (library ? has('override') : has('own') && has('upstream')) ? [field] : []
  })
  return { set: {}, reset }
}
