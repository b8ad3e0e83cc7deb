import { canonicalJson, isJsonObject, type Json } from '../../runtime/values/json.js'
import { blockId } from '../olx/block-id.js'
import { blockTypeOf } from '../olx/block-types.js'
import type { EditSession } from './edit-session.js'
import { KnownFiles, type VersionFiles } from './version-files.js'
import { blockKeys } from './version-keys.js'

/** Where the policy of a course run may stand; nowhere for what is no course. */
export async function policyPaths(session: EditSession): Promise<string[]> {
  if (!session.isCourse) return []
  const run = await session.run()
  return [`policies/${run}/policy.json`, `policies/${run}.json`]
}

/** Usage keys of the blocks whose entry of the policy is another. @param paths of the files that changed */
export async function blocksOfChangedPolicy(
  session: EditSession,
  filesBefore: VersionFiles,
  paths: ReadonlySet<string>,
): Promise<string[]> {
  const found: string[] = []
  for (const path of await policyPaths(session)) {
    if (!paths.has(path)) continue
    const before = new KnownFiles('before', filesBefore)
    const [one, other] = [await before.read(path), await session.known.read(path)].map(policyOf)
    const names = new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})])
    for (const name of names) {
      if (canonicalJson(one?.[name] ?? null) === canonicalJson(other?.[name] ?? null)) continue
      const at = name.indexOf('/')
      const [type, id] = [name.slice(0, at), name.slice(at + 1)]
      const { version } = session
      const key = type === 'course' ? version.root : blockKeys(session)(blockTypeOf(type), blockId(id))
      if ((await version.block(key)) !== undefined) found.push(key)
      // Second blocks of one name have the same entry.
      for (const [usage, block] of await version.blocks(await version.readFrom(path)))
        if (block.urlName?.normalize('NFC') === id.normalize('NFC')) found.push(usage)
    }
  }
  await session.policy()
  return found
}

function policyOf(text: string): Readonly<Record<string, Json>> {
  try {
    const json: Json = JSON.parse(text)
    return isJsonObject(json)
      ? Object.fromEntries(Object.entries(json).map(([name, value]) => [name, value ?? null]))
      : {}
  } catch {
    return {}
  }
}
