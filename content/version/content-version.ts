import type { JsonObject } from '../../runtime/values/index.js'
import type { VersionBlock, VersionFile } from './version-block.js'
import type { VersionView } from './version-view.js'

/** A version as a whole in memory. */
export interface ContentVersion {
  readonly context: string
  readonly kind: 'course' | 'library'
  readonly title: string
  readonly root: string
  readonly blocks: { readonly [usageKey: string]: VersionBlock }
  readonly assets: { readonly [name: string]: VersionFile }
  readonly assetAliases: { readonly [alias: string]: string }
  readonly metadata: JsonObject
}

/** The whole of a version: it costs what the version does. */
export async function wholeVersion(view: VersionView): Promise<ContentVersion> {
  const { context, kind, title, root } = view
  return {
    context,
    kind,
    title,
    root,
    blocks: await record(view.allBlocks()),
    assets: await record(view.assets()),
    assetAliases: await record(view.aliases()),
    metadata: {},
  }
}

async function record<V>(entries: AsyncIterable<readonly [string, V]>): Promise<{ [name: string]: V }> {
  const all: [string, V][] = []
  for await (const [name, value] of entries) all.push([name, value])
  return Object.fromEntries(all.sort(([one], [other]) => (one < other ? -1 : 1)))
}
