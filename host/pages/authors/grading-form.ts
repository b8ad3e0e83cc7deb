import { isJsonObject, type Json, type JsonObject } from '../../../runtime/index.js'

/** An assignment type as a form has it; weight in percent. */
export interface TypeRow {
  /** Place in the policy that it was made of; empty for a further one. */
  readonly at: string
  readonly type: string
  readonly short: string
  readonly weight: string
  readonly number: string
  readonly drops: string
}

/** The lowest share of all points, in percent, for a grade. */
export interface CutOffRow {
  readonly grade: string
  readonly percent: string
}

/** A grading policy as its form has it, with the typed texts. */
export interface GradingForm {
  readonly types: readonly TypeRow[]
  readonly cutOffs: readonly CutOffRow[]
}

const fields = ['at', 'type', 'short', 'weight', 'number', 'drops'] as const

/** The form of a policy; an empty one for what is none. */
export function formOfGrading(policy: Json | undefined): GradingForm {
  const types = graderOf(policy).map((one, at) => ({
    at: String(at),
    type: textOf(one['type']),
    short: textOf(one['short_label']),
    weight: percentOf(one['weight']),
    number: textOf(one['min_count'] ?? 0),
    drops: textOf(one['drop_count'] ?? 0),
  }))
  const cutOffs = isJsonObject(policy) && isJsonObject(policy['GRADE_CUTOFFS']) ? policy['GRADE_CUTOFFS'] : {}
  return {
    types,
    cutOffs: Object.entries(cutOffs)
      .map(([grade, share]) => ({ grade, percent: percentOf(share) }))
      .toSorted((one, other) => Number(other.percent) - Number(one.percent)),
  }
}

/** What a form says; rows without a name are left out. */
export function readGradingForm(sent: URLSearchParams): GradingForm {
  const columns = fields.map((name) => sent.getAll(name))
  const [places = []] = columns
  const types = places.map((_, row) => {
    const [at = '', type = '', short = '', weight = '', number = '', drops = ''] = columns.map((column) =>
      (column[row] ?? '').trim(),
    )
    return { at, type, short, weight, number, drops }
  })
  const percents = sent.getAll('percent')
  const cutOffs = sent
    .getAll('grade')
    .map((grade, row) => ({ grade: grade.trim(), percent: (percents[row] ?? '').trim() }))
  return {
    types: types.filter(({ type }) => type !== ''),
    cutOffs: cutOffs.filter(({ grade }) => grade !== ''),
  }
}

/** The policy that a form says, over what the one before says besides; undefined where a value does not fit. */
export function gradingOfForm(
  { types, cutOffs }: GradingForm,
  before: Json | undefined,
): JsonObject | undefined {
  const old = graderOf(before)
  const grader = types.map(({ at, type, short, weight, number, drops }) => ({
    ...(at === '' ? {} : old[Number(at)]),
    type,
    short_label: short,
    weight: shareOf(weight),
    min_count: wholeOf(number),
    drop_count: wholeOf(drops),
  }))
  const shares = cutOffs.map(({ grade, percent }) => [grade, shareOf(percent)] as const)
  const numbers = [
    ...grader.flatMap(({ weight, min_count, drop_count }) => [weight, min_count, drop_count]),
    ...shares.map(([, share]) => share),
  ]
  if (numbers.some((one) => Number.isNaN(one))) return undefined
  if (shares.some(([, share]) => share > 1)) return undefined
  if (new Set(shares.map(([grade]) => grade)).size < shares.length) return undefined
  return {
    ...(isJsonObject(before) ? before : {}),
    GRADER: grader as readonly JsonObject[] as Json,
    GRADE_CUTOFFS: Object.fromEntries(shares),
  }
}

function graderOf(policy: Json | undefined): readonly JsonObject[] {
  const grader = isJsonObject(policy) ? policy['GRADER'] : undefined
  return Array.isArray(grader) ? (grader as readonly Json[]).filter((one) => isJsonObject(one)) : []
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function percentOf(share: Json | undefined): string {
  return typeof share === 'number' ? String(Math.round(share * 1e6) / 1e4) : '0'
}

/** NaN for what is no percentage. */
function shareOf(percent: string): number {
  const share = Math.round(Number(percent.replace(',', '.')) * 1e4) / 1e6
  return percent === '' ? 0 : share >= 0 ? share : Number.NaN
}

function wholeOf(text: string): number {
  return text === '' ? 0 : /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
}
