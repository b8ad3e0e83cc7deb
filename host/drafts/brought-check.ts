import {
  blockInText,
  viewedBlock,
  type AuthoringStore,
  type BroughtBlock,
  type BroughtBlocks,
  type ViewedBlock,
} from '../../content/index.js'
import {
  CompositorError,
  parseUsageKey,
  type BlockTypes,
  type ComposedBlock,
  type ComposedUnit,
  type GatheredUnit,
  type SourceLocation,
} from '../../runtime/index.js'
import { contextKeyOf } from '../libraries/context-of-key.js'
import { scriptsOf, type TriedScripts } from './draft-check.js'
import { titleOf } from './draft.js'
import { ofUnfinished, remarksOf, troubleOf, troubleText, type Trouble } from './trouble.js'

/** What is told of one refusal at most. */
const mostTold = 5

/** Scripts that are run of one change: a chapter of a hundred problems is not to wait for all of theirs. */
const mostScripts = 20

/** Says why what steps would bring into a draft is refused: learners would not see it (decision 38). */
export class BroughtCheck {
  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
    private readonly compose: (unit: GatheredUnit) => Promise<ComposedUnit>,
    private readonly tried: TriedScripts = () => Promise.resolve([]),
  ) {}

  /** @throws CompositorError `block-refused` with what is wrong with it, and where the first of that stands */
  readonly refuse = async ({ view, blocks, isHurried }: BroughtBlocks): Promise<void> => {
    let scripts = isHurried ? 0 : mostScripts
    for (const brought of blocks) {
      for await (const viewed of this.#parts(view, brought.usage)) {
        const unit = await this.compose(viewed.gathered)
        const troubles = this.#troubles(brought, unit, viewed)
        const runs = troubles.length === 0 && !isWithin(brought, view.context) ? ownBlocks(unit.root) : []
        for (const block of runs) {
          if (scripts <= 0 || scriptsOf(block, this.types).length === 0) continue
          scripts--
          troubles.push(...(await this.tried(block, view)))
        }
        if (troubles.length > 0) throw await this.#refusal(brought, unit.root, troubles)
      }
    }
  }

  /** A block, or where it stands above units what is in it, each as it is composed. */
  async *#parts(view: BroughtBlocks['view'], usage: string): AsyncIterable<ViewedBlock> {
    const viewed = await viewedBlock(this.store, this.types, view, usage)
    yield viewed
    const { children } = viewed.block
    if (viewed.gathered.unit.root.children.length > 0) return
    for (const child of children) yield* this.#parts(view, child)
  }

  #troubles({ by }: BroughtBlock, unit: ComposedUnit, { findings }: ViewedBlock): Trouble[] {
    const own = new Set(ownBlocks(unit.root))
    const said = [...own].flatMap((block) => remarksOf(block, this.types))
    const failures = [...own].flatMap(({ key: usage, failure }): Trouble[] =>
      failure && !failure.code.startsWith('library-') && !ofUnfinished.has(failure.code)
        ? [{ level: 'error', usage, message: failure.message, ...placeOf(failure.location) }]
        : [],
    )
    // What a copy refers to was referred to before, and is found again once that is there.
    const isWritten = by.do === 'add'
    const composing = (unit.diagnostics ?? []).filter(
      ({ code, level }) =>
        !code.startsWith('library-') &&
        !ofUnfinished.has(code) &&
        (isWritten ? code !== 'reference-duplicate' : level === 'error'),
    )
    const lost = isWritten ? findings.filter(({ code }) => !ofUnfinished.has(code)) : []
    const troubles = [
      ...failures,
      ...said.filter(({ level }) => level === 'error'),
      ...composing.map((finding) => troubleOf(finding, unit.key)),
      ...lost.map((finding) => troubleOf(finding, unit.key)),
    ]
    const told = new Set<string>()
    return troubles.filter(({ usage, message }) => {
      const name = `${usage} ${message}`
      return !told.has(name) && told.add(name)
    })
  }

  async #refusal(
    brought: BroughtBlock,
    root: ComposedBlock,
    troubles: readonly Trouble[],
  ): Promise<CompositorError> {
    const blocks = new Map(Array.from(ownBlocks(root), (block) => [block.key, block]))
    const [first] = troubles
    const reasons = troubles.slice(0, mostTold).map((trouble) => {
      const { key, type, fields } = blocks.get(trouble.usage) ?? root
      return `“${titleOf(key, type, fields['display_name'])}” (${type}): ${troubleText(trouble, trouble.usage)}`
    })
    const more = troubles.length > mostTold ? ` And ${troubles.length - mostTold} more.` : ''
    const location = first && (await this.#location(brought, first))
    return new CompositorError('block-refused', `${reasons.join(' ')}${more}`, {
      usage: brought.by.do === 'add' ? undefined : brought.by.usage,
      location,
    })
  }

  /** In the text that somebody gave, or in the files that the original stands in. */
  async #location({ by, usage }: BroughtBlock, { line = 1, column = 1, usage: at }: Trouble) {
    let from: SourceLocation | undefined
    if (by.do === 'add') {
      const { blockType, blockId } = parseUsageKey(at)
      if ('olx' in by) from = { file: by.name ?? 'OLX', ...blockInText(by.olx, blockType, blockId) }
    } else if (at === usage) {
      const block = await (await this.store.view(contextKeyOf(by.usage), 'draft')).block(by.usage)
      const [file, ...place] = block?.at ?? []
      if (file !== undefined) from = { file, line: place[0] ?? 1, column: place[1] ?? 1 }
    }
    if (!from) return undefined
    const { file, line: above = 1, column: before = 1 } = from
    return { file, line: above + line - 1, column: line === 1 ? before + column - 1 : column }
  }
}

/** Whether it is a copy within one draft, whose scripts have been there before. */
function isWithin({ by }: BroughtBlock, context: string): boolean {
  return by.do === 'duplicate' || (by.do === 'paste' && contextKeyOf(by.usage) === context)
}

/** A block and what stands in it, without what it refers to. */
function* ownBlocks(block: ComposedBlock): Iterable<ComposedBlock> {
  if (block.origin) return
  yield block
  for (const child of block.children) yield* ownBlocks(child)
}

function placeOf(location: SourceLocation | undefined): Pick<Trouble, 'line' | 'column'> {
  return { line: location?.line, column: location?.column }
}
