import { z } from 'zod'
import {
  Block,
  block,
  definePlugin,
  Fragment,
  handler,
  HandlerError,
  html,
  integer,
  needs,
  PluginStore,
  route,
  User,
  view,
} from '../../runtime/index.js'

/** Hands out a ticket, by which a tool may tell later how its learner did. */
@needs(PluginStore)
@needs(User)
@block('tool', {
  stateDeleted: async ({ usage, learner: { id }, values, isErased, service }) => {
    const store = service(PluginStore)
    const told = z.number().parse((await store.get(`told:${id}`)) ?? 0) + 1
    await store.set(`told:${id}`, told)
    if (id === 'eve' && told <= 2) throw new Error('It cannot let go yet.')
    if (id === 'hal' && told <= 2) await new Promise(() => undefined)
    await store.set(`gone:${id}`, { usage, values, isErased, told })
  },
})
class Tool extends Block({ userState: { points: integer() } }) {
  @view studentView() {
    return new Fragment(html`<p>${this.points} points</p>`)
  }
  @handler(z.object({ ticket: z.string() })) async begin({ ticket }: { ticket: string }) {
    const entry = { usage: this.usageKey.toString(), learner: this.service(User).id }
    await this.service(PluginStore).set(`ticket:${ticket}`, entry)
  }
  @handler(z.object({ points: z.number() }), { for: 'route' }) grade({ points }: { points: number }) {
    this.points = points
    this.publish('grade', { value: points, maxValue: 10 })
    return { who: this.service(User).id }
  }
  @handler({ for: 'staff' }) wipe() {
    this.points = 0
  }
}

const ticket = z.object({ usage: z.string(), learner: z.string() })
const outcome = z.object({ points: z.number().max(10) })

export default definePlugin({
  name: 'tool-plugin',
  blocks: [Tool],
  routes: [
    route({
      path: '/outcomes/:ticket',
      for: 'anybody',
      input: outcome,
      limit: 100,
      answer: async ({ parts, input }, { store, call }) => {
        const entry = await store.get(`ticket:${parts.ticket}`)
        if (entry === undefined) throw new HandlerError(404, 'There is no such ticket.')
        return { ...(await call({ ...ticket.parse(entry), handler: 'grade', input })) }
      },
    }),
    route({
      method: 'GET',
      path: '/seen/:rest*',
      for: 'anybody',
      headers: ['X-Tool'],
      authorization: 'OAuth',
      answer: ({ parts, query, header, caller, address }) => ({
        parts: { ...parts },
        query: Object.fromEntries(query),
        address,
        caller: caller ?? null,
        headers: Object.fromEntries(
          ['content-type', 'cookie', 'authorization', 'x-tool', 'x-learner', 'x-other'].flatMap((name) => {
            const value = header(name)
            return value === undefined ? [] : [[name, value]]
          }),
        ),
      }),
    }),
    route({
      method: 'GET',
      path: '/me',
      for: 'learner',
      answer: ({ caller: { id, isStaff } }, site) => ({
        id,
        isStaff,
        now: site.now(),
        settings: site.settings('tool'),
        others: site.settings('problem'),
      }),
    }),
    route({
      path: '/reach/:what',
      for: 'staff',
      deadline: 50,
      answer: async ({ parts: { what }, body }, { call }): Promise<object> => {
        const of = { learner: 'ada', handler: 'grade', input: { points: 1 } }
        if (what === 'nothing') return new Promise<never>(() => undefined)
        if (what === 'thrown') throw new Error('out of order')
        if (what === 'staffs') return call({ ...of, usage: body, handler: 'wipe' })
        if (what === 'others') return call({ ...of, usage: body })
        return { status: 200, contentType: 'text/plain', body: '', headers: { [what]: 'chosen=1' } }
      },
    }),
    route({ path: '/me', for: 'learner', answer: () => ({}) }),
    route({
      method: 'GET',
      path: '/gone/:id',
      for: 'anybody',
      answer: async ({ parts }, { store }) => (await store.get(`gone:${parts.id}`)) ?? null,
    }),
  ],
})
