import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { operated } from '../edit/operate.js'
import { refuseConflicts } from './draft-edited.js'
import { filesChanged, readVersionOf, versionFilesOf, withEdits, type FilesChanged } from './files-changed.js'
import type { StoredVersionView } from './stored-version-view.js'
import type { EditedBlock, OverEdits } from './edited-block.js'
import type { EditsOver } from './version-edits.js'
import type { VersionStore } from './version-store.js'

/** Static files of a draft: of courses and v1 libraries. */
const statics = 'static/'

/**
 * Stores the version that an import becomes under the edits of the draft before it.
 * @throws CompositorError `draft-edited` where a step cannot be made in its files
 */
export async function mergedImport(
  word: Exclude<OverEdits, 'replace'>,
  made: FilesChanged,
  { imported, draft }: { readonly imported: StoredVersionView; readonly draft: StoredVersionView },
  { steps, edits }: EditsOver,
  types: BlockTypes,
  store: VersionStore,
): Promise<FilesChanged> {
  const seen = (view: StoredVersionView) => ({
    version: readVersionOf(view),
    files: versionFilesOf(view, store),
  })
  const conflicts: EditedBlock[] = []
  const { files: brought, clashing } = await staticsOver(imported, draft, made.view, store)
  if (word === 'merge') conflicts.push(...clashing)
  let next = brought.size > 0 ? await filesChanged(made.view, made.ids, brought, types, store) : made
  for (const step of steps) {
    const usage = 'usage' in step ? step.usage : ''
    try {
      const { files } = await operated(seen(next.view), step, {
        types,
        now: () => new Date(0),
        draftOf: async () => seen(draft),
        lastWith: async () => seen(draft),
      })
      if (files.size > 0) next = await filesChanged(next.view, next.ids, files, types, store)
    } catch (thrown) {
      const { code } = CompositorError.from(thrown, 'host-failed')
      if (code !== 'draft-fixed' && code !== 'block-not-found') throw thrown
      conflicts.push({ usage, fields: ['children'] })
    }
  }
  refuseConflicts(made.view.context, conflicts)
  return withEdits(next, edits, types, store)
}

/** The static files that authors brought into the draft, and those of them that the import has with other bytes. */
async function staticsOver(
  imported: StoredVersionView,
  draft: StoredVersionView,
  next: StoredVersionView,
  store: VersionStore,
): Promise<{ files: ReadonlyMap<string, Buffer>; clashing: readonly EditedBlock[] }> {
  const files = new Map<string, Buffer>()
  const clashing: EditedBlock[] = []
  for await (const { key: path, before, after } of imported.tree.changes(draft.tree)) {
    if (!path.startsWith(statics) || !after) continue
    const there = await next.tree.get(path)
    if (there?.hash === after.hash) continue
    if (there && there.hash !== before?.hash) clashing.push({ usage: path, fields: ['file'] })
    files.set(path, Buffer.from(await store.bytes(after.hash)))
  }
  return { files, clashing }
}
