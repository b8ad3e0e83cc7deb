/**
 * The events that a block type's code names where it publishes, its own and what it inherits below the runtime's class. Names that are made
 * while it runs are not found; the steps show them.
 */
export function namedEvents(blockClass: object): string[] {
  const names = new Set<string>()
  for (
    let one: unknown = blockClass;
    typeof one === 'function' && one !== Function.prototype;
    one = Object.getPrototypeOf(one)
  ) {
    const source = Function.prototype.toString.call(one)
    for (const found of source.matchAll(/\.(?:publish|log)\(\s*['"`]([\w.-]+)['"`]/g))
      names.add(found[1] ?? '')
  }
  return [...names].sort()
}
