import { intendedType, type AuthoredContext } from '../olx/authored-block.js'
import { openSource, Spool, type ArchiveBytes } from '../source/index.js'
import { countTypes } from '../version/index.js'
import type { ImportOptions } from './import-options.js'
import type { ImportOutcome } from './import-outcome.js'
import { readImport } from './read-import.js'
import { savedImport } from './saved-import.js'

/**
 * Imports a folder or archive, by its path or from elsewhere: reads it, stores it as an immutable version, and makes that the draft as the last
 * step. Faults of single blocks are findings; faults of the whole throw, and change nothing.
 * Library versions beside a course become known by their names, and nothing else of them (docs/decisions/0113-courses-travel-with-libraries.md).
 * @throws CompositorError those of `openSource` and `readOlx`; `archive-unreadable` for libraries beside it that are not what they say; `draft-edited`, `job-overtaken`, `source-changed`, `store-unavailable`
 */
export async function importPath(
  path: string | ArchiveBytes,
  options: ImportOptions,
): Promise<ImportOutcome> {
  const { store, onProgress } = options
  onProgress?.({ step: 'opening', count: 0 })
  const opened = await openSource(path, options.limits)
  const spool = new Spool()
  try {
    const read = await readImport(opened, spool, options)
    const saved = await savedImport(read, opened, spool, options)
    const { authored, name, arrived } = read
    const { context, kind, title } = authored
    const { stored } = saved
    onProgress?.({ step: 'done', count: authored.blocks.size })
    return {
      context,
      kind,
      title,
      stored,
      version: saved.draft,
      imported: name,
      changed: saved.changed,
      kept: saved.kept,
      opening: saved.opening,
      publishedBefore: saved.published,
      edits: saved.edits,
      blocks: countTypes(typesOf(authored)),
      units: read.units,
      waiting: stored ? await store.contextsWaitingFor(context, name) : [],
      healing: saved.healing,
      libraries: stored ? arrived.pins : [],
      followed: stored ? arrived.followed : [],
      findings: read.findings.all(),
      references: read.references,
    }
  } finally {
    spool.close()
    opened.source.close?.()
  }
}

function* typesOf({ blocks }: AuthoredContext): Iterable<string> {
  for (const { type, content } of blocks.values()) yield intendedType(type, content)
}
