import { z } from 'zod'
import {
  Block,
  block,
  Course,
  definePlugin,
  float,
  Fragment,
  handler,
  html,
  integer,
  needs,
  optional,
  People,
  Person,
  string,
  Surroundings,
  view,
  type StaffRequest,
} from '../../runtime/index.js'

/** Blocks that were made, and views that ran, by type. */
export const shown: string[] = []

const Known = Person.with('name', 'email', 'username', 'roles', 'cohort', 'teams')
const Others = People.with('name', 'email')

/** Says who looks, and tells staff who others are. */
@needs(Known)
@needs(Others)
@block('badge')
class Badge extends Block({}) {
  @view studentView() {
    const { name, email, username, roles, cohort, teams, pseudonym } = this.service(Known)
    const all = { name, email, username, roles, cohort, teams, pseudonym }
    return new Fragment(html`<pre>${JSON.stringify(all)}</pre>`)
  }
  @view studentViewData() {
    return { name: this.service(Known).name }
  }
  @handler(z.object({ learners: z.array(z.string()) }), { for: 'staff' })
  async others({ learners }: { learners: string[] }, request: StaffRequest) {
    return Object.fromEntries(await this.service(Others).of(request, learners))
  }
  @handler(z.object({ pseudonym: z.string() }), { for: 'staff' })
  async behind({ pseudonym }: { pseudonym: string }, request: StaffRequest) {
    return (await this.service(Others).behind(request, pseudonym)) ?? 'nobody'
  }
  @handler(z.object({})) async othersForAll(_: object, request: object) {
    return [...(await this.service(Others).of(request as StaffRequest, ['bob']))]
  }
  @handler(z.object({})) undeclared() {
    return (this.service(Person.with('roles')) as unknown as Badge & { email: string }).email
  }
}

/** Declares nothing. */
@block('nosy')
class Nosy extends Block({}) {
  @view studentView() {
    return new Fragment(html`${this.service(Known).email ?? ''}`)
  }
}

/** Says where it stands, the same for all. */
@needs(Course)
@block('signpost')
class Signpost extends Block({}) {
  @view studentView() {
    shown.push('signpost')
    const { key, title, language, start, end, path } = this.service(Course)
    const all = { key, title, language, start, end, path: path.map((line) => line.title) }
    return new Fragment(html`<pre>${JSON.stringify(all)}</pre>`)
  }
}

/** Shows what is around it. */
@needs(Surroundings)
@block('overview')
class Overview extends Block({
  settings: { displayName: string(''), around: string('siblings'), of: string('') },
}) {
  @view async studentView() {
    shown.push('overview')
    const around = this.service(Surroundings)
    const of = this.of === '' ? undefined : this.of
    const blocks = this.around === 'children' ? await around.children(of) : await around.siblings(of)
    return new Fragment(html`<pre>${JSON.stringify(blocks)}</pre>`)
  }
  @handler(z.object({ children: z.string().optional(), siblings: z.string().optional() })) look({
    children,
    siblings,
  }: {
    children?: string | undefined
    siblings?: string | undefined
  }) {
    const around = this.service(Surroundings)
    return children === undefined ? around.siblings(siblings) : around.children(children)
  }
}

/** Gives what it is told to. */
@block('points', { hasScore: true, maxScore: () => 10 })
class Points extends Block({
  settings: { displayName: string(''), weight: optional(float()) },
  userState: { tries: integer() },
}) {
  @view studentView() {
    return new Fragment(html`<p>points</p>`)
  }
  @handler(z.object({ points: z.number() })) take({ points }: { points: number }) {
    this.tries += 1
    this.publish('grade', { value: points, maxValue: 10 })
    this.publish('completion', { value: 1 })
    return 'taken'
  }
}

export default definePlugin({ name: 'people-plugin', blocks: [Badge, Nosy, Signpost, Overview, Points] })
