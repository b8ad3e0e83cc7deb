import { parseUsageKey } from '../../runtime/keys/index.js'
import type { VersionBlock } from '../version/version-block.js'
import type { OperationDone } from './draft-operation.js'
import type { EditSession } from './edit-session.js'
import { fixed } from './structure.js'

/**
 * The files in which cases of a problem may stand: beside its component of a v2 library, or in a folder of their own by its url_name.
 * @param former keys that it had before it was renamed
 */
export function problemCasesFiles(
  usage: string,
  { at }: Pick<VersionBlock, 'at'>,
  former: readonly string[] = [],
): readonly string[] {
  const [component, inside] = (at?.[0] ?? '').split('/component_versions/')
  if (component && inside !== undefined) return [`${component}/tests.json`]
  return [usage, ...former].map((key) => {
    const { blockType, blockId } = parseUsageKey(key)
    return `tests/${blockType}/${blockId.replaceAll(':', '/')}.json`
  })
}

/** The file of a problem's cases with other bytes; it goes where there are none. @param file one of {@link problemCasesFiles} */
export async function casesPut(
  session: EditSession,
  usage: string,
  file: string,
  bytes: Uint8Array | undefined,
): Promise<OperationDone> {
  await session.block(usage)
  if (
    !/^(?:tests\/|.*\/tests\.json$)/.test(file) ||
    file.split('/').includes('..') ||
    !file.endsWith('.json')
  )
    throw fixed(usage, 'its cases cannot stand there')
  const there = await session.files.bytes(file)
  const isSame =
    bytes === undefined ? there === undefined : there !== undefined && Buffer.from(there).equals(bytes)
  return { files: new Map(isSame ? [] : [[file, bytes && Buffer.from(bytes)]]), usage }
}
