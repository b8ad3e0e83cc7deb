import { join } from 'node:path'
import type { AuthoringStore } from '../content/index.js'
import { openStores, type Stores } from '../host/store/open-stores.js'
import { loadPlugins, shippedPlugin, type LoadedPlugins } from '../plugins/index.js'
import type { BlockTypes } from '../runtime/index.js'
import { TemporaryFolder } from './stress-site.js'

/** The embedded store in a folder that is thrown away, and the shipped plugin. */
export class TemporaryStores implements AsyncDisposable {
  private constructor(
    private readonly folder: TemporaryFolder,
    readonly stores: Stores,
    readonly loaded: LoadedPlugins,
  ) {}

  static async open(): Promise<TemporaryStores> {
    const folder = await TemporaryFolder.make()
    const loaded = await loadPlugins({ specifiers: [shippedPlugin], overrides: [] })
    return new TemporaryStores(folder, await openStores(join(folder.path, 'store')), loaded)
  }

  get authoring(): AuthoringStore {
    return this.stores.authoring
  }

  get types(): BlockTypes {
    return this.loaded.types
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.stores.close(), this.stores.events.close()])
    await this.folder[Symbol.asyncDispose]()
  }
}
