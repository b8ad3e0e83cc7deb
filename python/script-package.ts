import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { CompositorError } from '../runtime/index.js'

const native = /\.(?:so|pyd|dll|dylib|wasm)(?:\.[\d.]+)?$/
const endOfDirectory = 0x06_05_4b_50
const directoryEntry = 0x02_01_4b_50

/**
 * A Python package of a host, as the process of scripts takes it: a folder (one that is a package itself is found under
 * its name) as JSON, texts by name; a zip or a wheel in base64.
 * @throws CompositorError `script-package` for what cannot be read, holds native code or holds no Python
 */
export function scriptPackage(path: string): string {
  const [names, sent] = read(path)
  const compiled = names.find((name) => native.test(name))
  if (compiled !== undefined) throw refused(path, `it holds native code (${compiled})`)
  if (!names.some((name) => name.endsWith('.py'))) throw refused(path, 'it holds no Python')
  return sent
}

/** The names in a package, and what is sent of it. */
function read(path: string): readonly [readonly string[], string] {
  try {
    if (statSync(path).isDirectory()) return readFolder(path)
    const bytes = readFileSync(path)
    return [namesIn(bytes), bytes.toString('base64')]
  } catch (error) {
    throw refused(path, 'it cannot be read as a folder, a zip or a wheel', error)
  }
}

function readFolder(folder: string): readonly [readonly string[], string] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  )
  const root = files.includes('__init__.py') ? join(folder, '..') : folder
  const names = files.map((name) => relative(root, join(folder, name)).split(sep).join('/'))
  const texts = names
    .filter((name) => name.endsWith('.py'))
    .map((name) => [name, readFileSync(join(root, name), 'utf8')])
  return [names, JSON.stringify(Object.fromEntries(texts))]
}

/** The names in the directory at the end of a zip. */
function namesIn(zip: Buffer): readonly string[] {
  const mark = Buffer.alloc(4)
  mark.writeUInt32LE(endOfDirectory)
  const end = zip.lastIndexOf(mark)
  if (end < 0) throw new RangeError('There is no directory.')
  const names: string[] = []
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== directoryEntry) throw new RangeError('The directory is damaged.')
    const length = zip.readUInt16LE(at + 28)
    names.push(zip.toString('utf8', at + 46, at + 46 + length))
    at += 46 + length + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return names
}

function refused(path: string, why: string, cause?: unknown): CompositorError {
  const message = `The Python package '${path}' cannot be given to scripts: ${why}.`
  return new CompositorError('script-package', message, { cause })
}
