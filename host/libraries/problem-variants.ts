import { drawnVariant } from '../../blocks/problem/index.js'
import type { AuthoringStore, LogWords, OperatedDraft } from '../../content/index.js'
import { CompositorError, parseUsageKey, type BlockTypes } from '../../runtime/index.js'
import { joinCourseLinks, mayHoldCourseLinks, splitCourseLinks } from '../../runtime/html/index.js'
import type { HostUrls } from '../host-urls.js'
import type { ProblemTests } from './problem-tests.js'

/** One variant of a problem: what a seed draws. */
export interface ProblemVariant {
  readonly seed: number
  /** Whether learners can get it. */
  readonly isKept: boolean
  /** The question as HTML, without its buttons; null where it cannot be drawn. */
  readonly html: string | null
  /** The smallest seed on the page that draws the very same. */
  readonly sameAs?: number
  /** What is wrong with it: it cannot be drawn, or does not give full marks to its own answer. */
  readonly fault?: string
}

/** Some variants of a problem. */
export interface ProblemVariants {
  readonly usage: string
  /** Name of the draft. */
  readonly version: string
  /** The seeds that the author kept; none where learners get any. */
  readonly kept: readonly number[]
  readonly variants: readonly ProblemVariant[]
}

/** The largest seed that is drawn by chance, the most that an author keeps, and the most that are shown at once. */
const bounds = { seed: 999_999, kept: 1000, shown: 50 }

/** What is needed to look at variants. */
export interface VariantsParts {
  readonly store: AuthoringStore
  readonly types: BlockTypes
  readonly tests: ProblemTests
  readonly urls: HostUrls
}

/** The variants of problems that draw random values: looked at one by one, and kept or dropped. */
export class Variants {
  constructor(private readonly parts: VariantsParts) {}

  /**
   * @param seeds which; those that are kept, else the first ten
   * @throws CompositorError `context-unknown`, `block-not-found` for what is no problem of the draft
   */
  async show(usage: string, seeds?: readonly number[]): Promise<ProblemVariants> {
    const { version, block, data } = await this.#problem(usage)
    const kept = keptOf(block.settings)
    const asked = seeds ?? (kept.length > 0 ? kept : Array.from({ length: 10 }, (_, seed) => seed))
    const variants: ProblemVariant[] = []
    const seen = new Map<string, number>()
    const context = contextOf(usage)
    const runner = await this.parts.tests.runnerOf(context)
    for (const seed of asked.slice(0, bounds.shown)) {
      const drawn = await drawnVariant(data, seed, { runner, context })
      const same = drawn.html === null ? undefined : seen.get(drawn.html)
      if (drawn.html !== null && same === undefined) seen.set(drawn.html, seed)
      variants.push({
        seed,
        isKept: kept.length === 0 || kept.includes(seed),
        html:
          drawn.html === null
            ? null
            : this.linked(drawn.html.replaceAll('variant_', `variant${seed}_`), usage),
        ...(same !== undefined && { sameAs: same }),
        ...(drawn.fault !== undefined && { fault: drawn.fault }),
      })
    }
    return { usage, version, kept, variants }
  }

  /**
   * Keeps some seeds, so that learners get no others from then on; with none they get any. Seeds that learners have stay theirs.
   * @throws CompositorError `field-value` for what are no seeds, and those of changing a draft
   */
  async keep(
    usage: string,
    seeds: readonly number[],
    words: LogWords & { readonly expected?: string | undefined } = {},
  ): Promise<OperatedDraft> {
    const wrong = seeds.find((seed) => !Number.isInteger(seed) || seed < 0 || seed > bounds.seed)
    if (wrong !== undefined || seeds.length > bounds.kept)
      throw new CompositorError(
        'field-value',
        wrong === undefined
          ? `No more than ${bounds.kept} seeds can be kept.`
          : `A seed is a whole number from 0 to ${bounds.seed}, not ${wrong}.`,
      )
    await this.#problem(usage)
    const { store, types } = this.parts
    const kept = [...new Set(seeds)].sort((one, other) => one - other)
    const edit =
      kept.length > 0
        ? { usage, content: {}, settings: { seeds: kept }, reset: [] }
        : { usage, content: {}, settings: {}, reset: ['seeds'] }
    return store.operate(contextOf(usage), types, [{ do: 'edit', edit }], words)
  }

  /** The HTML of a problem with the addresses of this host in place of a course's own. */
  linked(text: string, usage: string): string {
    if (!mayHoldCourseLinks(text)) return text
    const { context } = parseUsageKey(usage)
    const urls = this.parts.urls.within(context.toString(), usage.startsWith('lb:') ? usage : '')
    return joinCourseLinks(splitCourseLinks(text), urls, context)
  }

  async #problem(usage: string) {
    const view = await this.parts.store.view(contextOf(usage), 'draft')
    const block = await view.block(usage)
    if (block?.type !== 'problem')
      throw new CompositorError(
        'block-not-found',
        `The draft of '${view.context}' has no problem '${usage}'.`,
        { usage },
      )
    const content = (await view.definitions([block.definition])).get(block.definition)?.content ?? {}
    const { data } = content
    return { version: view.name, block, data: typeof data === 'string' ? data : '' }
  }
}

function keptOf({ seeds }: { readonly seeds?: unknown }): readonly number[] {
  return (Array.isArray(seeds) ? seeds : []).filter((seed): seed is number => typeof seed === 'number')
}

function contextOf(usage: string): string {
  return parseUsageKey(usage).context.withoutBranchOrVersion().toString()
}
