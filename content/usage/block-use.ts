/** One place where a library block is referred to. */
export interface UsePlace {
  /** Usage key of the block that refers to it, as text. */
  readonly usage: string
  readonly type: string
  /** Usage key of the unit, or of the container of a library, that it stands in, as text; absent where it stands in none. */
  readonly unit?: string
  /** The version of the library that is referred to: a name, or the number of an upstream link; absent where it follows the newest. */
  readonly version?: string
  /** `reference` to the block, `whole` library that it is in, `link` of a copy to its upstream, `child` of a container. */
  readonly how: 'reference' | 'whole' | 'link' | 'child'
  /** Where it stands so: in the draft, in what learners see, or both. */
  readonly in: readonly ('draft' | 'published')[]
}

/** A course or library that refers to a library block. */
export interface BlockUse {
  /** Its key, as text. */
  readonly context: string
  readonly kind: 'course' | 'library'
  /** How many places there are in it. */
  readonly places: number
}

/** Where one library block is used. */
export interface UsedBlock {
  /** Usage key, as text. */
  readonly block: string
  readonly uses: readonly BlockUse[]
  /** Keys of courses and libraries that changed since; absent where there are none. */
  readonly behind?: readonly string[]
}

/** A place with how many learners have something stored there. */
export interface LearnedPlace extends UsePlace {
  /** How many learners have values at the block in this place. */
  readonly learners: number
}
