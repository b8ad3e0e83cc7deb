import {
  blockInText,
  viewedBlock,
  type AuthoringStore,
  type BroughtBlock,
  type BroughtBlocks,
  type StepDown,
  type ViewedBlock,
} from '../../content/index.js'
import {
  CompositorError,
  parseUsageKey,
  type BlockTypes,
  type ComposedBlock,
  type ComposedUnit,
  type GatheredUnit,
  type PublishedBlock,
  type SourceLocation,
} from '../../runtime/index.js'
import { contextKeyOf } from '../libraries/context-of-key.js'
import { scriptsOf, type TriedScripts } from './draft-check.js'
import { titleOf } from './draft.js'
import { ofUnfinished, remarksOf, troubleOf, troubleText, type Trouble } from './trouble.js'
import { UnfitSettings } from './unfit-settings.js'

/** What is told of one refusal at most. */
const mostTold = 5

/** Scripts that are run of one change: a chapter of a hundred problems is not to wait for all of theirs. */
const mostScripts = 20

/** Levels down to a block that are looked at; no version has more. */
const mostLevels = 100

/** Says why what steps would bring into a draft is refused: learners would not see it (decision 38). */
export class BroughtCheck {
  readonly #unfit: UnfitSettings

  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
    private readonly compose: (unit: GatheredUnit) => Promise<ComposedUnit>,
    private readonly now: () => number,
    private readonly tried: TriedScripts = () => Promise.resolve([]),
  ) {
    this.#unfit = new UnfitSettings(types)
  }

  /**
   * @throws CompositorError `block-refused` with what is wrong with it, and where the first of that stands; `field-value` for overrides and
   *   policy groups that nobody could set there
   */
  readonly refuse = async ({ view, blocks, isHurried }: BroughtBlocks): Promise<void> => {
    let scripts = isHurried ? 0 : mostScripts
    for (const brought of blocks) {
      for await (const viewed of this.#parts(view, brought.usage)) {
        await this.#refuseUnfit(brought, viewed)
        const unit = await this.compose(viewed.gathered)
        const troubles = this.#troubles(brought, unit, viewed)
        const runs = troubles.length === 0 && !isWithin(brought, view.context) ? ownBlocks(unit.root) : []
        for (const block of runs) {
          if (scripts <= 0 || scriptsOf(block, this.types).length === 0) continue
          scripts--
          troubles.push(...(await this.tried(block, view)))
        }
        if (troubles.length > 0) throw await this.#refusal(brought, unit.root, troubles, view)
      }
    }
  }

  /** What is a copy beside the original stands there already, and its overrides with it. */
  async #refuseUnfit(brought: BroughtBlock, source: ViewedBlock): Promise<void> {
    const { by } = brought
    if (by.do === 'duplicate') return
    for (const block of blocksIn(source.gathered.unit.root)) {
      const unfit = [...this.#unfit.of(block, source)]
      if (unfit.length === 0) continue
      const message = unfit.slice(0, mostTold).map((one) => `${one.field}: ${one.message}`)
      throw new CompositorError('field-value', message.join(' '), {
        usage: by.do === 'add' ? undefined : by.usage,
        location: await this.#location(
          brought,
          { level: 'error', usage: block.key, message: '' },
          source.view,
        ),
      })
    }
  }

  /** A block, or where it stands above units what is in it, each as it is composed. */
  async *#parts(view: BroughtBlocks['view'], usage: string): AsyncIterable<ViewedBlock> {
    const viewed = await viewedBlock(this.store, this.types, view, usage, this.now())
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
    // Of overrides that hold for nothing it is told in the words of who sets them.
    const lost = isWritten
      ? findings.filter(({ code }) => !ofUnfinished.has(code) && code !== 'field-value')
      : []
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
    view: BroughtBlocks['view'],
  ): Promise<CompositorError> {
    const blocks = new Map(Array.from(ownBlocks(root), (block) => [block.key, block]))
    const [first] = troubles
    const reasons = troubles.slice(0, mostTold).map((trouble) => {
      const { key, type, fields } = blocks.get(trouble.usage) ?? root
      return `“${titleOf(key, type, fields['display_name'])}” (${type}): ${troubleText(trouble, trouble.usage)}`
    })
    const more = troubles.length > mostTold ? ` And ${troubles.length - mostTold} more.` : ''
    const location = first && (await this.#location(brought, first, view))
    return new CompositorError('block-refused', `${reasons.join(' ')}${more}`, {
      usage: brought.by.do === 'add' ? undefined : brought.by.usage,
      location,
    })
  }

  /** In the text that somebody gave, or in the files that the original stands in. */
  async #location(
    { by, usage }: BroughtBlock,
    { line = 1, column = 1, usage: at }: Trouble,
    view: BroughtBlocks['view'],
  ) {
    let from: SourceLocation | undefined
    if (by.do === 'add') {
      if ('olx' in by)
        from = { file: by.name ?? 'OLX', ...blockInText(by.olx, await wayDown(view, usage, at)) }
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

/** The way from a block down to one in it. */
async function wayDown(view: BroughtBlocks['view'], from: string, to: string): Promise<StepDown[]> {
  const way: StepDown[] = []
  for (let key = to; key !== from && way.length < mostLevels;) {
    const { parent } = (await view.block(key)) ?? {}
    const above = parent === undefined ? undefined : await view.block(parent)
    if (parent === undefined || !above) return []
    const type = parseUsageKey(key).blockType
    const same = above.children.filter((child) => parseUsageKey(child).blockType === type)
    way.unshift({ type, nth: Math.max(0, same.indexOf(key)) })
    key = parent
  }
  return way
}

function* blocksIn(block: PublishedBlock): Iterable<PublishedBlock> {
  yield block
  for (const child of block.children) yield* blocksIn(child)
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
