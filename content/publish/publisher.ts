import type { PreparedPublication, PublishOptions } from './publish-options.js'
import { Publishing, type ComparedPublication } from './publishing.js'

/**
 * Stores the publication of a version, references to libraries resolved against the exact versions they pin, and notes which
 * of those are missing. Only what differs from what learners see is made. They see it once the host has switched to it; after
 * that the host calls `store.markPublished`.
 * @throws CompositorError `context-unknown`, `version-unknown`, `store-unavailable`, `store-full`, `store-damaged`
 */
export async function publish(context: string, options: PublishOptions): Promise<PreparedPublication> {
  const { store } = options
  const name = options.version ?? (await store.head(context)).draft
  const { view, entry, reading } = await store.entry(context, name)
  await store.versions.renew(entry.tree, reading)
  const before = await comparable(context, options)
  return new Publishing(view, options, before).run()
}

/** What learners see, and the version it was made of, where a difference to it can be told. */
async function comparable(
  context: string,
  { store, before, madeBy }: PublishOptions,
): Promise<ComparedPublication | undefined> {
  if (before?.format !== 2 || before.madeBy !== madeBy) return undefined
  const found = await store.findView(context, before.version)
  return found && { publication: before, view: found }
}
