import { string } from '../field/scalar-fields.js'
import { dict, list } from '../field/structured-fields.js'
import { LibraryBlockKey, parseKey, parseLibraryVersionRef, type LibraryVersionRef } from '../keys/index.js'
import { isJsonObject, type JsonObject } from '../values/json.js'
import type { BlockReference } from './references.js'

/** The settings by which a block refers to library blocks (seed: data model of the library_content_v2 block). */
export const libraryReferenceFields = {
  sourceLibraries: list(string(), [], {
    label: 'Libraries',
    help: 'Libraries, each with its pinned version: lib:ORG:SLUG:HASH.',
  }),
  fieldOverrides: dict(undefined, {}, { label: 'Settings of all blocks', help: 'Field values by OLX name.' }),
  blockFieldOverrides: dict(
    undefined,
    {},
    {
      label: 'Settings of single blocks',
      help: 'Usage key in the library, then field values by OLX name.',
    },
  ),
}

/** The values of {@link libraryReferenceFields}. */
export interface LibraryReferenceValues {
  readonly sourceLibraries: readonly string[]
  readonly fieldOverrides: JsonObject
  readonly blockFieldOverrides: JsonObject
}

/**
 * References to library blocks by usage key, or to every block of every source library where no key is given.
 * What an author says of one block wins over what is said of all. A key that is malformed or of a library that is
 * not listed gives a reference that leads nowhere, so that only this block is missing.
 */
export function libraryReferences(
  values: LibraryReferenceValues,
  blocks: readonly string[],
  allWhenEmpty: boolean,
): BlockReference[] {
  const sources = values.sourceLibraries.map(sourceOf).filter((source) => source !== undefined)
  if (blocks.length === 0 && allWhenEmpty) {
    return sources.map(({ library, version }) => ({
      library: library.toString(),
      version,
      block: '*',
      overrides: values.fieldOverrides,
      overridesByBlock: values.blockFieldOverrides,
    }))
  }
  return blocks.map((block) => {
    const library = libraryOf(block)
    const source = sources.find((one) => one.library.toString() === library)
    const own = values.blockFieldOverrides[block]
    return {
      library: library ?? '',
      version: source?.version ?? '',
      block,
      overrides: isJsonObject(own) ? { ...values.fieldOverrides, ...own } : values.fieldOverrides,
    }
  })
}

function sourceOf(text: string): LibraryVersionRef | undefined {
  try {
    return parseLibraryVersionRef(text)
  } catch {
    return undefined
  }
}

function libraryOf(block: string): string | undefined {
  try {
    const key = parseKey(block)
    return key instanceof LibraryBlockKey ? key.library.toString() : undefined
  } catch {
    return undefined
  }
}
