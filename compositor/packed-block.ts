import type { ComposedBlock } from '../runtime/unit/index.js'
import type { Json } from '../runtime/values/index.js'

/**
 * A composed block as it crosses threads and is stored. Long texts among its fields stand apart, as they are: within JSON each of
 * their characters would be looked at. What was prepared of it stands apart, too, and is read when somebody shows the block: it is most
 * of a unit, and most of a page is shown without it.
 */
export interface PackedBlock extends Omit<ComposedBlock, 'prepared' | 'children'> {
  /** The place of what was prepared among the texts that stand apart, as JSON. */
  readonly prepared?: number
  /** By the names of fields, the places of their values. */
  readonly long?: Readonly<Record<string, number>>
  readonly children: readonly PackedBlock[]
}

/** Characters from which on a value stands apart. */
const longText = 300

/** What is no well-formed text could not be kept as it is. */
function isLong(value: Json): value is string {
  return typeof value === 'string' && value.length >= longText && value.isWellFormed()
}

/** @param apart where texts are added to that stand apart */
export function packed(block: ComposedBlock, apart: string[]): PackedBlock {
  const { prepared, children, fields, ...rest } = block
  const short: [name: string, value: Json][] = []
  const long: [name: string, place: number][] = []
  for (const [name, value] of Object.entries(fields)) {
    if (isLong(value)) long.push([name, apart.push(value) - 1])
    else short.push([name, value])
  }
  return {
    ...rest,
    fields: Object.fromEntries(short),
    ...(long.length > 0 && { long: Object.fromEntries(long) }),
    ...(prepared !== undefined && { prepared: apart.push(JSON.stringify(prepared)) - 1 }),
    children: children.map((child) => packed(child, apart)),
  }
}

/** The block again. It is the packed one, changed: what is read of a text is used once. @throws RangeError where a text is not there */
export function unpacked(block: PackedBlock, apart: readonly string[]): ComposedBlock {
  const textAt = (place: number): string => {
    const text = apart[place]
    if (text === undefined) throw new RangeError(`Text ${place} of ${block.key} is not there.`)
    return text
  }
  for (const child of block.children) unpacked(child, apart)
  const { long, prepared } = block
  if (long) {
    const fields = block.fields as Record<string, Json>
    for (const [name, place] of Object.entries(long)) fields[name] = textAt(place)
    delete (block as { long?: unknown }).long
  }
  if (prepared !== undefined) Object.defineProperty(block, 'prepared', whenAsked(textAt(prepared)))
  return block
}

function whenAsked(text: string): PropertyDescriptor {
  let left: string | undefined = text
  let value: Json = null
  return {
    enumerable: true,
    configurable: true,
    get() {
      if (left !== undefined) {
        value = JSON.parse(left) as Json
        left = undefined
      }
      return value
    },
  }
}
