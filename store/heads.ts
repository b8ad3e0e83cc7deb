/** What the names of heads begin with that tell of a moment: no copy takes them along, and they stop no collector. */
export const momentaryHeads = 'now:'

/** A change of one head: from the text it had, undefined for none, to another, undefined for none. */
export interface HeadChange {
  readonly name: string
  readonly before: string | undefined
  readonly after: string | undefined
}

/** Few small texts that change: which version is the draft, which publication is the published one. */
export interface Heads {
  /** The texts of heads, in the order asked; undefined where there is none. @throws CompositorError `store-unavailable` */
  texts(names: readonly string[]): Promise<(string | undefined)[]>

  /**
   * A head's text as it is known at once: drivers that read without waiting read it; others answer from a copy that
   * notices and a poll keep no more than a second old, once it was read. `undefined` where nothing is known yet.
   */
  known(name: string): { readonly text: string | undefined } | undefined

  /**
   * Makes all changes in one step, or none: none where a head has another text than `before`.
   * @returns whether they were made
   * @throws TypeError for a head named twice, and for names and texts that no driver keeps
   * @throws CompositorError `store-full`, `store-unavailable`
   */
  change(changes: readonly HeadChange[]): Promise<boolean>

  /** The names of the heads that begin so, sorted by their UTF-8 bytes. @throws CompositorError `store-unavailable` */
  names(prefix: string): Promise<readonly string[]>

  /**
   * Tells of heads that changed, here or in another process, within a second; a name may be told without need, and all are
   * told (`undefined`) after a time in which nothing could be heard. The listener must not throw.
   */
  watch(listener: (name: string | undefined) => void): Disposable
}
