import { asksOfPeople, type PersonDirectory, type PersonPart } from '../../runtime/index.js'
import type { LoadedPlugins } from '../../plugins/index.js'

/** What a plugin asks of its host, for whoever decides on whether it may have that. */
export interface PluginAsks {
  readonly plugin: string
  /** What it is told of people, and what of it this host denies. */
  readonly people: readonly PersonPart[]
  readonly denied: readonly PersonPart[]
  /** Its block types and asides, with all services that they name. */
  readonly types: readonly {
    readonly type: string
    readonly people: readonly PersonPart[]
    readonly services: readonly string[]
  }[]
}

/** What the plugins of a host ask for, sorted by name. */
export function pluginAsks(
  { types }: Pick<LoadedPlugins, 'types'>,
  people: Pick<PersonDirectory, 'denied'> | undefined,
): readonly PluginAsks[] {
  const all = [...types.types(), ...types.asides]
  const named = types.plugins().map(({ name }) => name)
  return named.toSorted().map((plugin) => {
    const own = all
      .filter((type) => type.plugin === plugin)
      .map(({ name: type, services }) => ({
        type,
        people: asksOfPeople(services),
        services: services.map(({ token }) => token.name).toSorted(),
      }))
    const asked = [...new Set(own.flatMap((type) => type.people))]
    const denied = people?.denied(plugin)
    return { plugin, people: asked, denied: asked.filter((part) => denied?.has(part)), types: own }
  })
}
