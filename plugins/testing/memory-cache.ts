import { Cache, Settings, type Json, type JsonObject } from '../../runtime/index.js'

/** A cache in memory that forgets nothing. */
export class MemoryCache extends Cache {
  readonly #values = new Map<string, Json>()

  async get(key: string): Promise<Json | undefined> {
    return this.#values.get(key)
  }

  async set(key: string, value: Json): Promise<void> {
    this.#values.set(key, value)
  }

  async delete(key: string): Promise<void> {
    this.#values.delete(key)
  }
}

/** The settings of a host that set what a test says, for every block type alike. */
export class FixedSettings extends Settings {
  constructor(readonly values: JsonObject) {
    super()
  }
}
