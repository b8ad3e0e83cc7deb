import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { titleOf } from '../../runtime/reference/index.js'
import type { StoredVersionView } from '../version/index.js'
import type { DraftReference } from './draft-reference.js'
import type { KnownLibraries } from './known-libraries.js'
import type { PoolMatches } from './pool-matches.js'
import { clashesIn, previewedChange, type PreviewedChange } from './previewed-change.js'
import type { LibraryStep, ReferencePreview } from './reference-preview.js'

/**
 * Which versions are meant: what people name one by, of a reference to one library; or of each library by its key, as text, those
 * left out staying as they are. Without any, what each library has published last.
 */
export type AskedVersions = string | Readonly<Record<string, string>>

/** A library that a reference would be at another version of, with what its subset finds there besides. */
export interface FoundStep extends LibraryStep {
  readonly found: readonly string[]
}

/** What the references of one draft name beside what they would name at other versions of their libraries. */
export class VersionComparison {
  constructor(
    private readonly libraries: KnownLibraries,
    private readonly types: BlockTypes,
    private readonly matches: PoolMatches,
  ) {}

  /**
   * The libraries of a reference that would be at another version.
   * @throws CompositorError `draft-fixed` for a library that it does not name; `context-unknown`, `version-unknown`, `version-ambiguous`
   */
  async steps(reference: DraftReference, to: AskedVersions = {}): Promise<readonly FoundStep[]> {
    const asked = askedOf(reference, to)
    const steps: FoundStep[] = []
    const seen = new Set<string>()
    for (const { library, version } of reference.libraries) {
      if (seen.has(library) || (asked.size > 0 && !asked.has(library))) continue
      seen.add(library)
      const step = await this.libraries.step(library, version, asked.get(library))
      if (!step) continue
      const found = await this.#foundIn(reference, step)
      if (step.to !== step.from || found.length > 0) steps.push({ ...step, found })
    }
    return steps
  }

  /** What these steps change for a reference. */
  async preview(
    view: StoredVersionView,
    reference: DraftReference,
    steps: readonly FoundStep[],
  ): Promise<ReferencePreview> {
    const changes = await Promise.all(steps.map((step) => this.change(reference, step)))
    const changed = changes.flatMap((one) => one.changed)
    return {
      usage: reference.usage,
      title: titleOf(reference.usage, reference.block.settings),
      draft: view.name,
      libraries: steps.map(stepOf),
      added: changes.flatMap((one) => one.added),
      removed: changes.flatMap((one) => one.removed),
      moved: changes.flatMap((one) => one.moved),
      changed,
      files: changes.flatMap((one) => one.files),
      clashes: clashesIn(changed),
      lostOverrides: changes.flatMap((one) => one.lostOverrides),
    }
  }

  /** What one step changes for it. */
  async change(reference: DraftReference, { library, from, to, found }: FoundStep): Promise<PreviewedChange> {
    const named = reference.references.filter((one) => one.library === library)
    const change = await this.libraries.change(library, from, to)
    return previewedChange({ reference, named, found }, change, this.types, this.matches)
  }

  /** What a subset asks for and the pool does not name yet. */
  async #foundIn(
    { query, references }: DraftReference,
    { library, to }: LibraryStep,
  ): Promise<readonly string[]> {
    if (!query || references.length === 0 || references.some((one) => one.block === '*')) return []
    const view = await this.libraries.view(library, to)
    const known = new Set(references.map((one) => one.block))
    return view ? (await this.matches.find(view, query)).filter((key) => !known.has(key)) : []
  }
}

/** By library, the version that is asked for. @throws CompositorError `draft-fixed` for a library that the reference does not name */
function askedOf({ usage, libraries }: DraftReference, to: AskedVersions): ReadonlyMap<string, string> {
  const named = [...new Set(libraries.map(({ library }) => library))]
  const refuse = (message: string) => new CompositorError('draft-fixed', message, { usage })
  if (typeof to === 'string') {
    if (named.length === 1) return new Map(named.map((library) => [library, to]))
    throw refuse(
      `'${usage}' refers to ${named.length} libraries; say of which '${to.slice(0, 100)}' is a version.`,
    )
  }
  const stray = Object.keys(to).find((library) => !named.includes(library))
  if (stray !== undefined) throw refuse(`'${usage}' does not refer to '${stray.slice(0, 300)}'.`)
  return new Map(Object.entries(to))
}

function stepOf({ library, title, from, to, number, name }: FoundStep): LibraryStep {
  return { library, title, from, to, number, ...(name !== undefined && { name }) }
}
