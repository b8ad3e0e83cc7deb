import type { BlockType, ComposedBlock, Json, JsonObject } from '../../runtime/index.js'
import { changedNames, isEqual, type EditedFields, type ShownFields } from '../pages/authors/edited-fields.js'
import { defaultOf } from '../pages/authors/field-reset.js'
import { authoredFields } from './draft-edit.js'

/** A block's values as an editor shows them. */
export function shownOf({ fields, sources, origin }: ComposedBlock, type: BlockType): ShownFields {
  const authored = authoredFields(type)
  const ownSource = origin ? 'override' : undefined
  const isOwn = (name: string) => Object.hasOwn(fields, name) && sources?.[name] === ownSource
  return {
    values: Object.fromEntries(
      authored.map((field) => [
        field.olxName,
        fields[field.olxName] ?? nullOr(fields, field.olxName, defaultOf(field)),
      ]),
    ),
    own: new Set(authored.flatMap(({ olxName }) => (isOwn(olxName) ? [olxName] : []))),
  }
}

function nullOr(fields: JsonObject, name: string, otherwise: Json): Json {
  return Object.hasOwn(fields, name) ? null : otherwise
}

/** What others changed since an editor was opened, beside what its author changed. */
export interface Meanwhile {
  /** What fields have now that both changed, each to another value; by OLX name. */
  readonly theirs: JsonObject
  /** What fields have now that only others changed. */
  readonly others: JsonObject
  /** The values as the editor showed them, where both changed some; left out where they are not known any more. */
  readonly was?: JsonObject
}

/** @param before values as the editor showed them; undefined where that is not known any more */
export function meanwhile(
  edited: EditedFields,
  before: ShownFields | undefined,
  now: ShownFields,
): Meanwhile {
  const differs = (name: string) =>
    before === undefined ||
    before.own.has(name) !== now.own.has(name) ||
    !isEqual(before.values[name] ?? null, now.values[name] ?? null)
  const mine = new Set([...changedNames(edited), ...Object.keys(edited.errors)])
  const theirs = [...mine].filter((name) => {
    if (!Object.hasOwn(now.values, name) || !differs(name)) return false
    const wanted = edited.set[name]
    const isAgreed =
      wanted === undefined
        ? edited.reset.includes(name) && !now.own.has(name)
        : isEqual(wanted, now.values[name] ?? null)
    return !isAgreed
  })
  const others = before ? Object.keys(now.values).filter((name) => !mine.has(name) && differs(name)) : []
  const asNow = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, now.values[name] ?? null]))
  return {
    theirs: asNow(theirs),
    others: asNow(others),
    ...(before && theirs.length > 0 && { was: before.values }),
  }
}
