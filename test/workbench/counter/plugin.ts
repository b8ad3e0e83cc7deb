import {
  Aside,
  aside,
  asideFor,
  Block,
  block,
  boolean,
  date,
  definePlugin,
  dict,
  Fragment,
  handler,
  HandlerError,
  html,
  integer,
  needs,
  PluginStore,
  route,
  string,
  User,
  view,
} from 'unit-compositor'
import { z } from 'zod'

/** Counts for one learner and for all, and shows who looks. */
@needs(User)
@needs(PluginStore)
@block('counter', {
  stateDeleted: async ({ learner, values, service }) => {
    if (values['count'] === 4) throw new Error('It kept counting.')
    await service(PluginStore).delete(`guest:${learner.id}`)
  },
})
class CounterBlock extends Block({
  content: { heading: string('Count', { label: 'Heading', help: 'Shown above the count.' }) },
  settings: {
    displayName: string('Counter'),
    maxAttempts: integer(10),
    mode: string('up', { values: ['up', 'down'] }),
    loud: boolean(false),
    due: date(),
    words: dict(),
  },
  userState: { count: integer(0) },
  userStateSummary: { total: integer(0) },
}) {
  @view studentView() {
    const user = this.service(User)
    return new Fragment(
      html`<p>${this.heading}: ${this.count} of ${this.total}, at most ${this.maxAttempts}</p>
        <p>${user.isStaff ? 'staff' : user.name || 'nobody'}</p>`,
    )
  }

  @view publicView() {
    return new Fragment(html`<p>Sign in to count.</p>`)
  }

  @handler(z.object({})) async invite() {
    const { id } = this.service(User)
    await this.service(PluginStore).set(`guest:${id}`, { usage: this.usageKey.toString(), learner: id })
  }

  @handler(z.object({ by: z.number() })) add({ by }: { by: number }) {
    if (by > 5) throw new HandlerError(409, 'That is too much.')
    if (by < 0) throw new Error('It broke.')
    this.count += by
    this.total += by
    this.publish('completion', { value: 1 })
    return { count: this.count }
  }
}

/** Has no scenario of its own. */
@block('plain')
class PlainBlock extends Block({ settings: { displayName: string('Plain') } }) {
  @view studentView() {
    return new Fragment(html`<p>${this.displayName}</p>`)
  }
}

/** Stands beside plain blocks. */
@aside('stars', { shouldApplyTo: ({ type }) => type === 'plain' })
class StarsAside extends Aside({ userState: { stars: integer(0) } }) {
  @asideFor('student_view') show() {
    return new Fragment(html`<p>${this.stars} stars</p>`)
  }

  @handler(z.object({})) add() {
    this.stars += 1
    return {}
  }
}

const guest = z.object({ usage: z.string(), learner: z.string() })

export default definePlugin({
  name: 'counter-plugin',
  blocks: [CounterBlock, PlainBlock],
  asides: [StarsAside],
  routes: [
    route({
      path: '/guests/:id',
      for: 'anybody',
      input: z.object({ by: z.number() }),
      answer: async ({ parts, input }, { store, call }) =>
        call({ ...guest.parse(await store.get(`guest:${parts.id}`)), handler: 'add', input }),
    }),
    route({
      method: 'GET',
      path: '/who',
      for: 'learner',
      headers: ['x-kind'],
      answer: ({ caller: { id }, header }) => ({
        id,
        kind: header('x-kind') ?? null,
        more: header('x-more') ?? null,
      }),
    }),
  ],
})
