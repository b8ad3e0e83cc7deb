import { sep } from 'node:path'
import { CompositorError } from '../../runtime/errors/index.js'
import { idsPath } from '../source/index.js'
import type { AuthoringStore, SeenEntry } from '../version/index.js'
import { textFile, type ExportFile } from './export-file.js'

/** The files of a version in the order of their paths, so that the same version is the same archive; last, what its nameless blocks are called. */
export async function* filesOfVersion(store: AuthoringStore, seen: SeenEntry): AsyncIterable<ExportFile> {
  const { entry, view } = seen
  const all: { readonly path: string; readonly hash: string; readonly size: number }[] = []
  for await (const [path, { hash, size }] of view.tree.entries())
    all.push({ path: checkedPath(entry.context, path), hash, size })
  all.sort((one, other) => (one.path < other.path ? -1 : 1))
  for (const { path, hash, size } of all) yield { path, size, bytes: () => store.versions.stream(hash) }
  const ids = await givenIds(store, seen)
  if (ids) yield ids
}

/** What blocks without a name are called, where their files alone would give others. */
async function givenIds(store: AuthoringStore, { entry }: SeenEntry): Promise<ExportFile | undefined> {
  if (entry.ids === undefined) return undefined
  const ids: Record<string, unknown> = {}
  for await (const [parent, given] of store.versions.map(entry.ids).entries()) ids[parent] = given
  return textFile(idsPath, `${JSON.stringify({ format: 1, ids }, undefined, 1)}\n`)
}

/** @throws CompositorError `store-damaged` for a path that leads outside, which no import lets in */
function checkedPath(context: string, path: string): string {
  const parts = path.split('/')
  const isClean = parts.every((part) => !['', '.', '..'].includes(part)) && !path.includes('\0')
  // Elsewhere a folder may hold files whose names have a backslash.
  if (isClean && (sep === '/' || !/[\\:]/.test(path))) return path
  throw new CompositorError(
    'store-damaged',
    `A version of '${context}' holds the path '${path.slice(0, 200)}'.`,
  )
}
