export { canonicalJson, isJsonArray, isJsonObject, type Json, type JsonObject } from './json.js'
export { contentHash } from './content-hash.js'
