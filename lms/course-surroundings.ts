import type { PublishedContext } from '../compositor/index.js'
import { CompositorError } from '../runtime/errors/index.js'
import { parseUsageKey } from '../runtime/keys/index.js'
import type { ServedBlock, SurroundingBlock, Surroundings } from '../runtime/service/index.js'
import { isContentFault } from '../runtime/session/index.js'
import { titleOfBlock } from '../runtime/session/unit-surroundings.js'
import type { ComposedBlock, OutlineLine } from '../runtime/unit/index.js'
import type { CourseReading } from './course-reading.js'
import type { LearnerUnit } from './learner-unit.js'
import type { LearnerUnits } from './learner-units.js'
import type { LookingAround } from './looking-around.js'
import {
  openedForProgress,
  progressBelow,
  progressByUnit,
  progressTogether,
  type Progress,
} from './progress.js'
import { PointSum } from './points.js'
import { blockNotFound } from './release/index.js'
import { withinNode } from './release/learners-place.js'
import type { Release } from './release/release.js'

/** Whose surroundings, and where they are read. */
export interface Surrounded {
  readonly units: LearnerUnits
  readonly reading: CourseReading
  /** The unit in which somebody asks. */
  readonly asking: LearnerUnit
}

/** Units whose progress is told in one call; lines for which there is no room have none. */
const mostUnits = 500
/** Lines that are looked through for them. */
const mostLines = 2000

/** What one learner is told of that is closed to them, as of what is not there. */
const closings: ReadonlySet<string> = new Set(['unit-not-found', 'not-yet-open', 'closed', 'not-in-group'])

/** The course of one learner's request, as its blocks may look around in it. */
export class CourseSurroundings implements LookingAround {
  validUntil = Infinity
  #published: Promise<PublishedContext> | undefined
  readonly #opened = new Map<string, Promise<LearnerUnit>>()

  constructor(private readonly of: Surrounded) {}

  /** What is read and composed meanwhile has bounds of its own. */
  around({ composed: { key }, waitFor }: Pick<ServedBlock, 'composed' | 'waitFor'>): Surroundings {
    return {
      children: (usageKey = key) => waitFor(this.#within(usageKey).then((at) => this.#children(at))),
      siblings: (usageKey = key) => waitFor(this.#within(usageKey).then((at) => this.#siblings(at))),
    }
  }

  /** Key of a line or block as it is published. @throws CompositorError `service-use` */
  async #within(usageKey: string): Promise<string> {
    const { context } = this.of.asking.unit
    if (usageKey === context) return (await this.#context()).root.key
    const usage = parseUsageKey(usageKey).withoutBranchOrVersion()
    const other = usage.context.withoutBranchOrVersion().toString()
    if (other === context) return usage.toString()
    throw new CompositorError(
      'service-use',
      `A block of ${context} asked what stands around '${usageKey.slice(0, 300)}', which is of ${other}.`,
    )
  }

  async #children(key: string): Promise<readonly SurroundingBlock[]> {
    const published = await this.#context()
    const line = await published.line(key)
    if (line && !line.isUnit) return this.#below(line)
    const one = await this.#unitOf(key)
    return this.#inside(one, blockOf(one, key))
  }

  async #siblings(key: string): Promise<readonly SurroundingBlock[]> {
    const published = await this.#context()
    const line = await published.line(key)
    const beside = line ? await this.#besideLine(line) : await this.#besideBlock(key)
    return beside.filter((one) => one.key !== key)
  }

