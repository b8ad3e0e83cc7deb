import { CompositorError, type Finding } from '../../runtime/errors/index.js'
import { latestVersion } from '../../runtime/keys/index.js'
import type { Lost } from '../../runtime/reference/index.js'
import { pinText, type AuthoringStore, type LibraryPin } from '../version/index.js'
import type { StoredLibrary } from './stored-library.js'

/** What references did not find. */
export class LostReferences {
  readonly #lost = new Map<string, Lost>()

  /** @param store where library versions would be that could be referred to instead */
  constructor(private readonly store: Pick<AuthoringStore, 'head' | 'names'>) {}

  add(lost: Lost): void {
    this.#lost.set(`${lost.code} ${lost.usage} ${pinText(lost.pin)} ${lost.block}`, lost)
  }

  /** Library versions that were referred to and are not there. */
  get waiting(): readonly LibraryPin[] {
    const missing = [...this.#lost.values()].flatMap(({ code, pin }) =>
      code === 'library-version-missing' && pin.library !== '' && ![latestVersion, ''].includes(pin.version)
        ? [pin]
        : [],
    )
    return [...new Map(missing.map((pin) => [pinText(pin), pin])).values()]
  }

  /** What is to be said of each. */
  async findings(): Promise<readonly Finding[]> {
    const findings: Finding[] = []
    for (const lost of this.#lost.values()) {
      const finding = await this.#findingOf(lost)
      if (finding) findings.push(finding)
    }
    return findings
  }

  async #findingOf({ code, usage, pin, block, message: said, source }: Lost): Promise<Finding | undefined> {
    const { library, version } = pin
    switch (code) {
      case 'library-version-missing': {
        const what =
          version === ''
            ? `no version of '${library}'`
            : `${version === latestVersion ? 'the latest version' : `version '${version}'`} of '${library}'`
        const message = `${usage} refers to ${what}, which is not there; nothing is shown in its place until it is.`
        return { level: 'error', code, usage, message, remedy: await this.#versionsOf(library) }
      }
      case 'library-block-missing': {
        await (source as StoredLibrary | undefined)?.loadTop()
        const held = source?.top ?? []
        const more = held.length > 5 ? `, and ${held.length - 5} more` : ''
        const remedy = `It holds ${held.slice(0, 5).join(', ') || 'nothing'}${more}.`
        const message =
          block === '*'
            ? `${usage} draws from a kind of blocks that is not there: ${said}`
            : `${usage} refers to ${block}, which version '${version}' of ${library} does not hold.`
        return { level: 'error', code, usage, message, remedy }
      }
      case 'reference-unset': {
        const message = `${usage} refers to nothing: it does not say which blocks of which library are to stand there.`
        return { level: 'warning', code, usage, message }
      }
      case 'reference-empty':
      case 'block-failed':
        return { level: 'error', code, usage, message: said }
      case 'field-value': {
        const message = `An override at ${usage} holds for nothing: ${said}`
        const remedy = 'Give another value, or take the override away; until then what is below it holds.'
        return { level: 'warning', code, usage, message, remedy }
      }
      default:
        // Composing says of circles where they lead back.
        return undefined
    }
  }

  /** Which versions of a library could be referred to. */
  async #versionsOf(library: string): Promise<string> {
    const head = await this.store.head(library).catch((thrown: unknown) => {
      if (thrown instanceof CompositorError && thrown.code === 'context-unknown') return undefined
      throw thrown
    })
    if (head?.kind !== 'library')
      return 'Import that library, or refer to one that is here, by lib:ORG:SLUG:HASH.'
    const told: string[] = []
    for await (const name of this.store.names(library)) {
      told.push(name === head.published ? `${name} (published)` : name)
      if (told.length === 5) break
    }
    return `Refer to a version of it that is here, such as ${told.join(', ')}.`
  }
}
