import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { checkedSecret, newSecret } from '../secret.js'

/**
 * The secret of a store, made where there is none. Of processes that open a new store together each gets the same one:
 * it is written whole under another name, and the first to give it its name wins.
 * @throws CompositorError `store-secret` for a file that nobody may sign with
 */
export function secretFile(folder: string): string {
  const file = join(folder, 'secret')
  const found = readFound(file)
  if (found !== undefined) return checkedSecret(`'${file}'`, found.toString('latin1'))
  makeSecret(folder, file)
  return checkedSecret(`'${file}'`, readFileSync(file, 'latin1'))
}

function readFound(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function makeSecret(folder: string, file: string): void {
  const own = `${file}.${process.pid}-${randomBytes(6).toString('hex')}`
  try {
    writeDurably(own, newSecret())
    nameFirst(own, file)
  } finally {
    rmSync(own, { force: true })
  }
  syncFolder(folder)
}

function writeDurably(file: string, text: string): void {
  const descriptor = openSync(file, 'wx', 0o600)
  try {
    writeSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
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

/** Keeps the name through a power cut; a system that cannot open folders keeps it by itself. */
function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r')
    try {
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  } catch {
    // Windows.
  }
}
