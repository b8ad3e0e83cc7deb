import {
  CompositorError,
  HandlerUrls,
  isForAuthors,
  LearnerGroups,
  Partitions,
  SentBytes,
  PersonSource,
  Surroundings,
  unknownStanding,
  User,
  type BlockBase,
  type BlockEvent,
  type ComposedAside,
  type ComposedBlock,
  type CourseRole,
  type FieldUpdate,
  type FormValues,
  type Fragment,
  type HandlerRequest,
  type HandlerResponse,
  type Json,
  type ReportCell,
  type SentBytesOptions,
  type ServiceForBlock,
  type ServiceToken,
  type Session,
  type SomeFacts,
} from '../../runtime/index.js'
import { unitSurroundings } from '../../runtime/session/unit-surroundings.js'
import { chosenChildren } from './chosen-children.js'
import { testHandlerUrls } from './fixed-services.js'
import { textOf } from './html-tags.js'
import type { LearnersGround } from './learners-ground.js'
import { testCourse, type PlacedBlock } from './placed-block.js'
import { allRoles } from '../../runtime/service/people-at-hand.js'
import { reportedRows, runJobs, TestStaff } from './test-staff.js'

/** A view as a page gets it. */
export interface ShownView {
  readonly html: string
  /** What a person reads: without tags, white space as one space. */
  readonly text: string
  /** Stylesheets and scripts, by address. */
  readonly resources: Fragment['resources']
}

/** What a handler answered. */
export interface HandlerAnswer {
  readonly status: number
  /** The body: parsed where it is JSON, else text or bytes; of a file and a stream all of it. */
  readonly body: unknown
  /** The media type of the body. */
  readonly contentType: string
  /** Headers that the handler, or how a file is sent, adds; their names in small letters. */
  readonly headers: Readonly<Record<string, string>>
  /** Whether the call was refused; then nothing of it was kept. */
  readonly refused: boolean
}

/** How a handler is called other than by a POST of JSON. */
export interface CallRequest extends Partial<Omit<HandlerRequest, 'query' | 'files'>> {
  readonly query?: Readonly<Record<string, string>>
  /** Files that a form sends, where the handler takes uploads; its values are the input of the call. */
  readonly files?: readonly SentBytesOptions[]
}

/** Who somebody is. */
export interface TestPerson {
  readonly id: string
  readonly name: string
  readonly isStaff: boolean
  /** Whether they edit blocks: views and handlers for authors are theirs. */
  readonly isAuthor?: boolean
  /** Their language, as in BCP 47; `en` when left out. */
  readonly locale?: string | undefined
  /** Their time zone, as in the IANA database; `UTC` when left out. */
  readonly timeZone?: string | undefined
  readonly email?: string
  readonly username?: string
  /** What they are besides learner or staff: `instructor`, `beta_tester`, roles of a host's own. */
  readonly roles?: readonly CourseRole[]
  readonly cohort?: string
  readonly teams?: readonly string[]
}

/** What else there is to say of somebody: where they live, and what blocks that ask are told of them. */
export type TestWorld = Omit<TestPerson, 'id' | 'name' | 'isStaff'>

/** Somebody who uses blocks in a test: looks at views, calls handlers, and keeps their values from call to call. */
export class TestLearner {
  readonly id: string
  readonly isStaff: boolean
  readonly #facts: SomeFacts

