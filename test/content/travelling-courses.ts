import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** Writes texts below a folder. */
export function writeTexts(path: string, files: Readonly<Record<string, string | Buffer>>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), text)
  }
  return path
}

/** All files below a folder: their paths, and hashes of their bytes. */
export function hashesIn(path: string): Record<string, string> {
  const files: Record<string, string> = {}
  for (const entry of readdirSync(path, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue
    const full = join(entry.parentPath, entry.name)
    files[relative(path, full)] = createHash('sha256').update(readFileSync(full)).digest('hex')
  }
  return Object.fromEntries(Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** An entity of a v2 library, and its block. */
export function component(type: string, id: string, xml: string): Record<string, string> {
  const path = `entities/xblock.v1/${type}/${id}`
  return {
    [`${path}.toml`]: `[entity]\nkey = "xblock.v1:${type}:${id}"\n\n[entity.draft]\nversion_num = 1\n\n[entity.published]\nversion_num = 1\n\n[[version]]\ntitle = "${id}"\nversion_num = 1\n`,
    [`${path}/component_versions/v1/block.xml`]: xml,
  }
}

/** A v2 library `lib:O:SLUG`. */
export function libraryTexts(slug: string, ...components: Record<string, string>[]): Record<string, string> {
  return {
    'package.toml': `[meta]\nformat_version = 1\n\n[learning_package]\ntitle = "${slug}"\nkey = "lib:O:${slug}"\n`,
    ...Object.assign({}, ...components),
  }
}

/** The attribute by which a block refers to library versions. */
export function sources(...versions: readonly (readonly [slug: string, version: string])[]): string {
  return `source_libraries='${JSON.stringify(versions.map(([slug, version]) => `lib:O:${slug}:${version}`))}'`
}
