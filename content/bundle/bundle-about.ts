import { parseXml } from '../../runtime/olx/index.js'
import type { ReadingKind } from '../version/index.js'
import { bundleId } from './bundle-id.js'
import { attributes, keyIn, unreadable } from './library-about.js'

/** What an export says of one version of a library, beside its files. */
export interface BundleAbout {
  /** With the domain of its site, where that has one. */
  readonly key: string
  /** The whole name of the version, as references have it. */
  readonly version: string
  /** The name of its tree of files, where references have one of an older store. */
  readonly tree?: string | undefined
  readonly title: string
  /** The version's number at the site that it comes from. */
  readonly number: number
  /** What somebody called it. */
  readonly name?: string | undefined
  /** Which of the readings of its files counts. */
  readonly reading: ReadingKind
  /** Whether it holds only what was referred to. */
  readonly isPart: boolean
}

/** Where exports keep versions of libraries. */
export const bundlesFolder = 'bundles/'

/** The folder of a bundle: what it is stands in `bundle.xml`, its files in `files/`. */
export function bundlePaths(id: string) {
  const folder = `${bundlesFolder}${id}`
  return { about: `${folder}/bundle.xml`, files: `${folder}/files` }
}

/** What is said of a bundle as XML. */
export function bundleText(about: BundleAbout): string {
  const { key, version, tree, title, number, name, reading, isPart } = about
  const said = { key, hash: version, tree, number: `${number}`, name, title, reading }
  return `<bundle${attributes({ uuid: bundleId(key, version), ...said, part: isPart ? 'true' : undefined })}/>\n`
}

/** @param id of the folder @throws CompositorError `archive-unreadable`, `olx-malformed` */
export function readBundle(text: string, file: string, id: string): BundleAbout {
  const root = parseXml(text, { file })
  const key = keyIn(root, 'bundle', file)
  const version = root.attribute('hash') ?? ''
  const tree = root.attribute('tree')
  const number = root.attribute('number') ?? ''
  const reading = root.attribute('reading')
  const expected = bundleId(key, version)
  if (root.attribute('uuid') !== expected || id !== expected)
    throw unreadable(file, `is '${id}', and the id of version '${version}' of '${key}' is '${expected}'`)
  if (!/^[0-9a-f]{64}$/.test(tree ?? version)) throw unreadable(file, 'names no tree of files')
  if (!/^[1-9]\d{0,8}$/.test(number) || (reading !== 'draft' && reading !== 'published'))
    throw unreadable(file, 'has no number, or does not say how its files are read')
  return {
    key,
    version,
    tree,
    title: root.attribute('title') ?? '',
    number: Number(number),
    name: root.attribute('name'),
    reading,
    isPart: root.attribute('part') === 'true',
  }
}
