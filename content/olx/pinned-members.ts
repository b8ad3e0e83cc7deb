import type { BlockTypes } from '../../runtime/block/index.js'
import type { AuthoredBlock } from './authored-block.js'
import { BlockWalk } from './block-walk.js'
import { componentPlace } from './component-place.js'
import { Findings } from './findings.js'
import { containerTypes, versionFolder, type LibraryEntity } from './library-entity.js'
import type { OlxFiles } from './olx-files.js'
import { tomlPlace } from './package-toml.js'

type Pinned = NonNullable<AuthoredBlock['pinned']>

/** Members of containers in the version that these are pinned to, whatever the latest is. */
export class PinnedMembers {
  readonly #entities: ReadonlyMap<string, LibraryEntity>

  /** @param keys usage keys by entity key */
  constructor(
    private readonly files: OlxFiles,
    entities: readonly LibraryEntity[],
    private readonly keys: ReadonlyMap<string, string>,
    private readonly options: {
      readonly types: BlockTypes
      readonly findings: Findings
      readonly keyOf: (type: string, id: string) => string
    },
  ) {
    this.#entities = new Map(entities.map((one) => [keys.get(one.entityKey) ?? '', one]))
  }

  /** A container with those of its members that are pinned. */
  async of(container: AuthoredBlock): Promise<AuthoredBlock> {
    const pins = this.#entities.get(container.key)?.pins
    if (!pins || pins.size === 0) return container
    const pinned: Record<string, Pinned[string]> = {}
    for (const [entityKey, number] of pins) {
      const usage = this.keys.get(entityKey) ?? ''
      const member = this.#entities.get(usage)
      if (!member || !container.children.includes(usage) || member.versionNumber === number) continue
      const found = await this.#version(member, usage, number)
      if (found) Object.assign(pinned, found)
      else this.#missing(container.key, entityKey, number)
    }
    return Object.keys(pinned).length > 0 ? { ...container, pinned } : container
  }

  async #version(member: LibraryEntity, usage: string, number: number): Promise<Pinned | undefined> {
    if (member.isContainer) {
      const version = member.versions.find((one) => one.number === number)
      if (!version) return undefined
      const children = version.children.flatMap((key) => this.keys.get(key) ?? [])
      const settings = version.title === '' ? {} : { display_name: version.title }
      return {
        [usage]: { type: containerTypes.get(member.type) ?? 'vertical', content: {}, settings, children },
      }
    }
    const folder = versionFolder(member.path, number)
    if (this.files.xml(`${folder}/block.xml`) === undefined) return undefined
    const { types, keyOf } = this.options
    const walk = new BlockWalk({ files: this.files, types, findings: new Findings(), keyOf })
    await walk.from(componentPlace(this.files, { ...member, versionNumber: number }))
    return Object.fromEntries(
      Array.from(walk.blocks.values(), ({ key, type, content, settings, children }) => [
        key,
        { type, content, settings, children },
      ]),
    )
  }

  #missing(usage: string, entityKey: string, number: number): void {
    const { path = '' } = this.#entities.get(usage) ?? {}
    const message = `'${usage}' is pinned to version ${number} of '${entityKey}', which the library does not keep; the latest is shown.`
    const at = tomlPlace(this.files, path, entityKey)
    this.options.findings.add({ level: 'warning', code: 'olx-file-missing', ...at, usage, message })
  }
}
