import {
  AsideBase,
  AsideType,
  BlockType,
  type BlockBase,
  type Catalogues,
  type ConcreteAsideClass,
  type ConcreteBlockClass,
  type JsonObject,
} from '../../runtime/index.js'
import { UnitBlock } from './unit-block.js'

/** A block class, seen by the blocks it makes. */
export type ClassOf<B extends BlockBase> = new (...services: never[]) => B

/** Values for some of the fields of a block class, by property name, each of its field's type. */
export type FieldsOf<B extends BlockBase> = {
  readonly [Name in keyof B as Name extends keyof BlockBase ? never : Name]?: B[Name]
}

/** A block as a test writes it: not placed in a unit yet. */
export interface BlockDraft<B extends BlockBase = BlockBase> {
  readonly type: string
  /** Content and settings by OLX name. */
  readonly fields: JsonObject
  readonly children: readonly BlockDraft[]
  /** Absent where a type is only named. */
  readonly blockClass?: ClassOf<B>
  /** The block id in its usage key; else its type and a number. */
  readonly id?: string
  /** What authors set of asides, by type and OLX name. */
  readonly asides?: Readonly<Record<string, JsonObject>>
}

/**
 * A block for a test: of a class, with its fields by property name, or of a type by name, with its fields by OLX
 * name. `block(PollBlock, { question: 'Tea?' })`
 * @throws TypeError for a field the class does not have; CompositorError `field-value` for a misfit
 */
export function block<B extends BlockBase>(
  blockClass: ClassOf<B>,
  fields?: FieldsOf<B>,
  children?: readonly BlockDraft[],
): BlockDraft<B>
export function block(type: string, fields?: JsonObject, children?: readonly BlockDraft[]): BlockDraft
export function block(
  typeOrClass: string | ConcreteBlockClass,
  fields: object = {},
  children: readonly BlockDraft[] = [],
): BlockDraft {
  if (typeof typeOrClass === 'string') return { type: typeOrClass, fields: fields as JsonObject, children }
  const type = typeOfClass(typeOrClass)
  return { type: type.name, fields: storedFields(type, fields), children, blockClass: typeOrClass }
}

/** A unit of blocks, one below the other. */
export function unit(...children: readonly BlockDraft[]): BlockDraft<UnitBlock> {
  return block(UnitBlock, {}, children)
}

/** The block type, or the aside, a class implements. @param words of its plugin @throws CompositorError `plugin-invalid` without `@block` or `@aside` */
export function typeOfClass(blockClass: ConcreteBlockClass, words?: Catalogues): BlockType {
  if (isAsideClass(blockClass)) return new AsideType(blockClass, 'unit-compositor/testing')
  const [type] = BlockType.allOf(blockClass, 'unit-compositor/testing', words)
  if (!type) throw new TypeError(`${blockClass.name} implements no block type.`)
  return type
}

/** Whether a class is an aside's. */
export function isAsideClass(one: ConcreteBlockClass): one is ConcreteAsideClass {
  return one.prototype instanceof AsideBase
}

function storedFields(type: BlockType, values: object): JsonObject {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]: [string, unknown]) => {
      const found = type.fields.find((one) => one.name === name)
      if (!found) {
        const known = type.fields.map((one) => one.name).join(', ') || 'none'
        throw new TypeError(`${type.name} has no field '${name}'; it has: ${known}.`)
      }
      return [found.olxName, found.field.toJson(value)]
    }),
  )
}
