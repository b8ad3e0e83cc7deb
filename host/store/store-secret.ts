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
import { CompositorError } from '../../runtime/index.js'

/** What a secret looks like: 256 bits as base64url have 43 characters; a longer one of an operator's is as good. */
const secretForm = /^[A-Za-z0-9_-]{43,4096}\s*$/

/** Fewer different characters than this are no random text: 43 random ones have some 32, 64 hexadecimal ones 16. */
const fewestDifferent = 10

/**
 * The secret of a store, made where there is none. Of processes that open a new store together each gets the same one:
 * it is written whole under another name, and the first to give it its name wins.
 * @throws CompositorError `store-secret` for a file that nobody may sign with
 */
export function storeSecret(folder: string): string {
  const file = join(folder, 'secret')
  const found = readFound(file)
  if (found !== undefined) return checked(file, found)
  makeSecret(folder, file)
  return checked(file, readFileSync(file))
}

function readFound(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** As it stands, white space at the end included: what was signed with it has to stay right. */
function checked(file: string, bytes: Buffer): string {
  const text = bytes.toString('latin1')
  if (secretForm.test(text) && new Set(text.trimEnd()).size >= fewestDifferent) return text
  throw new CompositorError(
    'store-secret',
    `'${file}' (${bytes.length} bytes) is no secret that can be signed with: it is empty, cut short, or not random text.`,
  )
}

function makeSecret(folder: string, file: string): void {
  const own = `${file}.${process.pid}-${randomBytes(6).toString('hex')}`
  try {
    writeDurably(own, randomBytes(32).toString('base64url'))
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
