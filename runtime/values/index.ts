export { FileInMemory } from './file-in-memory.js'
export type { FileStore, StoredFile } from './file-store.js'
export { canonicalJson, isJsonArray, isJsonObject, type Json, type JsonObject } from './json.js'
export { contentHash } from './content-hash.js'
