import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { shippedPlugin, type BlockTypeRegistry } from '../plugins/index.js'
import { authorsWordsFile, CompositorError, wordsFile, type Catalogues } from '../runtime/index.js'

/** What browsers load from plugins, by the end of the file's name. */
export const clientTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.map': 'application/json',
}

/** A file for browsers. */
export interface ClientFile {
  readonly bytes: Buffer
  readonly type: string
  readonly etag: string
}

interface ClientFolder {
  /** Names what is in the folder now: the hash of all its files. */
  readonly hash: string
  readonly files: ReadonlyMap<string, ClientFile>
}

/**
 * The files that plugins bring for browsers, read once. A folder goes by the hash of what is in it, so that a browser
 * keeps its files for good, two plugins may each have a file of the same name, and modules that import each other
 * come from the same version.
 */
export class ClientFiles {
  readonly #byHash = new Map<string, ClientFolder>()
  readonly #byType = new Map<string, ClientFolder>()
  #own: ClientFolder | undefined

  constructor(types: BlockTypeRegistry) {
    for (const plugin of types.plugins()) {
      const { client, words } = plugin
      if (!client) continue
      const folder = readFolder(client, words)
      this.#byHash.set(folder.hash, folder)
      if (plugin.name === shippedPlugin) this.#own = folder
      const own = plugin.types.filter(({ name }) => types.pluginOf(name) === plugin)
      for (const { name } of [...own, ...(plugin.asides ?? [])]) this.#byType.set(name, folder)
    }
  }

  /** Names all files, and which block types find theirs where. */
  get name(): string {
    const types = [...this.#byType].map(([type, { hash }]) => `${type} ${hash}`)
    return [this.#own?.hash ?? '', ...types.sort()].join('\n')
  }

  /** Where a file of the plugin of a block type is below `/client/`. */
  address(blockType: string, file: string): string {
    return addressIn(this.#byType.get(blockType), file)
  }

  /** Where a file of the host itself is below `/client/`. */
  own(file: string): string {
    return addressIn(this.#own, file)
  }

  /**
   * @param hash of the folder; another than there is now is an older or newer version of the same
   * @returns with `isExact` whether the file is what the hash says
   * @throws CompositorError `file-not-found`
   */
  find(name: string, hash = ''): { readonly file: ClientFile; readonly isExact: boolean } {
    const exact = this.#byHash.get(hash)?.files.get(name)
    if (exact) return { file: exact, isExact: true }
    for (const { files } of this.#byHash.values()) {
      const file = files.get(name)
      if (file) return { file, isExact: false }
    }
    throw new CompositorError('file-not-found', `No plugin brings a file '${name.slice(0, 100)}'.`)
  }
}

function addressIn(folder: ClientFolder | undefined, file: string): string {
  return folder?.files.has(file) ? `${folder.hash}/${file}` : file
}

function readFolder(folder: URL, words: Catalogues | undefined): ClientFolder {
  const files = new Map<string, ClientFile>()
  const named = namesIn(folder).map((name) => [name, readFileSync(new URL(name, folder))] as const)
  const all = createHash('sha256')
  for (const [name, bytes] of [...named, ...wordsFiles(words)]) {
    const hash = createHash('sha256').update(bytes).digest('base64url')
    files.set(name, {
      bytes,
      type:
        name === wordsFile || name === authorsWordsFile
          ? 'application/json'
          : (clientTypes[extname(name)] ?? ''),
      etag: `"${hash}"`,
    })
    all.update(JSON.stringify([name, hash]))
  }
  return { hash: all.digest('base64url').slice(0, 16), files }
}

/** The words that client modules ask for: of learners' pages, and of authors'. */
function wordsFiles(words: Catalogues | undefined): readonly (readonly [name: string, bytes: Buffer])[] {
  if (!words?.forBrowsers) return []
  const { byLocale, forAuthors } = words
  const file = (name: string, all: object) => [name, Buffer.from(JSON.stringify(all))] as const
  return [file(wordsFile, byLocale), ...(forAuthors ? [file(authorsWordsFile, forAuthors)] : [])]
}

/** A plugin that was never built has no such folder. */
function namesIn(folder: URL): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^[\w.-]+$/.test(name) && clientTypes[extname(name)] !== undefined)
      .sort()
  } catch {
    return []
  }
}
