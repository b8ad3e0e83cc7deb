import { string } from '../field/scalar-fields.js'
import { dict, list } from '../field/structured-fields.js'
import {
  parseLibrarySource,
  parseSourceBlock,
  type LibrarySourceRef,
  type SourceBlockKey,
} from '../keys/index.js'
import type { JsonObject } from '../values/json.js'
import type { FieldRemark } from './field-remark.js'
import { poolQueryOf } from './pool-query.js'
import type { BlockReference } from './references.js'

/**
 * The settings by which a block refers to library blocks (seed: data model of the library_content_v2 block). Authors choose them on
 * a page of their own, so forms fold them.
 */
export const libraryReferenceFields = {
  sourceLibraries: list(string(), [], {
    label: 'Libraries',
    rare: true,
    help: 'Libraries, each with its pinned version: lib:ORG:SLUG:HASH. One without a version follows what the library publishes.',
  }),
  poolQuery: dict(
    undefined,
    {},
    {
      label: 'Subset',
      rare: true,
      help: 'Which blocks of the libraries, while none is named: by collection, tags, words and types.',
    },
  ),
  fieldOverrides: dict(
    undefined,
    {},
    { label: 'Settings of all blocks', rare: true, help: 'Field values by OLX name.' },
  ),
  blockFieldOverrides: dict(
    undefined,
    {},
    {
      label: 'Settings of single blocks',
      rare: true,
      help: 'Usage key in the library, then field values by OLX name.',
    },
  ),
  declinedVersions: list(string(), [], {
    label: 'Declined versions',
    rare: true,
    help: 'Versions of libraries that are not offered any more: lib:ORG:SLUG:HASH.',
  }),
  referenceGroup: string('', {
    label: 'Reference group',
    rare: true,
    help: 'Banks and references of the course with the same group show no learner one block twice.',
  }),
}

/** The values of {@link libraryReferenceFields}. */
export interface LibraryReferenceValues {
  readonly sourceLibraries: readonly string[]
  /** See `PoolQuery`. */
  readonly poolQuery?: JsonObject
  readonly fieldOverrides: JsonObject
  readonly blockFieldOverrides: JsonObject
}

/**
 * References to library blocks by usage key; where no key is given, to those of every source library that the subset asks for, or to every block.
 * What an author says of one block wins over what is said of all. A key that is malformed or of a library that is
 * not listed gives a reference that leads nowhere, so that only this block is missing.
 */
export function libraryReferences(
  values: LibraryReferenceValues,
  blocks: readonly string[],
  allWhenEmpty: boolean,
): BlockReference[] {
  const sources = values.sourceLibraries.map(sourceOf).filter((source) => source !== undefined)
  const query = poolQueryOf(values.poolQuery ?? {})
  if (blocks.length === 0) {
    if (!allWhenEmpty && !query) return []
    return sources.map(({ library, version }) => ({
      library: library.toString(),
      version,
      block: '*',
      overrides: values.fieldOverrides,
      overridesByBlock: values.blockFieldOverrides,
      ...(query && { query }),
    }))
  }
  const versions = new Map<string, string>()
  for (const { library, version } of sources)
    if (!versions.has(library.toString())) versions.set(library.toString(), version)
  const said = Object.entries(values.blockFieldOverrides).map(
    ([text, own]) => [blockOf(text)?.toString() ?? text, own] as const,
  )
  const single = new Map(said)
  const named = new Set(blocks.map((text) => blockOf(text)?.toString() ?? text))
  // What is said of blocks that are not named is of those inside.
  const inner = said.filter(([key]) => !named.has(key))
  return blocks.map((text) => {
    const key = blockOf(text)
    const library = key?.context.toString() ?? ''
    const block = key?.toString() ?? text
    const own = single.get(block)
    return {
      library,
      version: versions.get(library) ?? '',
      block,
      overrides: values.fieldOverrides,
      overridesByBlock: Object.fromEntries(own === undefined ? inner : [[block, own], ...inner]),
    }
  })
}

/**
 * What is written wrong in references to library blocks.
 * @param blocks usage keys in libraries, of the field `field`
 */
export function libraryReferenceRemarks(
  { sourceLibraries, blockFieldOverrides }: LibraryReferenceValues,
  field: string,
  blocks: readonly string[],
): FieldRemark[] {
  const libraries = new Set<string>()
  const remarks: FieldRemark[] = []
  const refuse = (of: string, message: string) => remarks.push({ level: 'error', field: of, message })
  for (const text of sourceLibraries) {
    const source = sourceOf(text)
    if (source) libraries.add(source.library.toString())
    else
      refuse(
        'source_libraries',
        `'${cut(text)}' names no library; one is written lib:ORG:SLUG:HASH, or lib:ORG:SLUG to follow what it publishes.`,
      )
  }
  const listed = [...libraries].join(', ') || 'none'
  const checkBlock = (of: string, text: string) => {
    const library = blockOf(text)?.context.toString()
    if (library === undefined)
      refuse(of, `'${cut(text)}' is no block of a library; one is written lb:ORG:SLUG:TYPE:ID.`)
    else if (!libraries.has(library))
      refuse(of, `'${cut(text)}' is of ${library}, which is not among the libraries here: ${listed}.`)
  }
  for (const block of blocks) checkBlock(field, block)
  for (const block of Object.keys(blockFieldOverrides)) checkBlock('block_field_overrides', block)
  return remarks
}

function cut(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}

function sourceOf(text: string): LibrarySourceRef | undefined {
  try {
    return parseLibrarySource(text)
  } catch {
    return undefined
  }
}

function blockOf(text: string): SourceBlockKey | undefined {
  try {
    return parseSourceBlock(text)
  } catch {
    return undefined
  }
}
