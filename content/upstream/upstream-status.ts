import { titleOf } from '../../runtime/reference/index.js'
import type { JsonObject } from '../../runtime/values/json.js'
import type { AuthoringStore } from '../version/index.js'
import { draftBlockOf, UpstreamBlocks } from './upstream-block.js'
import { isCustomized, linkOf } from './upstream-link.js'
import { linkSettings } from './upstream-fields.js'

/** How a block of a course stands to the library block that it is linked to. */
export interface UpstreamStatus {
  /** Usage key, as text. */
  readonly usage: string
  readonly title: string
  /** Usage key of the library block, as text; null where it is linked to none. */
  readonly upstream: string | null
  /** Whether that block is in the published version of its library. */
  readonly isAvailable: boolean
  /** Numbers of versions of the library block: it was brought to, its author declined, and is published. */
  readonly version: number | null
  readonly declined: number | null
  readonly newest: number | null
  /** Whether there is something to bring it to. */
  readonly isReady: boolean
  /** OLX names of the fields that are the course's own, so that no update changes them. */
  readonly customized: readonly string[]
}

/** How a block of a draft stands to its library. @throws CompositorError `context-unknown`, `block-not-found` */
export async function upstreamStatus(store: AuthoringStore, usage: string): Promise<UpstreamStatus> {
  const { settings } = await draftBlockOf(store, usage)
  return statusOf(usage, settings, new UpstreamBlocks(store))
}

/** The same of a block that is at hand. */
export async function statusOf(
  usage: string,
  settings: JsonObject,
  blocks: UpstreamBlocks,
): Promise<UpstreamStatus> {
  const link = linkOf(settings)
  const title = titleOf(usage, { ...link?.defaults, ...settings })
  if (!link) {
    const none = { version: null, declined: null, newest: null, isReady: false, customized: [] }
    return { usage, title, upstream: null, isAvailable: false, ...none }
  }
  const { upstream, version, declined } = link
  const newest = (await blocks.find(upstream))?.number ?? null
  const own = Object.keys(settings).filter(
    (name) => !linkSettings.includes(name) && isCustomized(link, settings, name),
  )
  return {
    usage,
    title,
    upstream,
    isAvailable: newest !== null,
    version,
    declined,
    newest,
    isReady: newest !== null && newest > (version ?? 0) && newest > (declined ?? 0),
    customized: [...new Set([...link.customized, ...own])].sort(),
  }
}

/** The links of a course. */
export interface UpstreamReport {
  /** Key of the course or library, as text. */
  readonly context: string
  /** Name of the draft that it tells of. */
  readonly version: string
  /** All blocks that are linked, in the order of their keys. */
  readonly linked: readonly UpstreamStatus[]
  /** Usage keys of those among them that could be updated, whose newest version was declined, and whose library block is not there. */
  readonly behind: readonly string[]
  readonly declined: readonly string[]
  readonly broken: readonly string[]
}

/** The links of a draft; it costs what the draft does. @throws CompositorError `context-unknown` */
export async function upstreamReport(store: AuthoringStore, context: string): Promise<UpstreamReport> {
  const view = await store.view(context, 'draft')
  const blocks = new UpstreamBlocks(store)
  const linked: UpstreamStatus[] = []
  for await (const [usage, { settings }] of view.allBlocks())
    if (linkOf(settings)) linked.push(await statusOf(usage, settings, blocks))
  linked.sort((one, other) => (one.usage < other.usage ? -1 : 1))
  const those = (is: (status: UpstreamStatus) => boolean) =>
    linked.filter((status) => is(status)).map(({ usage }) => usage)
  return {
    context,
    version: view.name,
    linked,
    behind: those(({ isReady }) => isReady),
    declined: those(
      ({ newest, declined, version }) => newest !== null && newest === declined && newest !== version,
    ),
    broken: those(({ isAvailable }) => !isAvailable),
  }
}
