import type { FieldUpdate, RecordAddress } from '../block/field-values.js'
import type { Json, JsonObject } from '../values/json.js'

/** What a block changed of its files in one request. */
export class FileChanges {
  readonly #changed = new Map<
    string,
    { readonly address: RecordAddress; readonly values: Map<string, Json | undefined> }
  >()

  /** @param stored what is stored under an address */
  constructor(private readonly stored: (address: RecordAddress) => JsonObject | undefined) {}

  /** A record as it is with the changes. */
  record(address: RecordAddress): JsonObject {
    const changed = this.#changed.get(address.scope)?.values ?? []
    const values = new Map<string, Json | undefined>([
      ...Object.entries(this.stored(address) ?? {}),
      ...changed,
    ])
    return Object.fromEntries([...values].filter((one): one is [string, Json] => one[1] !== undefined))
  }

  set(address: RecordAddress, field: string, value: Json | undefined): void {
    const known = this.#changed.get(address.scope)
    if (known) known.values.set(field, value)
    else this.#changed.set(address.scope, { address, values: new Map([[field, value]]) })
  }

  get updates(): FieldUpdate[] {
    return [...this.#changed.values()].flatMap(({ address, values }) => {
      const before = this.stored(address) ?? {}
      return [...values]
        .filter(([field, value]) => value !== undefined || Object.hasOwn(before, field))
        .map(([field, value]) => ({ ...address, field, value }))
    })
  }
}
