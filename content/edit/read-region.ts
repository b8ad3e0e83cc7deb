import type { BlockPlace } from '../olx/block-place.js'
import { isPointer, pointerPaths } from '../olx/pointer.js'
import type { ReadVersion } from './version-files.js'
import type { VersionBlock } from '../version/version-block.js'

/** The blocks of a version that are read again, as they were before; those that are asked for first are noted, and loaded together. */
export class ReadRegion {
  /** Blocks of the version before, as far as they were looked up. */
  readonly old = new Map<string, VersionBlock | undefined>()
  readonly #wanted = new Set<string>()
  /** Blocks before that stand in what is read, and of them those that are read. */
  readonly #region = new Set<string>()
  readonly #entered = new Set<string>()

  /**
   * @param affected usage keys of blocks that may be others than before
   * @param paths of the files that changed
   */
  constructor(
    private readonly version: ReadVersion,
    private readonly affected: ReadonlySet<string>,
    private readonly paths: ReadonlySet<string>,
  ) {}

  /** Whether blocks were asked for that have to be loaded first. */
  get isWaiting(): boolean {
    return this.#wanted.size > 0
  }

  /** Usage keys of the blocks before that stand in what is read. */
  get usages(): ReadonlySet<string> {
    return this.#region
  }

  /** A block of the version before; undefined where there is none, or it has to be loaded first. */
  lookUp(usage: string): VersionBlock | undefined {
    if (!this.old.has(usage)) this.#wanted.add(usage)
    return this.old.get(usage)
  }

  /** Loads what was asked for, and begins the region anew. */
  async load(): Promise<void> {
    const usages = [...this.#wanted]
    this.#wanted.clear()
    const found = await this.version.blocks(usages)
    for (const usage of usages) this.old.set(usage, found.get(usage))
    this.#entered.clear()
    this.#region.clear()
  }

  /** Takes a block of the version before into the part that is read, with those below that may not be as they were. */
  enter(usage: string): void {
    if (this.#entered.has(usage)) return
    const block = this.lookUp(usage)
    if (block === undefined) return
    this.#entered.add(usage)
    this.#region.add(usage)
    for (const child of block.children) {
      const below = this.lookUp(child)
      if (below?.parent !== usage) continue
      this.#region.add(child)
      if (this.affected.has(child) || below.at?.[0] === block.at?.[0] || below.pointer) this.enter(child)
    }
  }

  /** A block that only a pointer names, whose file is as it was, needs no reading. */
  isKept(key: string, { element, folder }: BlockPlace): boolean {
    const before = this.lookUp(key)
    if (before === undefined || this.affected.has(key) || this.#entered.has(key)) return false
    const urlName = element.attribute('url_name')
    const mayBe = urlName === undefined ? [] : pointerPaths(element.name, urlName)
    const isSame = mayBe.includes(before.at?.[0].replace(`${folder ?? ''}/`, '') ?? '')
    const isTouched = mayBe.some((path) => this.paths.has(path) || this.paths.has(`${folder ?? ''}/${path}`))
    if (isPointer(element) && before.pointer === undefined && isSame && !isTouched) return true
    this.enter(key)
    return false
  }
}
