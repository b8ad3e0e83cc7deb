import type { FieldOptions } from './field-options.js'
import { itemReader, type ItemReader, type ItemType } from './item-type.js'

/** What an author says of a collection besides the type of its entries. */
export interface CollectionOptions extends Pick<FieldOptions, 'label' | 'help' | 'olxName'> {
  /**
   * About how many entries it may have, of one learner or of all, by its scope; 10,000 of one and 1,000,000 of all where it is
   * left out. It is looked at now and then, so that adding one need not count the others.
   */
  readonly most?: number
}

/** A member of a block whose values are many, each kept by itself under a key. */
export class CollectionField<T> {
  /** As of a field: it chooses among nothing. */
  declare readonly chosenFrom?: never

  constructor(
    readonly items: ItemReader<T>,
    readonly options: CollectionOptions = {},
  ) {}
}

/** The type of the entries of a collection. */
export type EntryValue<C> = C extends CollectionField<infer T> ? T : never

/**
 * Many values of one type, each stored under a key of its own, for what grows with learners or with what one of them does: adding
 * one reads none of the others, and a view reads a page of them only where it asks for it. It stands in a learner scope, which says
 * whose it is: `userStateSummary: { hints: collection(hint) }` is of all learners at the block, `userState: { tries: collection(tried) }`
 * of each learner, and deleted with their state.
 * @param item the type of an entry: a field such as `string()`, or a Standard Schema
 */
export function collection<T>(item: ItemType<T>, options?: CollectionOptions): CollectionField<T> {
  return new CollectionField(itemReader(item) as ItemReader<T>, options)
}
