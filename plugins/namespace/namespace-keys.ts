/** Longest name of a plugin that stands in a key as it is, in characters. */
const longestName = 300

/** Follows all that a key may hold. */
const lastCharacter = '\u007f'

/** Where an entry of a plugin is kept. A name cannot run into a key: it has no spaces then. */
export function entryKey(plugin: string, key: string): string {
  return `plugin ${nameInKey(plugin)} ${key}`
}

/** Where it is kept how much a part of a plugin's entries comes to. */
export function sizeKey(plugin: string, part: number): string {
  return `pluginSize ${nameInKey(plugin)} ${part}`
}

/** Where the entries of a plugin are whose keys begin so, behind one of them. */
export function namespaceRange(
  plugin: string,
  prefix: string,
  after: string | undefined,
): { readonly from: string; readonly to: string } {
  const begin = entryKey(plugin, prefix)
  const behind = after === undefined ? '' : `${entryKey(plugin, after)} `
  return { from: behind > begin ? behind : begin, to: begin + lastCharacter }
}

function nameInKey(plugin: string): string {
  return encodeURIComponent(plugin).slice(0, longestName)
}
