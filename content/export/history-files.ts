import { historyPaths, type GivenEntry } from '../source/index.js'
import type { AuthoringStore, SeenEntry } from '../version/index.js'
import { textFile, type ExportFile } from './export-file.js'

/**
 * The older and newer versions of a course or library as files that stand beside those of one of them: the log, for each version its
 * paths with the hashes of their files, and each file once that this one does not have. Versions whose content was collected are left out.
 * @param isChanged whether a file of this version is written otherwise than the version has it
 */
export async function* historyFiles(
  store: AuthoringStore,
  { entry: exported, view: own }: SeenEntry,
  isChanged: (path: string) => boolean = () => false,
): AsyncIterable<ExportFile> {
  const known = new Set<string>()
  for await (const [path, { hash }] of own.tree.entries()) if (!isChanged(path)) known.add(hash)
  const trees = new Set<string>()
  const entries: GivenEntry[] = []
  const numbers = new Map<string, number>()
  for await (const seen of keptEntries(store, exported.context)) {
    const { hash, entry, view } = seen
    numbers.set(hash, entry.number)
    entries.push(await lineOf(store, seen))
    if (trees.has(entry.tree)) continue
    trees.add(entry.tree)
    const paths: [string, string][] = []
    for await (const [path, file] of view.tree.entries()) {
      paths.push([path, file.hash])
      if (known.has(file.hash)) continue
      known.add(file.hash)
      const bytes = () => store.versions.stream(file.hash)
      yield { path: historyPaths.file(file.hash), size: file.size, bytes }
    }
    paths.sort(([one], [other]) => (one < other ? -1 : 1))
    yield jsonFile(historyPaths.tree(entry.tree), Object.fromEntries(paths))
  }
  entries.reverse()
  yield jsonFile(historyPaths.log, { format: 1, exported: exported.number, entries })
}

async function* keptEntries(store: AuthoringStore, context: string): AsyncIterable<SeenEntry> {
  for await (const found of store.entries(context)) {
    const seen = await store.seen(found)
    if (seen) yield seen
  }
}

async function lineOf(store: AuthoringStore, { entry }: SeenEntry): Promise<GivenEntry> {
  const { number, tree, reading, what, at, name, comment, author, folder } = entry
  const parents = await store.versions.entries(entry.parents)
  const ids: Record<string, [string, string][]> = {}
  if (entry.ids !== undefined)
    for await (const [parent, given] of store.versions
      .map<readonly (readonly [string, string])[]>(entry.ids)
      .entries())
      ids[parent] = given.map(([key, hash]) => [key, hash])
  return {
    number,
    tree,
    reading,
    parents: parents.map((one) => one.number),
    what,
    at,
    ...(name !== undefined && { name }),
    ...(comment !== undefined && { comment }),
    ...(author !== undefined && { author }),
    ...(folder !== undefined && { folder }),
    ...(Object.keys(ids).length > 0 && { ids }),
  }
}

function jsonFile(path: string, value: unknown): ExportFile {
  return textFile(path, `${JSON.stringify(value, undefined, 1)}\n`)
}
