/** Options of nearly every command, by how many words follow them. */
const leading: Readonly<Record<string, number>> = { '--store': 1, '--json': 0 }

/**
 * The words of a command line with the options that stand before the command behind it, where commander looks for them:
 * `--store S contexts` is `contexts --store S`.
 */
export function withOptionsBehind(words: readonly string[]): readonly string[] {
  let place = 0
  for (let word = words[place]; word !== undefined; word = words[place]) {
    const [name = '', value] = word.split('=', 2)
    const count = leading[name]
    if (count === undefined) break
    place += 1 + (value === undefined ? count : 0)
  }
  const rest = words.slice(place)
  if (place === 0 || rest[0] === undefined || rest[0].startsWith('-')) return words
  const end = rest.indexOf('--')
  const own = end < 0 ? rest : rest.slice(0, end)
  return [...own, ...words.slice(0, place), ...rest.slice(own.length)]
}
