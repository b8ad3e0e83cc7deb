import type { AuthoringStore, VersionFile, VersionView } from '../../content/index.js'
import { CompositorError, CourseFileNames, parseUsageKey } from '../../runtime/index.js'
import { contextOf } from './draft-reader.js'

/** Static files of drafts, for authors: a draft may name files that no publication has. */
export class DraftAssets {
  constructor(private readonly store: AuthoringStore) {}

  /**
   * A static file of a context's draft, or of a library block that it refers to.
   * @param name after `/static/`; before it, with a slash, the usage key of the library block that it belongs to
   * @throws CompositorError `context-unknown`, `file-not-found`
   */
  async find(context: string, name: string): Promise<VersionFile> {
    const [, block, plain = ''] = /^(lb:[^/]*)\/(.*)$/s.exec(name) ?? []
    const found =
      (await this.#inDraft(context, name)) ??
      (block === undefined
        ? undefined
        : ((await this.#ofLibrary(block, name)) ?? (await this.#inDraft(context, plain))))
    if (found) return found
    throw new CompositorError(
      'file-not-found',
      `The draft of '${context}' has no static file '${name.slice(0, 200)}'.`,
    )
  }

  async #inDraft(context: string, name: string): Promise<VersionFile | undefined> {
    const { draft } = await this.store.head(context)
    const view = await this.store.view(context, draft)
    return (await view.asset(name)) ?? inAnotherWriting(view, name)
  }

  async #ofLibrary(block: string, name: string): Promise<VersionFile | undefined> {
    const library = contextOf(parseUsageKey(block))
    const isHere = (await this.store.contexts()).includes(library)
    return isHere ? this.#inDraft(library, name) : undefined
  }
}

/** A file by one of the other names that content may have for it. */
async function inAnotherWriting(view: VersionView, name: string): Promise<VersionFile | undefined> {
  const alias = await view.alias(name)
  if (alias !== undefined) return view.asset(alias)
  const names: string[] = []
  for await (const [one] of view.assets()) names.push(one)
  const written = new CourseFileNames(names).find(name)
  return written === undefined ? undefined : view.asset(written)
}
