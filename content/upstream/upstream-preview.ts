import { isSameJson, type Json, type JsonObject } from '../../runtime/values/json.js'
import type { AuthoringStore } from '../version/index.js'
import { contextOf, draftBlockOf, UpstreamBlocks } from './upstream-block.js'
import { linkSettings } from './upstream-fields.js'
import { isCustomized, linkOf } from './upstream-link.js'
import { UpstreamFiles, type BroughtFiles } from './upstream-files.js'
import { linkedTo } from './planned-sync.js'

/** What an update would make of one field. */
export interface PreviewedField {
  /** OLX name. */
  readonly name: string
  readonly scope: 'content' | 'settings'
  /** What holds now: the block's own, or what the library had. */
  readonly old?: Json
  /** What the library has. */
  readonly theirs?: Json
  /** The author's own value, which stays. */
  readonly own?: Json
}

/** What an update of a linked block would bring. */
export interface UpstreamPreview {
  /** Usage keys, as text. */
  readonly usage: string
  readonly upstream: string
  /** Numbers of versions of the library block. */
  readonly version: number | null
  readonly newest: number
  /** Fields that the library has another value of than holds here, customised or not. */
  readonly fields: readonly PreviewedField[]
  readonly files: BroughtFiles
}

/** What an update of a linked block would bring; nothing is changed. @throws CompositorError `context-unknown`, `block-not-found`, `library-block-missing` */
export async function upstreamPreview(store: AuthoringStore, usage: string): Promise<UpstreamPreview> {
  const blocks = new UpstreamBlocks(store)
  const ours = await draftBlockOf(store, usage)
  const link = linkOf(ours.settings)
  const theirs = linkedTo(usage, link && { link, theirs: await blocks.find(link.upstream) })
  const view = await store.view(contextOf(usage), 'draft')
  const content = (await view.definitions([ours.definition])).get(ours.definition)?.content ?? {}
  const upstream = link?.upstream ?? ''
  const files = new UpstreamFiles(view, blocks, store)
  const library = await files.brought(upstream, theirs.content)
  const isOwn = (name: string) => link !== undefined && isCustomized(link, ours.settings, name)
  return {
    usage,
    upstream,
    version: link?.version ?? null,
    newest: theirs.number,
    fields: [
      ...differing('content', content, library, content, (name) => link?.customized.includes(name) ?? false),
      ...differing(
        'settings',
        { ...link?.defaults, ...ours.settings },
        theirs.block.settings,
        ours.settings,
        isOwn,
      ),
    ],
    files: files.notice,
  }
}

function differing(
  scope: PreviewedField['scope'],
  now: JsonObject,
  theirs: JsonObject,
  ours: JsonObject,
  isOwn: (name: string) => boolean,
): PreviewedField[] {
  const names = [...new Set([...Object.keys(now), ...Object.keys(theirs)])].sort()
  return names.flatMap((name) => {
    const [old, their, own] = [now[name], theirs[name], isOwn(name) ? ours[name] : undefined]
    if (linkSettings.includes(name) || isSameJson(old ?? null, their ?? null)) return []
    return [
      {
        name,
        scope,
        ...(old !== undefined && { old }),
        ...(their !== undefined && { theirs: their }),
        ...(own !== undefined && { own }),
      },
    ]
  })
}
