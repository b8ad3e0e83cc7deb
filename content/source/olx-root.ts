import { CompositorError } from '../../runtime/errors/index.js'
import { SubfolderSource, type OlxSource } from './olx-source.js'

/** The file that makes a folder an OLX root, in the order they are looked for. */
export const rootFiles = ['package.toml', 'library.xml', 'course.xml', 'pathway.xml'] as const

/** Which kind of OLX a root file opens. */
export type RootFile = (typeof rootFiles)[number]

/** A source cut to its OLX root, and the file that made it one. */
export interface OlxRoot {
  readonly source: OlxSource
  readonly rootFile: RootFile
  /** The folder of an archive that it stands in; undefined at its top, and in folders, which are named by whoever imports. */
  readonly folder?: string | undefined
  /** What the folder of the root stands in, where it is in one: libraries may stand beside it. */
  readonly around?: OlxSource | undefined
}

/** The root file at the top of a source, if there is one. */
export function rootIn(source: OlxSource): RootFile | undefined {
  return rootFiles.find((name) => source.exists(name))
}

/**
 * Finds the one course or library in a source: at its top, or in the folder that lies least deep.
 * @throws CompositorError `source-unknown` where there is none, or more than one equally deep
 */
export function findRoot(source: OlxSource): OlxRoot {
  let candidates: { folder: string; rootFile: RootFile }[] = []
  let least = Infinity
  for (const path of source.paths()) {
    const parts = path.split('/')
    const rootFile = rootFiles.find((name) => name === parts.at(-1))
    if (rootFile === undefined || parts.length > least) continue
    if (parts.length < least) candidates = []
    least = parts.length
    candidates.push({ folder: parts.slice(0, -1).join('/'), rootFile })
  }
  const folders = new Set(candidates.map((one) => one.folder))
  const [folder] = folders
  if (folder === undefined) {
    throw new CompositorError('source-unknown', `${source.name} holds none of ${rootFiles.join(', ')}.`)
  }
  if (folders.size > 1) {
    const named = [...folders].slice(0, 10).join(', ')
    throw new CompositorError(
      'source-unknown',
      `${source.name} holds ${folders.size} courses or libraries; name one of: ${named}.`,
    )
  }
  const rootFile = rootFiles.find((name) => candidates.some((one) => one.rootFile === name)) ?? 'course.xml'
  if (folder === '') return { source, rootFile }
  const parent = folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) : ''
  const around = parent === '' ? source : new SubfolderSource(source, parent)
  return { source: new SubfolderSource(source, folder), rootFile, folder, around }
}
