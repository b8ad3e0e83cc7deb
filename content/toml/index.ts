/** TOML documents that are written anew, and changed value by value with all else in them as it stands. */
export { newToml, TomlText, type NewTable } from './toml-text.js'
export type { TomlPath } from './toml-places.js'
export { TomlDate, tomlText, type TomlValue } from './toml-value.js'