  async #besideLine({ key, parent }: OutlineLine): Promise<readonly SurroundingBlock[]> {
    if (parent === undefined) return []
    await this.#release(key)
    return this.#children(parent)
  }

  async #besideBlock(key: string): Promise<readonly SurroundingBlock[]> {
    const one = await this.#unitOf(key)
    const block = blockOf(one, key)
    const parent = parentOf(one, one.root, block)
    return parent ? this.#inside(one, parent) : []
  }

  #inside(one: LearnerUnit, parent: ComposedBlock): readonly SurroundingBlock[] {
    const { types } = this.of.units.options.runtime.options
    return one
      .childrenOf(parent)
      .filter((block) => one.learner.isStaff || !isContentFault(block))
      .map((block) => ({
        key: block.key,
        type: block.type,
        title: titleOfBlock(block, types),
        hasChildren: one.childrenOf(block).length > 0,
        ...this.#told(progressBelow(this.of.units, one, block)),
      }))
  }

  /** What a learner may know of their progress: a sum would tell a score that is withheld from them. */
  #told({ completion, blocks, validUntil }: Progress): Pick<SurroundingBlock, 'completion' | 'score'> {
    const scores = blocks.flatMap(({ score }) => score ?? [])
    const sum = new PointSum()
    this.#until(validUntil)
    for (const score of scores) sum.add(score)
    return {
      ...(completion.blocks > 0 && { completion }),
      ...(scores.length > 0 && { score: sum.points }),
    }
  }

  /** The lines below one of an outline. */
  async #below(line: OutlineLine): Promise<readonly SurroundingBlock[]> {
    const release = await this.#release(line.key)
    const children = await this.#visible(line.children, release)
    const unitsBelow = await this.#unitsBelow(children)
    const counted = await this.#progress([...unitsBelow.values()].flatMap((keys) => keys ?? []))
    return children.flatMap(({ line: { key, type, title, isUnit, children: below } }) => {
      const keys = unitsBelow.get(key)
      const progress = (keys ?? []).flatMap((unit) => counted.get(unit) ?? [])
      const hasChildren = isUnit ? true : below.length > 0
      const isCounted = keys !== undefined && progress.length > 0
      return [{ key, type, title, hasChildren, ...(isCounted && this.#told(progressTogether(progress))) }]
    })
  }

  /** By the key of a line the units in it that this learner has; undefined where there is no room for them. */
  async #unitsBelow(lines: readonly VisibleLine[]): Promise<Map<string, readonly string[] | undefined>> {
    const found = new Map<string, readonly string[] | undefined>()
    const room = { units: mostUnits, lines: mostLines }
    for (const one of lines) {
      const keys: string[] = []
      let isWhole = true
      for (let open = [one]; open.length > 0 && isWhole;) {
        keys.push(...open.filter(({ line }) => line.isUnit).map(({ line }) => line.key))
        const next: VisibleLine[] = []
        for (const { line, release } of open) {
          room.lines -= line.children.length
          isWhole &&= room.lines >= 0 && keys.length <= room.units
          if (isWhole && !line.isUnit) next.push(...(await this.#visible(line.children, release)))
        }
        open = next
      }
      isWhole &&= keys.length <= room.units
      if (isWhole) room.units -= keys.length
      found.set(one.line.key, isWhole ? keys : undefined)
    }
    return found
  }

  async #progress(keys: readonly string[]): Promise<ReadonlyMap<string, Progress>> {
    const { units, reading, asking } = this.of
    const { learner } = asking
    const summaries = await reading.summaries(await this.#context(), keys)
    return progressByUnit(units, summaries, learner, {
      members: reading.counted,
      onFailure: (_unit, error) =>
        units.options.onFailure?.(error, undefined, { requestId: learner.requestId }),
    })
  }

  /** Above what is below a line. @throws CompositorError `block-not-found` where it is closed to this learner */
  async #release(key: string): Promise<Release> {
    const path = await (await this.#context()).path(key)
    const release = path.reduce(withinNode, this.of.asking.top)
    this.#until(release.validUntil)
    if (path.length > 0 && (!release.closing || this.of.asking.learner.isStaff)) return release
    throw blockNotFound(key)
  }

  async #visible(keys: readonly string[], above: Release): Promise<readonly VisibleLine[]> {
    const published = await this.#context()
    const lines = await published.lines(keys)
    return keys.flatMap((key) => {
      const line = lines.get(key)
      if (!line || line.hideFromToc) return []
      const release = withinNode(above, line)
      this.#until(release.validUntil)
      return release.closing && !this.of.asking.learner.isStaff ? [] : [{ line, release }]
    })
  }

  /** The unit that a block is in, as this learner has it. */
  async #unitOf(key: string): Promise<LearnerUnit> {
    const published = await this.#context()
    const unit = await published.unitOf(parseUsageKey(key))
    if (unit === undefined) throw blockNotFound(key)
    let opened = this.#opened.get(unit)
    if (!opened) this.#opened.set(unit, (opened = this.#open(published, unit)))
    try {
      return await opened
    } catch (thrown) {
      throw hidden(thrown, key)
    }
  }

  async #open(published: PublishedContext, key: string): Promise<LearnerUnit> {
    const { units, reading, asking } = this.of
    const unit = key === asking.unit.key ? asking.unit : await reading.unit(published, key)
    const one = await openedForProgress(units, unit, asking.learner)
    this.#until(one.validUntil)
    return one
  }

  #context(): Promise<PublishedContext> {
    const { reading, asking } = this.of
    return (this.#published ??= reading.published(asking.unit.context))
  }

  #until(instant: number): void {
    this.validUntil = Math.min(this.validUntil, instant)
  }
}

interface VisibleLine {
  readonly line: OutlineLine
  readonly release: Release
}

/** A block that this learner sees. @throws CompositorError `block-not-found` */
function blockOf(one: LearnerUnit, key: string): ComposedBlock {
  try {
    return key === one.unit.key ? one.root : one.block(key)
  } catch (thrown) {
    throw hidden(thrown, key)
  }
}

function hidden(thrown: unknown, key: string): unknown {
  const isClosed = thrown instanceof CompositorError && closings.has(thrown.code)
  return isClosed ? blockNotFound(key) : thrown
}

function parentOf(one: LearnerUnit, at: ComposedBlock, block: ComposedBlock): ComposedBlock | undefined {
  const children = one.childrenOf(at)
  if (children.includes(block)) return at
  for (const child of children) {
    const found = parentOf(one, child, block)
    if (found) return found
  }
  return undefined
}
