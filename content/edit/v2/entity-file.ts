import { table, tables, text, texts } from '../../olx/package-toml.js'
import { containerTypes } from '../../olx/library-entity.js'
import { parse, type TomlTable } from 'smol-toml'
import { newToml, TomlDate, TomlText, type NewTable } from '../../toml/index.js'

/** Which of the versions in a file counts: with drafts the newest, else what is published. */
export type Counting = 'draft' | 'published'

/** The TOML that describes one component or container of a v2 library, changed value by value. */
export class EntityFile {
  readonly #toml: TomlText

  /** @throws CompositorError `olx-malformed` */
  constructor(
    readonly path: string,
    written: string,
    readonly counting: Counting,
  ) {
    this.#toml = new TomlText(written, path)
  }

  /** As it is by now. */
  get text(): string {
    return this.#toml.text
  }

  /** As children and collections name it. */
  get key(): string {
    return text(this.#entity['key']) ?? ''
  }

  /** `unit`, `subsection` or `section`; undefined for a component. */
  get containerType(): string | undefined {
    return [...containerTypes.keys()].find((type) => type in table(this.#entity['container']))
  }

  /** Number of the version that counts. */
  get number(): number | undefined {
    return this.numberOf(this.counting)
  }

  get publishedNumber(): number | undefined {
    return this.numberOf('published')
  }

  /** Numbers of all versions that the file describes. */
  get numbers(): readonly number[] {
    return this.#versions.flatMap(({ version_num: number }) => (typeof number === 'number' ? [number] : []))
  }

  get title(): string {
    return text(this.#version['title']) ?? ''
  }

  /** Entity keys of what a container holds. */
  get members(): readonly string[] {
    return texts(table(this.#version['container'])['children'])
  }

  /** Version numbers of members that do not follow the latest, by entity key. */
  get pins(): ReadonlyMap<string, number> {
    return pinsIn(this.#version)
  }

  setTitle(title: string): void {
    if (title === this.title) return
    this.#keepPublished()
    this.#toml.set([...this.#at, 'title'], title)
  }

  /** What a container holds, in this order; of those that go, the pins go, too. */
  setMembers(members: readonly string[], pins: ReadonlyMap<string, number> = this.pins): void {
    const kept = [...pins].filter(([key]) => members.includes(key))
    const isSamePinned = JSON.stringify([...this.pins]) === JSON.stringify(kept)
    if (isSamePinned && JSON.stringify(members) === JSON.stringify(this.members)) return
    this.#keepPublished()
    this.#toml.set([...this.#at, 'container', 'children'], members)
    if (isSamePinned) return
    const path = [...this.#at, 'container', 'pinned']
    if (kept.length === 0) this.#toml.remove(path)
    else this.#toml.set(path, Object.fromEntries(kept))
  }

  /** Says which version counts. */
  setNumber(counting: Counting, number: number): void {
    this.#toml.set(['entity', counting, 'version_num'], number)
  }

  /** Describes a further version with the title and the members of the one that counts, which it is from then on. */
  addVersion(number: number): void {
    const { title, members, pins, containerType } = this
    const container: NewTable = { children: members }
    this.#toml.prepend('version', {
      title,
      version_num: number,
      ...(containerType !== undefined && { container }),
    })
    this.setNumber(this.counting, number)
    if (pins.size > 0) this.#toml.set([...this.#at, 'container', 'pinned'], Object.fromEntries(pins))
  }

  /** Takes away what is said of a version. */
  removeVersion(number: number): void {
    const index = this.#versions.findIndex((one) => one['version_num'] === number)
    if (index !== -1 && this.#versions.length > 1) this.#toml.remove(['version', index])
  }

  setKey(key: string): void {
    this.#toml.set(['entity', 'key'], key)
  }

  /** What is published of a container stays as it is described: a draft that changes is a version of its own. */
  #keepPublished(): void {
    const { containerType, counting, number, publishedNumber, numbers } = this
    const isOwn = containerType === undefined || counting === 'published' || number !== publishedNumber
    if (!isOwn) this.addVersion(Math.max(...numbers, number ?? 0) + 1)
  }

  get #said(): TomlTable {
    return parse(this.text)
  }

  get #entity(): TomlTable {
    return table(this.#said['entity'])
  }

  get #versions(): TomlTable[] {
    return tables(this.#said['version'])
  }

  get #version(): TomlTable {
    return this.#versions[this.#index] ?? {}
  }

  get #index(): number {
    const { number } = this
    return this.#versions.findIndex((one) => one['version_num'] === number)
  }

  get #at(): readonly (string | number)[] {
    return ['version', Math.max(0, this.#index)]
  }

  /** Number of the version that counts in one of the two readings. */
  numberOf(counting: Counting): number | undefined {
    const number = table(this.#entity[counting])['version_num']
    return typeof number === 'number' ? number : undefined
  }
}

/** Version numbers of members that a version of a container pins, by entity key. */
function pinsIn(version: TomlTable): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(table(table(version['container'])['pinned'])).filter(
      (one): one is [string, number] => typeof one[1] === 'number' && Number.isSafeInteger(one[1]),
    ),
  )
}

/** A file that describes an entity that is new. */
export interface NewEntity {
  readonly key: string
  readonly title: string
  /** ISO 8601. */
  readonly now: string
  readonly counting: Counting
  readonly container?: { readonly type: string; readonly members: readonly string[] }
}

export function newEntity({ key, title, now, counting, container }: NewEntity): string {
  const head = newToml({
    entity: {
      can_stand_alone: true,
      key,
      created: new TomlDate(now),
      draft: { version_num: 1 },
      published: counting === 'published' ? { version_num: 1 } : {},
      ...(container && { container: { [container.type]: {} } }),
    },
  })
  const toml = new TomlText(head, key)
  toml.prepend('version', {
    title,
    version_num: 1,
    ...(container && { container: { children: container.members } }),
  })
  return toml.text
}
