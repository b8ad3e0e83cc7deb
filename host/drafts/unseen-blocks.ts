import { lastUsed } from '../../runtime/values/last-used.js'
import { draftBlock, draftUnits, errorBlockType, type AuthoringStore } from '../../content/index.js'
import {
  contentHash,
  parseUsageKey,
  type BlockTypes,
  type ComposedBlock,
  type ComposedUnit,
  type Finding,
  type Json,
  type GatheredUnit,
} from '../../runtime/index.js'

/** A block that learners would not see. */
export interface UnseenBlock {
  /** Usage key, as text. */
  readonly key: string
  readonly type: string
  readonly title: string
  /** Why, as a finding of level `error`. */
  readonly finding: Finding
}

/** What learners would miss of a draft. */
export interface Unseen {
  /** Hash of the draft's version. */
  readonly version: string
  readonly blocks: readonly UnseenBlock[]
}

/** Units looked at one beside the other. */
const lanes = 4

/** Said of references by publishing, at the block that refers. */
const ofReferences = new Set(['library-version-missing', 'library-block-missing'])

/** Finds the blocks of drafts that learners would not see if they were published. */
export class UnseenBlocks {
  /** What was found in units, by a hash of all that is in them: of a changed draft only what changed is looked at. */
  readonly #known = lastUsed<readonly UnseenBlock[]>(20_000)

  /** @param compose composes a unit that is not stored, after everything that somebody waits for @param now epoch milliseconds */
  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
    private readonly compose: (unit: GatheredUnit) => Promise<ComposedUnit>,
    private readonly now: () => number,
  ) {}

  /** @throws CompositorError `context-unknown` */
  async of(context: string): Promise<Unseen> {
    const { store, types } = this
    const { version, units, findings } = await draftUnits(context, { store, types, at: this.now() })
    const found: (readonly UnseenBlock[])[] = []
    const waiting = new Set<Promise<void>>()
    let count = 0
    for await (const unit of units) {
      const place = count++
      const look = (async () => {
        found[place] = await this.#inUnit(unit)
      })()
      const one = look.finally(() => waiting.delete(one))
      // Where another one fails first, nobody waits for this one any more.
      one.catch(() => undefined)
      waiting.add(one)
      if (waiting.size >= lanes) await Promise.race(waiting)
    }
    await Promise.all(waiting)
    const lost = (await findings()).map((finding) => unseen({ ...finding, level: 'error' }))
    return { version, blocks: [...lost, ...found.flat()] }
  }

  /** The same of some blocks of a draft alone, each looked at as if it were a unit. @throws CompositorError `context-unknown`, `block-not-found` */
  async among(context: string, usages: readonly string[]): Promise<readonly UnseenBlock[]> {
    const { store, types } = this
    const found: UnseenBlock[] = []
    for (const usage of usages) {
      const { gathered, findings } = await draftBlock(store, types, context, usage, { at: this.now() })
      found.push(...findings.map((finding) => unseen({ ...finding, level: 'error' })))
      found.push(...(await this.#inUnit(gathered)))
    }
    return found
  }

  async #inUnit(gathered: GatheredUnit): Promise<readonly UnseenBlock[]> {
    // What it refers to is named in it by hash. Both are JSON; the interfaces have no index signature.
    const { unit, inherited } = gathered
    const name = contentHash({ unit, inherited } as unknown as Json)
    const known = this.#known.get(name)
    if (known) return known
    const { root, diagnostics = [] } = await this.compose(gathered)
    const blocks = new Map<string, ComposedBlock>()
    for (const block of withinOf(root)) blocks.set(block.key, block)
    const failing = diagnostics.filter(({ level, code }) => level === 'error' && !ofReferences.has(code))
    const found = [
      ...failing.map((finding) => unseen(finding, blocks.get(finding.usage ?? root.key))),
      ...this.#unprovided(root),
    ]
    this.#known.set(name, found)
    return found
  }

  #unprovided(block: ComposedBlock): UnseenBlock[] {
    const { key: usage, type, definition, children } = block
    if (definition === '' || this.types.get(type)) return children.flatMap((child) => this.#unprovided(child))
    const isError = type === errorBlockType
    const message = isError
      ? 'It could not be read when it was imported, so learners do not see it.'
      : `No plugin of this host provides '${type}', so learners do not see it.`
    const code = isError ? 'olx-unreadable' : 'block-type-unknown'
    return [unseen({ level: 'error', code, usage, message }, block)]
  }
}

function unseen(finding: Finding, block?: ComposedBlock): UnseenBlock {
  const key = block?.key ?? finding.usage ?? ''
  const { blockType, blockId } = parseUsageKey(key)
  const name = block?.fields['display_name']
  const title = typeof name === 'string' && name !== '' ? name : blockId
  return { key, type: blockType, title, finding: { ...finding, usage: key } }
}

function* withinOf(block: ComposedBlock): Iterable<ComposedBlock> {
  yield block
  for (const child of block.children) yield* withinOf(child)
}

/** Findings that say the same of several blocks as one, with their count and the first of the blocks. */
export function countedFindings(findings: readonly Finding[]): Finding[] {
  const counted = new Map<string, Finding>()
  for (const finding of findings) {
    const name = `${finding.code} ${finding.message}`
    const before = counted.get(name)
    counted.set(name, before ? { ...before, count: (before.count ?? 1) + 1 } : finding)
  }
  return [...counted.values()]
}
