import { CompositorError, type Finding } from '../runtime/errors/index.js'
import type { BlockTypes } from '../runtime/block/index.js'
import type { AuthoredScript } from '../runtime/olx/index.js'
import { intendedType } from './olx/authored-block.js'
import { Findings } from './olx/findings.js'
import { readOlx } from './olx/read-olx.js'
import { planOutline } from './publish/outline.js'
import { openSource, type SourceLimits } from './source/index.js'
import { countTypes, makeVersion, type AuthoringStore } from './version/index.js'

/** How far an import has come. */
export interface ImportProgress {
  readonly step: 'opening' | 'reading' | 'storing' | 'done'
  /** Blocks read, or files stored, so far. */
  readonly count: number
}

/** What an import reads with, and where it goes. */
export interface ImportOptions {
  /** Types whose own OLX is read by them; all others are read by attributes and kept whole. */
  readonly types: BlockTypes
  readonly store: AuthoringStore
  /** Take drafts where the OLX has them besides what is published. */
  readonly draft?: boolean
  /** {@link sourceLimits} when left out. */
  readonly limits?: SourceLimits
  readonly onProgress?: (progress: ImportProgress) => void
}

/** What an import did. */
export interface ImportOutcome {
  /** Key of the course or library, as text. */
  readonly context: string
  readonly kind: 'course' | 'library'
  readonly title: string
  /** Hash of the version that is now the draft. */
  readonly version: string
  /** Whether the draft is another one than before, or the same read by other block types. */
  readonly changed: boolean
  /** Number of blocks by type; what could not be read counts as what it would have been. */
  readonly blocks: Readonly<Record<string, number>>
  /** Number of units. */
  readonly units: number
  /** Contexts that were published without this library version and can be published again. */
  readonly waiting: readonly string[]
  readonly findings: readonly Finding[]
  /** Scripts of authors, none of them run. */
  readonly scripts: readonly AuthoredScript[]
}

/**
 * Imports a folder or archive: reads it, stores it as an immutable version, and makes that the draft as the last
 * step. Faults of single blocks are findings; faults of the whole throw, and change nothing.
 * @throws CompositorError those of `openSource` and `readOlx`; `source-changed`, `store-unavailable`
 */
export async function importPath(path: string, options: ImportOptions): Promise<ImportOutcome> {
  const { types, store, draft = false, limits, onProgress } = options
  onProgress?.({ step: 'opening', count: 0 })
  const root = await openSource(path, limits)
  const findings = new Findings()
  const authored = await readOlx(root, {
    types,
    findings,
    draft,
    onBlocks: (count) => onProgress?.({ step: 'reading', count }),
  })
  const bytes = (file: string) => {
    const content = root.source.bytes(file)
    if (content !== undefined) return content
    throw new CompositorError('source-changed', `'${file}' of ${root.source.name} is gone.`)
  }
  const made = await makeVersion(authored, bytes)
  const changed = await store.save(made, bytes, (count) => onProgress?.({ step: 'storing', count }))
  const blocks = [...authored.blocks.values()]
  onProgress?.({ step: 'done', count: blocks.length })
  return {
    context: authored.context,
    kind: authored.kind,
    title: authored.title,
    version: made.hash,
    changed,
    blocks: countTypes(blocks.map(({ type, content }) => intendedType(type, content))),
    units: planOutline(made.version).units.length,
    waiting: await store.contextsWaitingFor(authored.context, made.hash),
    findings: findings.all(),
    scripts: findings.scripts,
  }
}
