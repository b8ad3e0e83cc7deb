import { date } from '../../runtime/field/index.js'
import type { ComposedBlock } from '../../runtime/unit/index.js'
import { isJsonObject, type Json, type JsonObject } from '../../runtime/values/index.js'

/** What one block says of who may see it, and when. Dates are epoch milliseconds. */
export interface ReleaseRules {
  readonly start?: number
  /** Null where it says that nothing is due; left out where it says nothing. */
  readonly due?: number | null
  readonly daysEarlyForBeta?: number
  readonly hideAfterDue?: true
  readonly staffOnly?: true
  /** For each partition that is named, the groups that may see it; partitions that name no group are left out. */
  readonly groupAccess?: readonly { readonly partition: number; readonly groups: readonly number[] }[]
  readonly selfPaced?: true
  /** When the course ends. */
  readonly courseEnd?: number
}

const dates = date()
const read = new WeakMap<JsonObject, ReleaseRules>()

/** The rules among settings by OLX name; settings that do not say what they should are as if they were not there. */
export function releaseRules(settings: JsonObject): ReleaseRules {
  let rules = read.get(settings)
  if (!rules) read.set(settings, (rules = rulesOf(settings)))
  return rules
}

/** The settings that rules are read from. */
const named = [
  'start',
  'due',
  'days_early_for_beta',
  'hide_after_due',
  'visible_to_staff_only',
  'self_paced',
  'group_access',
  'course_end',
] as const

/** Whether a block below another has no rules besides those of the other, as far as that is seen without reading them. */
export function saysNoMore(
  { fields, sources }: Pick<ComposedBlock, 'fields' | 'sources'>,
  above: Pick<ComposedBlock, 'fields'>,
): boolean {
  return named.every((name) => {
    const value = fields[name]
    if (value === undefined) return true
    return value === above.fields[name] && (name !== 'due' || sources?.[name] === 'inherited')
  })
}

function rulesOf(settings: JsonObject): ReleaseRules {
  const start = instant(settings['start'])
  const due = 'due' in settings ? instant(settings['due']) : undefined
  const courseEnd = instant(settings['course_end'])
  const { days_early_for_beta: early } = settings
  const groupAccess = accessOf(settings['group_access'])
  return {
    ...(start !== null && { start }),
    ...(due !== undefined && { due }),
    ...(courseEnd !== null && { courseEnd }),
    ...(typeof early === 'number' && { daysEarlyForBeta: early }),
    ...(settings['hide_after_due'] === true && { hideAfterDue: true as const }),
    ...(settings['visible_to_staff_only'] === true && { staffOnly: true as const }),
    ...(settings['self_paced'] === true && { selfPaced: true as const }),
    ...(groupAccess.length > 0 && { groupAccess }),
  }
}

/** A date as its field reads it; null for none, or for what is no date. */
function instant(json: Json | undefined): number | null {
  if (json === undefined || json === null) return null
  try {
    return dates.fromJson(json)?.getTime() ?? null
  } catch {
    return null
  }
}

function accessOf(json: Json | undefined): { partition: number; groups: number[] }[] {
  if (!isJsonObject(json)) return []
  return Object.entries(json).flatMap(([partition, groups]) => {
    if (groups === undefined || groups === null || (Array.isArray(groups) && groups.length === 0)) return []
    const named = Array.isArray(groups) ? groups.map(Number) : []
    return [{ partition: Number(partition), groups: named }]
  })
}
