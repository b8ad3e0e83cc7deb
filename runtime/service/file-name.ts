import { CompositorError } from '../errors/index.js'

/** Characters of a name, and bytes: a record keeps it as a key. */
const [mostCharacters, mostBytes] = [300, 1000]

/** Control characters, those that turn the direction of a line, and what is no path from here. */
const odd = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\\]/u

/**
 * The name of a kept file in its one form (Unicode NFC).
 * @throws CompositorError `file-name`
 */
export function fileName(given: string): string {
  const name = given.isWellFormed() ? given.normalize('NFC') : ''
  const parts = name.split('/')
  const fits =
    name.length <= mostCharacters &&
    Buffer.byteLength(name) <= mostBytes &&
    !odd.test(name) &&
    name !== '__proto__' &&
    parts.every((part) => part !== '' && part !== '.' && part !== '..' && part === part.trim())
  if (fits) return name
  throw new CompositorError('file-name', `No file can be called ${JSON.stringify(given.slice(0, 200))}.`)
}
