import type { BlockTypes } from '../../runtime/block/index.js'
import type { FileChanges, ReadVersion, VersionFiles } from '../edit/version-files.js'
import type { ContextHeads } from './context-heads.js'
import type { ContextVersions } from './context-versions.js'
import { filesChanged, readVersionOf, versionFilesOf } from './files-changed.js'
import type { DraftRules } from './draft-rules.js'
import type { ExpectedWords } from './expected-draft.js'
import type { StoredVersionView } from './stored-version-view.js'
import type { VersionStore } from './version-store.js'

/** Says which files of a draft become what; undefined to leave it as it is. */
export type MakeChanges = (
  version: ReadVersion,
  files: VersionFiles,
  view: StoredVersionView,
) => Promise<FileChanges | undefined>

/** Changes of the files of drafts. */
export class DraftChanges {
  constructor(
    private readonly store: VersionStore,
    private readonly heads: ContextHeads,
    private readonly versions: ContextVersions,
    private readonly rules?: DraftRules,
  ) {}

  /**
   * Makes a new version of what the files become, with its blocks read out of them again, the draft.
   * @returns its name
   */
  run(
    context: string,
    types: BlockTypes,
    make: MakeChanges,
    { expected, ...words }: ExpectedWords,
  ): Promise<string> {
    return this.heads.alone(context, async () => {
      const head = await this.heads.get(context)
      const draft = await this.versions.expectedDraft(head, expected)
      const { view } = draft
      const files = await make(readVersionOf(view), versionFilesOf(view, this.store), view)
      if (files === undefined || files.size === 0) return view.name
      const made = await filesChanged(view, draft.entry.ids, files, types, this.store)
      if (made.view.name === view.name) return view.name
      await this.rules?.refuse(view, made.view, types)
      const parents = [head.draft]
      const after = await this.versions.appended(head, made, { what: 'edit', parents, from: draft, ...words })
      await this.heads.set(head, { ...after.head, title: made.view.title, draft: after.hash })
      return made.view.name
    })
  }
}
