/** Somebody who has a block open to edit. */
export interface Present {
  readonly id: string
  readonly name: string
}
