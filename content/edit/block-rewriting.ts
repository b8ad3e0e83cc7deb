import { CompositorError } from '../../runtime/errors/index.js'
import { StartTag } from '../../runtime/olx/start-tag.js'
import type { ChangedBlock } from './changed-block.js'
import { EditedFiles } from './edited-files.js'
import type { BlockAt } from './edit-session.js'
import { withPointedFiles } from './pointed-files.js'
import { differences } from './same-block.js'
import type { FileChanges } from './version-files.js'
import { WritingWays, type Way } from './writing-ways.js'

/** The writing of a change in the first way that reads as it was meant. */
export class BlockRewriting {
  constructor(private readonly block: ChangedBlock) {}

  /** Whether the block is as it is to be. */
  get isDone(): boolean {
    return differences(this.block.at.read, this.block.wanted).length === 0
  }

  /** Writes the change in the way that touches least, beside others; whether that says it shows when it is read again. */
  async writeInto(files: EditedFiles): Promise<void> {
    const [first] = await new WritingWays(this.block).all()
    if (!this.isDone) first?.[0](files)
  }

  /** The files that change; none where the block is already so. @throws CompositorError `olx-unwritable` */
  async changes(): Promise<FileChanges> {
    if (this.isDone) return new Map()
    const { session, edit } = this.block
    let differs: readonly string[] = []
    for (const [way, freed] of await new WritingWays(this.block).all()) {
      const files = new EditedFiles(session.known)
      way(files)
      const changes = await withPointedFiles(session, files.changes())
      differs = await this.differs(changes, freed)
      if (differs.length === 0) return changes
    }
    const repaired = await this.repaired()
    if (repaired) return repaired
    const message = `'${edit.usage}' cannot be written so that it reads as it was meant: ${differs.join(', ')} would be another.`
    throw new CompositorError('olx-unwritable', message, { usage: edit.usage })
  }

  /** In which parts the block would not be as it is meant to be. */
  private async differs(changes: FileChanges, freed: Iterable<string> = []): Promise<string[]> {
    return this.misfits(await this.reading(changes), freed)
  }

  /** In which parts the block is not as it is to be where it is read so. */
  misfits(reading: BlockAt | undefined, freed: Iterable<string> = []): string[] {
    const { wanted, at } = this.block
    if (reading === undefined) return ['the file']
    const found = differences(reading.read, { ...wanted, freed: new Set([...wanted.freed, ...freed]) })
    const isSameInside =
      reading.read.children.length === at.read.children.length &&
      reading.read.children.every((child, index) => {
        const before = at.read.children[index]
        return before?.name === child.name && before.attribute('url_name') === child.attribute('url_name')
      })
    return isSameInside ? found : [...found, 'children']
  }

  private async reading(changes: FileChanges): Promise<BlockAt | undefined> {
    try {
      const session = await this.block.session.changed(changes)
      const named = await session.again(this.block.named)
      const at = named && (await session.at(named))
      return at === undefined || 'error' in at ? undefined : at
    } catch {
      return undefined
    }
  }

  /** The change with attributes taken away that say otherwise in words of their own (`youtube`, `from`, old names). */
  private async repaired(): Promise<FileChanges | undefined> {
    if (this.block.isShared) return undefined
    const { element } = this.block.at
    for (const [way, freed] of await new WritingWays(this.block).all()) {
      const gone = new Map<string, undefined>()
      let before = await this.differs(this.tried(way, gone), freed)
      for (const name of element.attributes.keys()) {
        if (name === 'url_name' || this.block.isField(name)) continue
        gone.set(name, undefined)
        const after = await this.differs(this.tried(way, gone), [...freed, ...gone.keys()])
        if (after.length === 0) return this.tried(way, gone)
        if (after.length < before.length) before = after
        else gone.delete(name)
      }
    }
    return undefined
  }

  private tried(way: Way, gone: ReadonlyMap<string, undefined>): FileChanges {
    const { element, file } = this.block.at
    const files = new EditedFiles(this.block.session.known)
    way(files)
    const kept = new Map([...gone].filter(([name]) => !this.block.values.has(name)))
    files.edit(file.path, new StartTag(element, file.text).with(kept, element.attributes))
    return files.changes()
  }
}
