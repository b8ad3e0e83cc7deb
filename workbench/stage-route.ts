import { callRoute, findRoute, type BlockTypeRegistry, type PluginStores } from '../plugins/index.js'
import { CompositorError, parseUsageKey, type HandlerResponse } from '../runtime/index.js'
import { staffOnly, type Learner } from '../lms/index.js'
import type { StageHelp } from './stage-help.js'

/** A request to a route of a plugin, as plain data. */
export interface RouteSent {
  readonly plugin: string
  readonly method: string
  /** Below the plugin's prefix. */
  readonly path: string
  readonly address: string
  readonly query: readonly (readonly [string, string])[]
  /** By names in small letters. */
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Uint8Array
  /** Who looks at the page that sent it; undefined for a tool. */
  readonly person: Learner | undefined
}

/** Has a plugin under work answer a request, as a host does. @throws CompositorError as a host answers it */
export async function answerRoute(
  sent: RouteSent,
  { types, stores, help }: { types: BlockTypeRegistry; stores: PluginStores; help: StageHelp },
): Promise<HandlerResponse> {
  const found = findRoute(types.plugins(), sent.plugin, sent)
  const { plugin, route } = found
  const { person, headers } = sent
  if (route.for !== 'anybody' && !person) {
    throw new CompositorError(
      'learner-unknown',
      'This route is for somebody, and no page of a scenario says who it is from.',
    )
  }
  if (route.for === 'staff' && person) staffOnly(person)
  const asked = { ...sent, header: (name: string) => headers[name] }
  const caller = person && { id: person.id, anonymousId: person.anonymousId, isStaff: person.isStaff }
  return callRoute(found, asked, caller, {
    store: stores.of(plugin.name),
    now: Date.now,
    settings: () => ({}),
    call: async (call) => {
      if (types.pluginOf(parseUsageKey(call.usage).blockType) === plugin) return help.call(call)
      throw new CompositorError(
        'block-not-found',
        `'${call.usage.slice(0, 300)}' is no block of plugin '${plugin.name}'.`,
      )
    },
  })
}
