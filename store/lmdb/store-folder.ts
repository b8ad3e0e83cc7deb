import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { CompositorError } from '../../runtime/errors/index.js'
import { replaceDurably } from './durable-file.js'

/**
 * The number of the form that stores in folders have: 1 had the folders `authoring` and `units`, and no file that says so;
 * 2 has `content` in their place, and says it in `store.json`.
 */
export const storeFormat = 2

/** What the folder of a store, of this format or the one before, may hold. */
const ownNames =
  /^(content|files|learners|search|authoring|units|backup-.*|upgrade.*|secret.*|store\.json.*|events.*|lost\+found|\..*)$/

/** Folders that lmdb writes. */
const lmdbFolders = ['content', 'learners', 'authoring', 'units']

const formatFile = (folder: string) => join(folder, 'store.json')

/** What stands in a folder that is to be opened. */
export type FolderState = 'empty' | 'old' | 'current'

/**
 * Looks at a folder before anything is written in it.
 * @param isWritten whether it is to be written
 * @throws CompositorError `store-newer`, `store-foreign`, `store-address` for what is no folder, `store-read-only`, `store-damaged`
 */
export function checkFolder(folder: string, isWritten: boolean): FolderState {
  if (!existsSync(folder)) {
    if (isWritten) checkWritable(existingAbove(folder), folder)
    return 'empty'
  }
  if (!statSync(folder).isDirectory())
    throw new CompositorError('store-address', `'${folder}' is a file, not the folder of a store.`)
  const format = formatOf(folder)
  if (format > storeFormat) {
    throw new CompositorError(
      'store-newer',
      `The store '${folder}' has format ${format}; this version knows formats up to ${storeFormat}.`,
    )
  }
  if (format === 0) checkOwn(folder)
  if (isWritten) checkWritable(folder, folder)
  if (format === storeFormat) return 'current'
  return ['authoring', 'units'].some((name) => existsSync(join(folder, name, 'data.mdb'))) ? 'old' : 'empty'
}

/** Says, once all of it is there, that a folder has a store of this format. */
export function markFolder(folder: string): void {
  replaceDurably(formatFile(folder), `${JSON.stringify({ format: storeFormat })}\n`)
}

/** The format that a folder says it has; 0 where it says nothing. */
function formatOf(folder: string): number {
  let text: string
  try {
    text = readFileSync(formatFile(folder), 'utf8')
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw thrown
  }
  try {
    const { format } = JSON.parse(text) as { format?: unknown }
    if (typeof format === 'number' && format >= 1) return format
  } catch {
    // As good as none.
  }
  throw new CompositorError(
    'store-damaged',
    `'${formatFile(folder)}' does not say which format the store has.`,
  )
}

function checkOwn(folder: string): void {
  const others = readdirSync(folder).filter((name) => !ownNames.test(name))
  if (others.length === 0) return
  const named = others.slice(0, 3).map((name) => `'${name}'`)
  throw new CompositorError(
    'store-foreign',
    `'${folder}' holds no store, but other things: ${named.join(', ')}${others.length > 3 ? `, and ${others.length - 3} more` : ''}.`,
  )
}

/** @throws CompositorError `store-read-only` where this process may not write a folder, or what lmdb keeps in it */
function checkWritable(folder: string, store: string): void {
  const written = [
    folder,
    ...lmdbFolders.flatMap((name) => [join(folder, name), join(folder, name, 'data.mdb')]),
    join(folder, 'files'),
  ].filter((path) => path === folder || existsSync(path))
  for (const path of written) {
    try {
      accessSync(path, constants.W_OK)
    } catch (thrown) {
      const { code = '' } = thrown as NodeJS.ErrnoException
      if (!['EACCES', 'EPERM', 'EROFS'].includes(code)) throw thrown
      const why =
        code === 'EROFS'
          ? 'its file system is mounted read-only: mount it for writing'
          : `the user '${userInfo().username}' may not write '${path}': let that user own it (chown -R)`
      throw new CompositorError('store-read-only', `The store '${store}' takes no writes, as ${why}.`, {
        cause: thrown,
      })
    }
  }
}

function existingAbove(path: string): string {
  const above = dirname(path)
  return existsSync(above) || above === path ? above : existingAbove(above)
}
