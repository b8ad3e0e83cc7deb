import type { BlockTypes } from '../../runtime/block/index.js'
import type { Json } from '../../runtime/values/json.js'
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
  readonly #assets = new Map<string, string>()

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

  /** Paths of the static files that pinned versions have of their own, by the names that these call them: `lb:ORG:SLUG:html:ID/v2/NAME`. */
  get assets(): ReadonlyMap<string, string> {
    return this.#assets
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
    const named = this.#filesIn(folder, usage, number)
    return Object.fromEntries(
      Array.from(walk.blocks.values(), ({ key, type, content, settings, children }) => [
        key,
        { type, ...(named({ content, settings }) as Pick<Pinned[string], 'content' | 'settings'>), children },
      ]),
    )
  }

  /** Gives the files of a version names of their own; what it gives leads what calls them by `/static/NAME` to these. */
  #filesIn(folder: string, usage: string, number: number): (value: Json) => Json {
    const names = new Set<string>()
    for (const path of this.files.source.paths()) {
      if (!path.startsWith(`${folder}/static/`)) continue
      const name = path.slice(`${folder}/static/`.length).normalize('NFC')
      names.add(name)
      this.#assets.set(`${usage}/v${number}/${name}`, path)
    }
    const textOf = (text: string) =>
      text.replace(/\/static\/([^\s"'<>()?#&;\\]+)/g, (whole, name: string) =>
        names.has(unescaped(name)) ? `/static/v${number}/${name}` : whole,
      )
    const leading = (value: Json): Json => {
      if (typeof value === 'string') return textOf(value)
      if (Array.isArray(value)) return value.map(leading)
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, leading(one ?? null)]))
    }
    return names.size === 0 ? (value) => value : leading
  }

  #missing(usage: string, entityKey: string, number: number): void {
    const { path = '' } = this.#entities.get(usage) ?? {}
    const message = `'${usage}' is pinned to version ${number} of '${entityKey}', which the library does not keep; the latest is shown.`
    const at = tomlPlace(this.files, path, entityKey)
    this.options.findings.add({ level: 'warning', code: 'olx-file-missing', ...at, usage, message })
  }
}

function unescaped(name: string): string {
  try {
    return decodeURIComponent(name).normalize('NFC')
  } catch {
    return name.normalize('NFC')
  }
}
