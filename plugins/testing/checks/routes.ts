import { CompositorError, isPlugin, type Plugin, type PluginRoute } from '../../../runtime/index.js'
import type { TestRequest } from '../test-request.js'
import type { Subject } from './subject.js'

/** What programs that know nothing of a route may send it. */
const strange: readonly Pick<TestRequest, 'body' | 'headers'>[] = [
  { body: '' },
  { body: '{"' },
  { body: 'null' },
  { body: '[[7]]' },
  { body: '{"unheardOf": {"deep": [null]}}' },
  { body: '<a><b></a>' },
  { body: Uint8Array.of(0, 255, 254, 1) },
  {
    body: 'a=1&b',
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: 'OAuth x=1, y' },
  },
]

/** Whatever a route of the plugin is sent, by whomever it is for, it answers or refuses, and never fails. */
export async function routesAnswer(subject: Subject, module: URL | string): Promise<void> {
  const { default: plugin } = (await import(String(module))) as { default?: unknown }
  if (!isPlugin(plugin)) return
  for (const route of plugin.routes ?? []) {
    for (const sent of strange)
      for (const part of ['x', '..', '%00', 'a'.repeat(500)])
        await asked(subject, plugin, route, { ...sent, part })
  }
}

async function asked(
  subject: Subject,
  plugin: Plugin,
  { method, path, for: who }: PluginRoute,
  { part, ...sent }: Pick<TestRequest, 'body' | 'headers'> & { readonly part: string },
): Promise<void> {
  const runtime = subject.runtime()
  const filled = path.replace(/:\w+\*?/g, encodeURIComponent(part))
  const by = who === 'staff' ? runtime.staff() : runtime.learner('ada')
  try {
    await runtime.ask(
      plugin,
      { method, path: filled, ...(method !== 'GET' && sent) },
      who === 'anybody' ? undefined : by,
    )
  } catch (thrown) {
    const { message } = CompositorError.from(thrown, 'route-failed')
    const what = JSON.stringify(String(sent.body).slice(0, 60))
    subject.fail(
      `its route '${method} ${path}' failed on ${what} at '${filled.slice(0, 60)}': ${message} Refuse it with a HandlerError.`,
    )
  }
}
