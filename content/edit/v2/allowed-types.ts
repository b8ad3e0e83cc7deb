import { CompositorError } from '../../../runtime/errors/index.js'
import type { XmlElement } from '../../../runtime/olx/index.js'
import { blockTypeOf } from '../../olx/block-types.js'
import { packagePath, settingsIn } from '../../library/library-settings.js'
import type { EditSession } from '../edit-session.js'
import { containerKind } from './library-entities.js'

/**
 * Refuses blocks of types that a library does not take: one of kind problem or video takes those alone.
 * @param allowed block types that libraries of this site may hold; all where left out
 * @throws CompositorError `library-type-refused`
 */
export async function refuseTypes(
  session: EditSession,
  types: Iterable<string>,
  allowed?: readonly string[],
): Promise<void> {
  const text = await session.known.settled(() => session.olx.text(packagePath))
  const { kind } = settingsIn(text ?? '')
  for (const type of types) {
    if (kind !== 'complex' && type !== kind)
      throw refused(
        type,
        `'${session.version.context}' is a library of kind ${kind}, which takes blocks of type ${kind} alone`,
      )
    if (allowed && containerKind(type) === undefined && !allowed.includes(type))
      throw refused(type, `libraries of this site take ${allowed.join(', ')}`)
  }
}

/** The types of what an element comes to in a library: its own, and of containers those inside. */
export function typesIn(element: XmlElement): readonly string[] {
  const kind = containerKind(element.name)
  const inside = kind === undefined ? [] : element.elements().flatMap(typesIn)
  return [kind ?? blockTypeOf(element.name), ...inside]
}

function refused(type: string, why: string): CompositorError {
  return new CompositorError('library-type-refused', `A block of type ${type} cannot be added: ${why}.`)
}
