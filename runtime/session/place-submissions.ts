import type { BlockCollection, Collection, Entry } from '../block/collection.js'
import type { FieldValues } from '../block/field-values.js'
import { collection } from '../field/collection-field.js'
import { scopes } from '../field/scope.js'
import { json } from '../field/structured-fields.js'
import {
  Submissions,
  type Submission,
  type SubmissionHistory,
  type SubmissionsPage,
  type SubmissionsQuery,
} from '../service/submissions.js'
import type { Json } from '../values/json.js'

/** Where submissions are kept: no field of a block can be called so. */
const kept: BlockCollection = {
  name: 'submissions',
  olxName: '~submissions',
  scope: scopes.userState,
  field: collection(json()),
}

/** What a learner handed in at the block of one place. */
export class PlaceSubmissions extends Submissions {
  private constructor(private readonly values: () => Promise<Pick<FieldValues, 'collection'> | undefined>) {
    super()
  }

  /** Those of the learner of the request. */
  static own(values: FieldValues): Submissions {
    return new PlaceSubmissions(async () => values)
  }

  /** Those of another learner. @param values undefined where nothing is stored of them */
  static reading(values: () => Promise<FieldValues | undefined>): SubmissionHistory {
    return new PlaceSubmissions(values)
  }

  async create(answer: Json): Promise<Submission> {
    const entries = await this.#entries()
    if (!entries) throw new TypeError('There is nobody whose submission it is.')
    const attempt = ((await this.latest())?.attempt ?? 0) + 1
    const key = keyOf(attempt)
    entries.put(key, answer)
    const { items } = await entries.page({ startsWith: key, limit: 1 })
    return { attempt, at: items[0]?.at ?? 0, answer }
  }

  async page({ before, limit }: SubmissionsQuery = {}): Promise<SubmissionsPage> {
    const entries = await this.#entries()
    const found = await entries?.page({
      newestFirst: true,
      ...(limit !== undefined && { limit }),
      ...(before !== undefined && { after: keyOf(before) }),
    })
    const items = (found?.items ?? []).map(submissionOf)
    return { items, next: found?.next == null ? null : (items.at(-1)?.attempt ?? null) }
  }

  async latest(): Promise<Submission | undefined> {
    return (await this.page({ limit: 1 })).items[0]
  }

  async count(): Promise<number> {
    return (await (await this.#entries())?.count()) ?? 0
  }

  async #entries(): Promise<Collection<Json> | undefined> {
    return (await this.values())?.collection(kept) as Collection<Json> | undefined
  }
}

/** Sorts as the attempts do. */
function keyOf(attempt: number): string {
  return String(attempt).padStart(9, '0')
}

function submissionOf({ key, at, value }: Entry<Json>): Submission {
  return { attempt: Number(key), at, answer: value }
}
