import type { JsonObject } from '../../runtime/values/json.js'
import { newLink } from '../upstream/upstream-link.js'
import { added } from './added-block.js'
import type { BlockTarget, OperationDone } from './draft-operation.js'
import type { EditSession } from './edit-session.js'
import type { OperationOptions, VersionWithFiles } from './step-options.js'
import { keyOf } from './structure.js'
import { takenBlock } from './taken-block.js'
import { libraryKey } from './v2/components.js'
import { isContainer } from './v2/library-entities.js'
import { containerCopy } from './v2/operate-library.js'

/** A copy under names of its own, with the static files that it names. */
export async function pasted(
  session: EditSession,
  from: VersionWithFiles,
  usage: string,
  target: BlockTarget,
  options: OperationOptions,
): Promise<OperationDone> {
  if (session.isV2 && isContainer(usage) && from.version.context === session.version.context)
    return containerCopy(session, target, usage, options.now())
  const keyIn = (type: string, name: string) =>
    session.isV2 ? libraryKey(session, type, name) : keyOf(session, type, name)
  const { olx, files, unread } = await takenBlock(from, usage, session.version, {
    types: options.types,
    keyIn,
    apart: !session.isV2,
    settings: await originsOf(from, usage, session),
  })
  const isHere = from.version.context === session.version.context && !session.isV2
  const done = await added(session, target, olx, options, isHere ? undefined : files)
  const texts = Array.from(unread, ([path, text]) => [path, Buffer.from(text)] as const)
  return { ...done, files: new Map([...done.files, ...texts]) }
}

/**
 * What copies say of where they come from: out of a library, in a course, what they are linked to (semantics 6), each component and container
 * of it; in a library what the whole was copied from.
 */
async function originsOf(
  { version, numberOf }: VersionWithFiles,
  usage: string,
  { isCourse, version: here }: EditSession,
): Promise<(usage: string, own: JsonObject) => JsonObject> {
  if (version.context === here.context) return () => ({})
  if (here.kind === 'library') return (key) => (key === usage ? { copied_from_block: usage } : {})
  if (!isCourse || !version.root.startsWith('lib:')) return () => ({})
  const numbers = new Map<string, number | undefined>()
  const members = new Map<string, readonly string[]>()
  for (let open = [usage]; open.length > 0;) {
    const blocks = await version.blocks(open)
    for (const key of open) numbers.set(key, await numberOf?.(key))
    for (const [key, { children }] of blocks) if (isContainer(key)) members.set(key, children)
    // What stands inside a component is no block of its own to the library.
    open = [...blocks].flatMap(([key, { children }]) => (isContainer(key) ? [...children] : []))
  }
  return (key, own) => (numbers.has(key) ? newLink(key, numbers.get(key), own, members.get(key)) : {})
}
