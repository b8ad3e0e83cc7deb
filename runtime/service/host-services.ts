import type { Json, JsonObject } from '../values/json.js'

/** Which group of an experiment or cohort the learner is in (XBlock's `partitions` service). */
export abstract class Partitions {
  /**
   * The learner's group in a partition of the course, by the ids that `group_access` and `user_partitions` use;
   * undefined where the learner is in none.
   */
  abstract groupOf(partition: number): number | undefined
}

/** What the host set for this block's type (XBlock's `settings` service). The same for all learners. */
export abstract class Settings {
  static readonly shared = true
  /** The host's settings for the block's type; empty where it set none. */
  abstract readonly values: JsonObject
}

/**
 * Things worth keeping for a while, for blocks of this type (XBlock's `cache` service). Anything may be forgotten at any
 * time, so it holds what can be worked out again, never the only copy.
 */
export abstract class Cache {
  /** What was set under the key, or undefined. */
  abstract get(key: string): Promise<Json | undefined>
  /** @param seconds how long it is kept at most; as long as there is room when left out */
  abstract set(key: string, value: Json, seconds?: number): Promise<void>
  abstract delete(key: string): Promise<void>
}

/**
 * Addresses of this block's handlers that need no cookie, for players and tools outside the page. Whoever has one acts
 * as this learner, with this handler of this block, until it expires. A view that asks is this learner's own.
 */
export abstract class HandlerUrls {
  /** The address; a suffix may be appended to it after a slash. */
  abstract signed(handler: string, suffix?: string): string
}
