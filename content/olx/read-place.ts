import type { BlockTypes } from '../../runtime/block/index.js'
import type { Finding } from '../../runtime/errors/index.js'
import type { AuthoredScript } from '../../runtime/olx/index.js'
import type { BlockSource } from './authored-block.js'
import type { BlockPlace } from './block-place.js'
import { blockTypeOf } from './block-types.js'
import type { Definition } from './definition.js'
import type { OlxFiles } from './olx-files.js'
import { isPointer } from './pointer.js'
import type { Policy } from './policy.js'
import { readBlock, type ReadBlock } from './read-block.js'

/** What reading the block of a place needs. */
export interface PlaceOptions {
  readonly files: OlxFiles
  readonly types: BlockTypes
  readonly policy?: Policy | undefined
  readonly report: (finding: Omit<Finding, 'usage'>) => void
  readonly script?: (script: Omit<AuthoredScript, 'usage'>) => void
}

/** A block that was read at its place, and from where. */
export interface PlaceReading {
  readonly read: ReadBlock
  readonly source: BlockSource
}

/**
 * Reads the block of a place by its definition.
 * @param name the name of its element, and its url_name
 * @throws whatever the type's `readOlx` throws
 */
export function readPlace(
  place: BlockPlace,
  definition: Definition,
  { typeName, urlName }: { readonly typeName: string; readonly urlName: string },
  { files, types, policy, report, script }: PlaceOptions,
): PlaceReading {
  const { file, element } = definition
  const blockType = blockTypeOf(typeName)
  const said = policy?.get(policyName(typeName, urlName))
  const texts: string[] = said ? [said.at('').file] : []
  const read = readBlock({
    typeName: blockType,
    type: types.get(blockType),
    types,
    definition,
    policy: said,
    context: {
      file: file.path,
      urlName,
      text: (path) => {
        const found = files.find([path], place.folder)
        if (found !== undefined && found !== file.path) texts.push(found)
        return found === undefined ? undefined : files.text(found)
      },
      report: (finding) => report({ file: file.path, ...finding }),
      script: (one) => script?.({ file: file.path, ...one }),
    },
  })
  return { read, source: sourceOfPlace(place, definition, texts, element) }
}

/** A block's name in a policy. */
export function policyName(typeName: string, urlName: string): string {
  return `${typeName}/${urlName}`.normalize('NFC')
}

function sourceOfPlace(
  place: BlockPlace,
  { file, pointers }: Definition,
  texts: readonly string[],
  { line, column }: { readonly line: number; readonly column: number },
): BlockSource {
  const between = pointers.slice(1).map(({ path }) => path)
  const isPure = pointers.length === 0 || isPointer(place.element)
  const { line: pointerLine, column: pointerColumn } = place.element
  return {
    at: { file: file.path, line, column },
    texts: [...new Set([...between, ...texts])],
    ...(!isPure && { pointer: { file: place.file.path, line: pointerLine, column: pointerColumn } }),
  }
}