  constructor(
    private readonly runtime: LearnersGround,
    private readonly person: TestPerson,
  ) {
    this.id = person.id
    this.isStaff = person.isStaff
    const { name, isStaff, email, username, roles, cohort, teams } = person
    this.#facts = { name, email, username, cohort, teams, roles: allRoles(isStaff, roles) }
    runtime.people.add(person.id, this.#facts)
  }

  /**
   * Looks at a view, as a page shows it: one for authors, as an author does; of an aside, at the block it stands beside.
   * @throws CompositorError what the block failed with, where a page would show an error block
   */
  show(block: PlacedBlock, view = 'student_view'): Promise<ShownView> {
    return this.#workAs(this.person.isAuthor ?? isForAuthors(view), async (session) => {
      this.runtime.failures.splice(0)
      const fragment = await session.fragment(standing(block), view)
      const [failure] = this.runtime.failures.splice(0)
      if (failure) throw failure
      const html = fragment.content.text
      return { html, text: textOf(html), resources: fragment.resources }
    })
  }

  /**
   * Asks for a view that gives data, as clients get it: `student_view_data` sees nothing of the learner.
   * @throws CompositorError `view-missing`, `block-failed`
   */
  data(block: PlacedBlock, view = 'student_view_data'): Promise<unknown> {
    return this.#work(async (session) => {
      if (!('beside' in block.composed))
        return JSON.parse(await session.data(block.composed, view)) as unknown
      const given = await session.view(block.composed, view)
      return JSON.parse(JSON.stringify(given)) as unknown
    })
  }

  /**
   * Calls a handler as the block's client module does, and keeps what it changed unless it refused.
   * @param request for raw handlers: another method, suffix, query, body or bytes; for uploads the files
   * @throws CompositorError `block-failed` when the handler threw anything but a HandlerError
   */
  async call(
    block: PlacedBlock,
    handler: string,
    input: unknown = {},
    request: CallRequest = {},
  ): Promise<HandlerAnswer> {
    const { query = {}, bytes } = request
    const body = bytes ? Buffer.from(bytes).toString('utf8') : JSON.stringify(input)
    const { files, ...rest } = request
    const sent = {
      method: 'POST',
      suffix: '',
      body,
      ...rest,
      query: new Map(Object.entries(query)),
      ...(files && { values: input as FormValues, files: files.map((file) => new SentBytes(file)) }),
    }
    try {
      return await this.#work(async (session) => {
        const { response, refused } = await session.handle(reached(session, block), handler, sent)
        const { status, contentType, headers = {} } = response
        const answer = { status, body: await bodyOf(response), contentType, headers, refused }
        if (refused) throw new Refused(answer)
        await runJobs(
          this.runtime,
          () => this.#session([]),
          block,
          (one) => this.#giveGrades(one),
        )
        return answer
      })
    } catch (thrown) {
      if (thrown instanceof Refused) return thrown.answer
      if (!(thrown instanceof CompositorError) || thrown.code === 'block-failed') throw thrown
      const { status, message } = thrown
      const contentType = 'application/json'
      return { status, body: { error: message }, contentType, headers: {}, refused: true }
    }
  }

  /**
   * The rows of a block's report, each with its cells by column, as staff get them.
   * @throws CompositorError `staff-only`, `report-missing`, `block-failed`
   */
  report(block: PlacedBlock): Promise<readonly Readonly<Record<string, ReportCell>>[]> {
    if (!this.isStaff) throw new CompositorError('staff-only', 'Only staff get reports.')
    return this.runtime.turn(() => reportedRows(this.#session([]), block))
  }

  /** The block with this learner's values, to read its fields: `ada.fields(poll).choice`. Changes are not kept. */
  fields<B extends BlockBase>(block: PlacedBlock<B>): B {
    const session = this.#session([])
    return session.block(reached(session, block)) as B
  }

  /** What this learner's calls published, in order. */
  get events(): BlockEvent[] {
    return this.runtime.events.filter(({ learner }) => learner === this.id)
  }

  #work<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#workAs(this.person.isAuthor ?? false, work)
  }

  /** Work on a session whose changes and events are kept, unless it throws. */
  #workAs<T>(forAuthors: boolean, work: (session: Session) => Promise<T>): Promise<T> {
    return this.runtime.turn(async () => {
      const choices: FieldUpdate[] = []
      const groups = new Map<Json | undefined, LearnerGroups>()
      const session = this.#session(choices, groups, forAuthors)
      const result = await work(session)
      const drawn = [...groups.values()].flatMap(({ updates }) => updates)
      this.runtime.fieldData.save(this.id, [...drawn, ...choices, ...session.updates()])
      this.runtime.events.push(...session.events.map((event) => ({ ...event, learner: this.id })))
      this.runtime.results.take(this.id, session.events, this.runtime.now())
      this.#giveGrades(session)
      return result
    })
  }

  /** Keeps the grades that a call gave others, and tells of them as a host does. */
  #giveGrades({ deeds }: Session): void {
    for (const deed of deeds.splice(0)) {
      const { block, learner, grade } = deed
      this.runtime.results.give(deed, this.runtime.now())
      const payload = { new_weighted_earned: grade.score, new_weighted_possible: grade.max }
      const type = 'edx.grades.problem.score_overridden'
      this.runtime.events.push({ type, usageKey: block.key, blockType: block.type, payload, learner })
    }
  }

  /** @param known groups of the learner by what is said of the partitions, made as they are asked for */
  #session(
    choices: FieldUpdate[],
    known: Map<Json | undefined, LearnerGroups> = new Map<Json | undefined, LearnerGroups>(),
    forAuthors = false,
  ): Session {
    const { kernel, fieldData, types } = this.runtime
    const { id, name, isStaff, locale, timeZone } = this.person
    const values = fieldData.of(id)
    const groups = ({ fields: { user_partitions: partitions } }: ComposedBlock): LearnerGroups => {
      const of = { learner: id, context: testCourse, standing: unknownStanding, partitions, stored: values }
      const made = known.get(partitions) ?? new LearnerGroups(of)
      known.set(partitions, made)
      return made
    }
    const groupsForBlock: ServiceForBlock<Partitions> = { forBlock: ({ composed }) => groups(composed) }
    const token: ServiceToken = Partitions
    const signed: ServiceToken = HandlerUrls
    const resultOf = (usage: string) => this.runtime.results.of(id, usage)
    const chosen = new Map<ComposedBlock, readonly ComposedBlock[] | undefined>()
    const childrenOf = (block: ComposedBlock) => {
      if (!chosen.has(block))
        chosen.set(
          block,
          chosenChildren(block, { types, values, learner: id, choices, groups, isStaff, resultOf }),
        )
      return chosen.get(block)
    }
    const around: ServiceToken = Surroundings
    const surroundings: ServiceForBlock<Surroundings> = {
      forBlock: ({ composed: { key } }) =>
        unitSurroundings(key, {
          context: testCourse,
          roots: this.runtime.roots,
          types,
          childrenOf: (block) => childrenOf(block) ?? block.children,
          resultOf,
        }),
    }
    return kernel.session({
      fieldData: values,
      showFailures: isStaff || forAuthors,
      forAuthors,
      ...(isStaff && { staff: new TestStaff(this.runtime) }),
      resultOf,
      locale,
      timeZone,
      bind: (services) => {
        services.bind(User).toConstantValue({ id, name, isStaff, anonymousId: `anonymous-${id}` })
        services.bind(PersonSource).toConstantValue({ id, facts: this.#facts })
        services.bind(around).toConstantValue(surroundings)
        const { services: own } = kernel.options
        if (!own.isBound(token)) services.bind(token).toConstantValue(groupsForBlock)
        if (!own.isBound(signed)) services.bind(signed).toConstantValue(testHandlerUrls)
      },
      childrenOf,
    })
  }
}

/** The block that stands on the page: an aside shows with the one it is beside. */
function standing({ composed }: PlacedBlock): ComposedBlock {
  return 'beside' in composed ? (composed as ComposedAside).beside : composed
}

/** The block, or the aside, as this session has it. */
function reached(session: Session, { composed }: PlacedBlock): ComposedBlock {
  return 'beside' in composed ? session.aside((composed as ComposedAside).beside, composed.type) : composed
}

class Refused extends Error {
  constructor(readonly answer: HandlerAnswer) {
    super('The handler refused.')
  }
}

async function bodyOf({ contentType, body, stream, file }: HandlerResponse): Promise<unknown> {
  if (file) return file.stored.bytes()
  if (stream) return new Uint8Array(await new Response(stream as ReadableStream).arrayBuffer())
  const isJson = contentType.startsWith('application/json') && typeof body === 'string'
  return isJson ? (JSON.parse(body) as unknown) : body
}
