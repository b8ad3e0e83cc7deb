import type { BlockTypes } from '../runtime/block/index.js'
import { CompositorError } from '../runtime/errors/index.js'
import { parseCourseKey } from '../runtime/keys/index.js'
import { copiedRun } from './edit/copied-run.js'
import { Findings } from './olx/findings.js'
import { readOlx } from './olx/read-olx.js'
import { findRoot, MemorySource } from './source/index.js'
import {
  treeOf,
  versionFilesOf,
  type AuthoringStore,
  type LogWords,
  type SavedVersion,
} from './version/index.js'

/**
 * Copies the draft of a course to another run: a course of its own, with blocks of its own, of which nobody has any state. Learners
 * see it when it is published.
 * @param to key of the run that is made, as text
 * @throws CompositorError `key-malformed`, `context-unknown`, `draft-fixed` where there is such a course
 */
export async function copyRun(
  store: AuthoringStore,
  types: BlockTypes,
  context: string,
  to: string,
  words: LogWords = {},
): Promise<SavedVersion> {
  const [from, key] = [parseCourseKey(context), parseCourseKey(to)]
  if ((await store.findHead(key.toString())) !== undefined)
    throw new CompositorError('draft-fixed', `There is a course '${key.toString()}' already.`)
  const view = await store.view(context, 'draft')
  const { urlName: run = from.run } = (await view.block(view.root)) ?? {}
  const files = await copiedRun(versionFilesOf(view, store.versions), from, run, key)
  const source = new MemorySource(key.toString(), files)
  const read = { types, findings: new Findings(), draft: view.variant === 'draft' }
  const authored = await readOlx(findRoot(source), read)
  const made = await store.make(authored, source, await treeOf(source), { variant: view.variant })
  return store.save(made, words)
}
