import { LRUCache } from 'lru-cache'
import type { PublishedContext } from '../../compositor/index.js'
import { policyAt, type BlockTypes } from '../../runtime/block/index.js'
import { contentHash } from '../../runtime/values/index.js'
import type { CourseReading } from '../course-reading.js'
import type { KeptPartsOptions } from '../kept-parts.js'
import { everybodysBlocks, type CountingBlock } from './everybodys-blocks.js'
import type { GradedCourse, Subsection } from './graded-course.js'

/** Blocks of units that count for everybody, by unit; undefined of units that are opened for each learner. Units of which nothing is known are not in it. */
export type UnitBlocks = ReadonlyMap<string, readonly CountingBlock[] | undefined>

/** Characters of what is kept in memory, as JSON. */
const keptSize = 32_000_000
/** Subsections that are counted at a time. */
const batch = 8

/** What a subsection counts, as it is kept: null of units that are opened for each learner. */
type KeptSection = Readonly<Record<string, readonly CountingBlock[] | null>>

/** A subsection, and what names all that its counting rests on. */
interface NamedSection {
  readonly section: Subsection
  readonly name: string
}

/**
 * What the subsections of courses count, each worked out once of the summaries of its units and kept under a name of these: the next
 * process reads it, and of the next publication what differs is worked out.
 */
export class CountedSections {
  readonly #known = new LRUCache<string, KeptSection>({ maxSize: keptSize })
  readonly #names = new WeakMap<GradedCourse, Map<string, string>>()

  /** @param kept where it is kept for others; only here if left out */
  constructor(
    private readonly types: BlockTypes,
    private readonly kept: KeptPartsOptions | undefined,
  ) {}

  /** What the units of some subsections count. @param now epoch milliseconds @throws CompositorError `store-unavailable`, `store-damaged` */
  async blocks(
    published: PublishedContext,
    course: GradedCourse,
    sections: readonly Subsection[],
    reading: Pick<CourseReading, 'summaries'>,
    now: number,
  ): Promise<UnitBlocks> {
    const named = await this.#named(published, course, sections, now)
    const found = await this.#read(named)
    const missing = named.filter(({ section }) => !found.has(section.key))
    for (let start = 0; start < missing.length; start += batch) {
      const some = missing.slice(start, start + batch)
      for (const [key, counted] of await this.#count(published, some, reading)) found.set(key, counted)
    }
    const blocks = new Map<string, readonly CountingBlock[] | undefined>()
    for (const counted of found.values())
      for (const [unit, own] of Object.entries(counted)) blocks.set(unit, own ?? undefined)
    return blocks
  }

  /** What is known of them, or kept, by their keys. */
  async #read(sections: readonly NamedSection[]): Promise<Map<string, KeptSection>> {
    const found = new Map<string, KeptSection>()
    const unread: { readonly key: string; readonly name: string }[] = []
    for (const { section, name } of sections) {
      const known = this.#known.get(name)
      if (known) found.set(section.key, known)
      else unread.push({ key: section.key, name })
    }
    const { kept } = this
    if (!kept || unread.length === 0) return found
    // What cannot be read is counted.
    const texts = await kept.store.firstTexts(unread.map(({ name }) => name)).catch(() => [])
    for (const [place, { key, name }] of unread.entries()) {
      const text = texts[place]
      if (text === undefined) continue
      const section = JSON.parse(text) as KeptSection
      this.#known.set(name, section, { size: Math.max(1, text.length) })
      found.set(key, section)
    }
    return found
  }

  async #count(
    published: PublishedContext,
    sections: readonly NamedSection[],
    reading: Pick<CourseReading, 'summaries'>,
  ): Promise<ReadonlyMap<string, KeptSection>> {
    const keys = sections.flatMap(({ section }) => section.units.map(({ key }) => key))
    const summaries = new Map((await reading.summaries(published, keys)).map((unit) => [unit.key, unit]))
    const counted = new Map<string, KeptSection>()
    const writing: Promise<unknown>[] = []
    for (const { section, name } of sections) {
      const found: Record<string, readonly CountingBlock[] | null> = {}
      for (const { key } of section.units) {
        const unit = summaries.get(key)
        if (unit) found[key] = everybodysBlocks(unit, this.types) ?? null
      }
      counted.set(section.key, found)
      // What lacks a unit may be whole next time.
      if (Object.keys(found).length < section.units.length) continue
      const text = JSON.stringify(found)
      this.#known.set(name, found, { size: Math.max(1, text.length) })
      if (this.kept) writing.push(this.kept.store.keepForm(name, [text]).catch(() => undefined))
    }
    await Promise.all(writing)
    return counted
  }

  async #named(
    published: PublishedContext,
    course: GradedCourse,
    sections: readonly Subsection[],
    now: number,
  ): Promise<readonly NamedSection[]> {
    let names = this.#names.get(course)
    if (!names) this.#names.set(course, (names = new Map()))
    const unnamed = sections.filter(({ key }) => !names.has(key))
    if (unnamed.length > 0) {
      const entries = await published.entries(unnamed.flatMap(({ units }) => units.map(({ key }) => key)))
      const above = unnamed.flatMap((one) => [...one.above, one.node].map(({ key }) => key))
      const lines = await published.lines(above)
      for (const section of unnamed) {
        const path = [...section.above, section.node].flatMap(({ key }) => lines.get(key) ?? [])
        const own = section.units.map(({ key }) => ({ key, entry: entries.get(key) }))
        const units = own.map(({ key, entry }) => [key, entry?.record ?? null])
        const inherited = path.flatMap(({ inherits }) => inherits ?? [])
        const held = policyAt(path, [...new Set(own.flatMap(({ entry }) => entry?.policies ?? []))], now)
        const policy = held ? { above: held.above, groups: held.groups } : null
        const name = contentHash({ units, inherited, policy })
        names.set(section.key, `${name}.counted:${this.kept?.site ?? ''}`)
      }
    }
    return sections.map((section) => ({ section, name: names.get(section.key) ?? '' }))
  }
}
