import type { BlockBase } from '../block/block.js'
import type { BlockType } from '../block/block-type.js'
import { ReadValues } from '../block/read-values.js'
import { CompositorError } from '../errors/index.js'
import {
  Learners,
  type BlockLearner,
  type BlockLearners,
  type BlockLearnersPage,
  type BlockLearnersQuery,
  type LearnersFields,
  type StaffGrade,
} from '../service/learners.js'
import { EntriesRead, filesAddress } from '../service/file-entries.js'
import type { FileKeeper } from '../service/file-keeper.js'
import type { ReadFiles } from '../service/files.js'
import type { SubmissionHistory } from '../service/submissions.js'
import type { ComposedBlock } from '../unit/composed-unit.js'
import type { Json } from '../values/json.js'
import type { StaffRequest } from '../view/handler-request.js'
import { jobInput } from '../view/job.js'
import { PlaceSubmissions } from './place-submissions.js'
import type { GradeDeed, StaffPort, StoredLearner } from './staff-port.js'

/** Learners of a page. */
const mostOfPage = 1000
const usualPage = 100

/** Characters of a comment on a grade. */
const longestComment = 10_000

/** Grades that one call may give: what is more is work for a job. */
const mostGrades = 1000

/** Of the place of a block, what its learners are reached by. */
export interface LearnersPlace {
  readonly composed: ComposedBlock
  readonly type: BlockType
  readonly block: BlockBase | undefined
  /** Requests of staff that its handlers are at. */
  readonly staffRequests: Pick<WeakSet<object>, 'has'>
  /** What its staff's side rests on; undefined where the host has none, and for learners. */
  readonly staff: StaffPort | undefined
  /** Grades given so far in the request. */
  readonly deeds: GradeDeed[]
  /** Where the bytes of its files are; undefined where nobody keeps any. */
  readonly fileKeeper: Pick<FileKeeper, 'open'> | undefined
  waitFor<T>(work: Promise<T>): Promise<T>
}

/** Everybody's work at the block of one place. */
export class PlaceLearners extends Learners {
  constructor(private readonly place: LearnersPlace) {
    super()
  }

  of<B extends BlockBase>(block: B, request: StaffRequest): BlockLearners<B> {
    const { place } = this
    if (block !== place.block) throw misuse(place, 'a block reaches its own learners only')
    return new OpenLearners<B>(place, () => {
      const { staff } = place
      // As plugins in JavaScript may give it.
      if (typeof request !== 'object' || !place.staffRequests.has(request))
        throw misuse(
          place,
          `only a handler for staff has a request that opens it, and only until it has answered`,
        )
      if (!staff) throw misuse(place, 'nobody keeps learners here')
      return staff
    })
  }
}

class OpenLearners<B> implements BlockLearners<B> {
  constructor(
    private readonly place: LearnersPlace,
    private readonly open: () => StaffPort,
  ) {
    open()
  }

  async page({ after, limit = usualPage, search }: BlockLearnersQuery = {}): Promise<BlockLearnersPage<B>> {
    const { place, open } = this
    const asked = Math.trunc(Math.min(Math.max(limit, 1), mostOfPage)) || usualPage
    const query = { after, search, limit: asked + 1 }
    const found = await place.waitFor(open().page(place.composed, query))
    const items = found.slice(0, asked).map((one) => learnerOf<B>(one, place))
    return { items, next: found.length > asked ? (items.at(-1)?.id ?? null) : null }
  }

  async *all(): AsyncIterable<BlockLearner<B>> {
    for (let after: string | undefined; ;) {
      const { items, next } = await this.page({ after })
      yield* items
      if (next === null) return
      after = next
    }
  }

  async find(learner: string): Promise<BlockLearner<B> | undefined> {
    const { place, open } = this
    const found = await place.waitFor(open().find(place.composed, learner))
    return found && learnerOf<B>(found, place)
  }

  async count(): Promise<number> {
    return this.place.waitFor(this.open().count(this.place.composed))
  }

  grade(learner: string, { score, max, comment }: StaffGrade): void {
    this.open()
    const { place } = this
    if (typeof learner !== 'string' || learner === '')
      throw misuse(place, 'a grade is for a learner, by their id')
    if (!(score >= 0 && score <= max && Number.isFinite(max)))
      throw misuse(place, `a grade is from 0 to what is possible, not ${score} of ${max}`)
    // As plugins in JavaScript may give it.
    if (comment !== undefined && (typeof comment !== 'string' || comment.length > longestComment))
      throw misuse(place, `a comment is a text of at most ${longestComment} characters`)
    if (place.deeds.length >= mostGrades)
      throw misuse(place, `one call grades ${mostGrades} learners at most; use a job`)
    const grade = { score, max, ...(comment !== undefined && { comment }) }
    place.deeds.push({ block: place.composed, learner, grade })
  }

  submissions(learner: string): SubmissionHistory {
    const { place, open } = this
    return PlaceSubmissions.reading(async () => {
      const found = await place.waitFor(open().find(place.composed, learner))
      return found && valuesOf(found, place)
    })
  }

  files(learner: string): ReadFiles {
    const { place, open } = this
    const record = async () => {
      const found = await place.waitFor(open().find(place.composed, learner))
      return found?.data.record(filesAddress(place.composed.key, 'learner'))
    }
    return new EntriesRead(record, {
      open: async (hash) => place.waitFor(Promise.resolve(place.fileKeeper?.open(hash))),
    })
  }

  async start(job: string, input: Json = {}): Promise<string> {
    const { place, open } = this
    const port = open()
    const spec = place.type.jobs.get(job)
    if (!spec) throw misuse(place, `it has no method marked @job of the name '${job}'`)
    jobInput(spec, input)
    return place.waitFor(port.start(place.composed, job, input))
  }
}

function learnerOf<B>(stored: StoredLearner, place: LearnersPlace): BlockLearner<B> {
  const { id, anonymousId, grade, completion } = stored
  let state: LearnersFields<B> | undefined
  return {
    id,
    anonymousId,
    grade,
    completion,
    get state() {
      return (state ??= place.type.reader(valuesOf(stored, place)) as LearnersFields<B>)
    },
  }
}

function valuesOf({ data }: StoredLearner, { composed, type }: LearnersPlace): ReadValues {
  const { key: usage, type: name, definition, fields } = composed
  return new ReadValues({ usage, type: name, definition, fields }, data, type.mixedIn)
}

function misuse({ type, composed }: LearnersPlace, why: string): CompositorError {
  return new CompositorError('service-use', `${type.name} used a service wrongly: ${why}.`, {
    usage: composed.key,
  })
}
