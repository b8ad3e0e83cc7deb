import type { BlockReference, BlockTypes } from '../../runtime/block/index.js'
import { CompositorError, messageOf, type Finding } from '../../runtime/errors/index.js'
import type { PublishedBlock, PublishedSource } from '../../runtime/unit/index.js'
import type { AuthoringStore, LibraryPin } from '../version/index.js'
import { topBlocks } from './outline.js'
import { PublishedBlocks } from './published-blocks.js'

/** Library versions as units refer to them, each loaded once for a whole publication. */
export class LibrarySources {
  private readonly libraries = new Map<string, Promise<PublishedBlocks | undefined>>()
  private readonly missing = new Map<string, LibraryPin>()
  private readonly used = new Map<string, { readonly library: PublishedBlocks; readonly keys: Set<string> }>()
  private readonly found = new Map<string, Finding>()

  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
  ) {}

  /** What references did not find, each said once. */
  get findings(): readonly Finding[] {
    return [...this.found.values()]
  }

  /** Library versions that were referred to and are not there. */
  get waiting(): readonly LibraryPin[] {
    return [...this.missing.values()]
  }

  /** Which blocks of which library versions ended up in units. */
  get usedBlocks(): Iterable<{ readonly library: PublishedBlocks; readonly keys: ReadonlySet<string> }> {
    return this.used.values()
  }

  /**
   * The library blocks a unit refers to, directly or through other library blocks. What is not there is a
   * diagnostic and left out.
   */
  async of(unit: PublishedBlock): Promise<PublishedSource[]> {
    const wanted = new Map<string, { pin: LibraryPin; library: PublishedBlocks; keys: Set<string> }>()
    const open: PublishedBlock[] = [unit]
    for (let block = open.pop(); block !== undefined; block = open.pop()) {
      for (const child of block.children) open.push(child)
      for (const reference of this.referencesOf(block)) {
        const pin = { library: reference.library, version: reference.version }
        const library = await this.library(pin, block.key)
        if (library === undefined) continue
        const entry = wanted.get(pinText(pin)) ?? { pin, library, keys: new Set<string>() }
        wanted.set(pinText(pin), entry)
        const keys = reference.block === '*' ? topBlocks(library.version) : [reference.block]
        await library.load(keys)
        for (const key of keys) {
          if (entry.keys.has(key)) continue
          const found = key === library.version.root ? undefined : library.block(key)
          if (found === undefined) this.blockMissing(pin, key, block.key, topBlocks(library.version))
          else {
            entry.keys.add(key)
            open.push(found)
          }
        }
      }
    }
    return [...wanted.values()].map(({ pin, library, keys }) => this.source(pin, library, keys))
  }

  private source(pin: LibraryPin, library: PublishedBlocks, keys: ReadonlySet<string>): PublishedSource {
    const used = this.used.get(pinText(pin)) ?? { library, keys: new Set<string>() }
    this.used.set(pinText(pin), used)
    for (const key of keys) used.keys.add(key)
    const inOrder = topBlocks(library.version).filter((key) => keys.has(key))
    const order = new Set([...inOrder, ...[...keys].sort()])
    const blocks = [...order].flatMap((key) => {
      const block = library.block(key)
      return block === undefined ? [] : [[key, block] as const]
    })
    return { ...pin, blocks: Object.fromEntries(blocks) }
  }

  private referencesOf(block: PublishedBlock): readonly BlockReference[] {
    const type = this.types.get(block.type)
    const references = type?.capabilities.references
    if (type === undefined || references === undefined) return []
    const { key: usage, definition, content, settings } = block
    try {
      const fields = type.sharedFields({
        usage,
        type: block.type,
        definition,
        fields: { ...content, ...settings },
      })
      return references(fields)
    } catch (error) {
      const message = `The references of ${usage} cannot be read: ${messageOf(error)}`
      this.report({ level: 'error', code: 'block-failed', usage, message })
      return []
    }
  }

  private async library(pin: LibraryPin, usage: string): Promise<PublishedBlocks | undefined> {
    const text = pinText(pin)
    const loading = this.libraries.get(text) ?? this.load(pin)
    this.libraries.set(text, loading)
    const library = await loading
    if (library !== undefined) return library
    if (pin.library !== '' && pin.version !== '') this.missing.set(text, pin)
    const what =
      pin.version === '' ? `no version of '${pin.library}'` : `version '${pin.version}' of '${pin.library}'`
    const message = `${usage} refers to ${what}, which is not there; nothing is shown in its place until it is.`
    const remedy = await this.versionsOf(pin.library)
    this.report({ level: 'error', code: 'library-version-missing', usage, message, remedy })
    return undefined
  }

  /** Which versions of a library could be referred to. */
  private async versionsOf(library: string): Promise<string> {
    const head = await this.store.head(library).catch((thrown: unknown) => {
      if (thrown instanceof CompositorError && thrown.code === 'context-unknown') return undefined
      throw thrown
    })
    if (head?.kind !== 'library')
      return 'Import that library, or refer to one that is here, by lib:ORG:SLUG:HASH.'
    const versions = [...new Set(head.history.map(({ version }) => version))].reverse()
    const told = versions.slice(0, 5).map((one) => (one === head.published ? `${one} (published)` : one))
    return `Refer to a version of it that is here, such as ${told.join(', ')}.`
  }

  private async load({ library, version }: LibraryPin): Promise<PublishedBlocks | undefined> {
    const found = version === '' ? undefined : await this.store.find(library, version)
    return found?.kind === 'library' ? new PublishedBlocks(found, this.store, this.types) : undefined
  }

  private report(finding: Finding & { readonly usage: string }): void {
    this.found.set(finding.message, finding)
  }

  private blockMissing(
    { library, version }: LibraryPin,
    key: string,
    usage: string,
    held: readonly string[],
  ): void {
    const message = `${usage} refers to ${key}, which version '${version}' of ${library} does not hold.`
    const more = held.length > 5 ? `, and ${held.length - 5} more` : ''
    const remedy = `It holds ${held.slice(0, 5).join(', ') || 'nothing'}${more}.`
    this.report({ level: 'error', code: 'library-block-missing', usage, message, remedy })
  }
}

function pinText({ library, version }: LibraryPin): string {
  return `${library}@${version}`
}
