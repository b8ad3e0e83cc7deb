import type { Json } from '../values/json.js'

/** Which entries are listed. */
export interface PluginStorePage {
  /** What their keys begin with; all of them if left out. */
  readonly prefix?: string
  /** The key after which it begins. */
  readonly after?: string
  /** How many at most; 100 if not said, and never more than 1,000. */
  readonly limit?: number
}

/** A page of entries, by key. */
export interface PluginStoreEntries {
  readonly items: readonly { readonly key: string; readonly value: Json }[]
  /** What the next page begins after; null for the last one. */
  readonly next: string | null
}

/**
 * What a plugin keeps for itself, of no single block or learner: sessions with a tool, tokens, registrations. Every block, route and hook
 * of the plugin shares it, on each host of a store, and no other plugin reads it. A key is 1 to 300 characters of printable ASCII without
 * spaces; a value is JSON of at most 64 KiB. What is changed is stored at once, whatever becomes of the handler that changes it, and a
 * handler may run again: `change` rests on what stands.
 */
export abstract class PluginStore {
  /** The value of a key, or undefined. @throws CompositorError `plugin-entry`, `store-unavailable` */
  abstract get(key: string): Promise<Json | undefined>
  /** @throws CompositorError `plugin-entry`, `plugin-store-full`, `store-unavailable`, `store-full` */
  abstract set(key: string, value: Json): Promise<void>
  /** @returns whether there was one @throws CompositorError `plugin-entry`, `store-unavailable` */
  abstract delete(key: string): Promise<boolean>
  /**
   * Puts another value in the place of what stands, in one step. Where somebody else was quicker, `change` is called again.
   * @param change gives the value of what stands, each undefined for none; it must do nothing else
   * @returns what it gave
   * @throws as {@link set} does; CompositorError `plugin-store-busy`
   */
  abstract change(
    key: string,
    change: (value: Json | undefined) => Json | undefined,
  ): Promise<Json | undefined>
  /** Entries in the order of their keys. @throws CompositorError `store-unavailable` */
  abstract list(page?: PluginStorePage): Promise<PluginStoreEntries>
}
