import { Container } from 'inversify'
import { ProblemBlock } from '../../../blocks/problem/index.js'
import { htmlIdOf } from '../../../blocks/problem/block/html-id.js'
import {
  BlockRuntime,
  BlockType,
  Clock,
  Random,
  ScriptRunner,
  Urls,
  User,
  type BlockEvent,
  type ComposedBlock,
  type ConcreteBlockClass,
  type Json,
  type JsonObject,
  type Session,
} from '../../../runtime/index.js'

const types = new Map(
  BlockType.allOf(ProblemBlock as ConcreteBlockClass, 'test').map((type) => [type.name, type] as const),
)

/** What an action gave: the answer, its status, the events, and whether it was refused. */
export interface Acted {
  readonly status: number
  readonly refused: boolean
  readonly body: Record<string, Json>
  readonly events: readonly BlockEvent[]
}

/** One learner at one problem over several requests: state is kept in memory as a host would keep it. */
export class ProblemAtWork {
  readonly composed: ComposedBlock
  /** What is stored of the learner. */
  state: Record<string, Json> = {}
  now = Date.UTC(2026, 0, 15, 12)
  draws: number[] = []

  constructor(
    xml: string,
    settings: JsonObject = {},
    readonly user: { readonly id: string; readonly staff: boolean } = { id: '42', staff: false },
    key = 'block-v1:O+C+R+type@problem+block@p1',
    private readonly scripts?: ScriptRunner,
  ) {
    this.composed = {
      key,
      type: 'problem',
      definition: 'd',
      fields: { data: xml, ...settings },
      children: [],
    }
  }

  get htmlId(): string {
    return htmlIdOf(this.composed)
  }

  session(): Session {
    const services = new Container()
    services.bind(Clock).toConstantValue(new FixedClock(() => this.now))
    services.bind(Urls).toConstantValue(new SiteUrls())
    services.bind(Random).toConstantValue({ next: () => this.draws.shift() ?? 0.5 })
    if (this.scripts) services.bind(ScriptRunner).toConstantValue(this.scripts)
    const { id, staff } = this.user
    return new BlockRuntime({ types, services }).session({
      fieldData: { record: ({ scope }) => (scope === 'userState' ? structuredClone(this.state) : undefined) },
      bind: (container) =>
        container.bind(User).toConstantValue({ id, anonymousId: `a${id}`, isStaff: staff, name: 'Ada' }),
    })
  }

  /** Calls a handler; names of inputs are given for a problem called `p`. */
  async act(handler: string, data: JsonObject = {}): Promise<Acted> {
    const session = this.session()
    const body = Object.fromEntries(
      Object.entries(data).map(([name, value]) => [
        name.replace(/^input_p_/, `input_${this.htmlId}_`),
        value,
      ]),
    )
    const outcome = await session.handle(this.composed, handler, {
      method: 'POST',
      suffix: '',
      query: new Map(),
      body: JSON.stringify(body),
    })
    if (!outcome.refused) this.store(session)
    return {
      status: outcome.response.status,
      refused: outcome.refused,
      body: JSON.parse(String(outcome.response.body)) as Record<string, Json>,
      events: session.events,
    }
  }

  /** Grades this learner's attempts again, as staff would; the problem may have changed. */
  async rescore(xml?: string, onlyIfHigher = false): Promise<readonly BlockEvent[]> {
    const session = this.session()
    const { composed } = this
    const problem = xml === undefined ? composed : { ...composed, fields: { ...composed.fields, data: xml } }
    const block = session.block(problem)
    if (block instanceof ProblemBlock) await block.rescore({ onlyIfHigher })
    this.store(session)
    return session.events
  }

  /** The page as the learner sees it; what the view stored is kept. */
  async page(view = 'student_view'): Promise<string> {
    const session = this.session()
    const { content } = await session.fragment(this.composed, view)
    this.store(session)
    return content.text
  }

  async data(view: string): Promise<Record<string, Json>> {
    return (await this.session().view(this.composed, view)) as Record<string, Json>
  }

  private store(session: Session): void {
    for (const { field, value } of session.updates()) {
      if (value === undefined) delete this.state[field]
      else this.state[field] = value
    }
  }
}

class FixedClock extends Clock {
  constructor(private readonly time: () => number) {
    super()
  }

  now(): number {
    return this.time()
  }
}

class SiteUrls extends Urls {
  within(): Urls {
    return this
  }

  handler(_usage: string, handler: string): string {
    return `/handlers/${handler}`
  }

  asset(name: string): string {
    return `/assets/${name}`
  }

  client(_type: string, file: string): string {
    return `/client/${file}`
  }

  route(plugin: string, path: string): string {
    return `/plugins/${encodeURIComponent(plugin)}${path}`
  }

  jumpTo(place: string): string {
    return `/jump/${place}`
  }
}
