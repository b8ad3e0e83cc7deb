import { randomBytes } from 'node:crypto'
import { constants, copyFileSync, linkSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { checkedSecret, newSecret } from '../secret.js'
import { syncFolder, writeDurably } from './durable-file.js'

/**
 * The secret of a store, made where there is none. Of processes that open a new store together each gets the same one:
 * it is written whole under another name, and the first to give it its name wins.
 * @param first what it is made of where there is none; a new one where it is left out
 * @throws CompositorError `store-secret` for a file that nobody may sign with
 */
export function secretFile(folder: string, first = newSecret()): string {
  const found = foundSecret(folder)
  if (found !== undefined) return found
  const file = join(folder, 'secret')
  makeSecret(folder, file, checkedSecret('The secret given', first))
  return checkedSecret(`'${file}'`, readFileSync(file, 'latin1'))
}

/** The secret that is there already. @throws CompositorError `store-secret` */
export function foundSecret(folder: string): string | undefined {
  const file = join(folder, 'secret')
  const found = readFound(file)
  return found && checkedSecret(`'${file}'`, found.toString('latin1'))
}

function readFound(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function makeSecret(folder: string, file: string, secret: string): void {
  const own = `${file}.${process.pid}-${randomBytes(6).toString('hex')}`
  try {
    writeDurably(own, secret)
    nameFirst(own, file)
  } finally {
    rmSync(own, { force: true })
  }
  syncFolder(folder)
}

/** A link is made whole or not at all, and never over another; where the file system has none, a copy over nothing. */
function nameFirst(own: string, file: string): void {
  try {
    linkSync(own, file)
  } catch (thrown) {
    const { code = '' } = thrown as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'].includes(code)) throw thrown
    copyWhereNone(own, file)
  }
}

function copyWhereNone(own: string, file: string): void {
  try {
    copyFileSync(own, file, constants.COPYFILE_EXCL)
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown
  }
}
