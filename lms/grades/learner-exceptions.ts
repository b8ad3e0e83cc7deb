import type { RecordAddress } from '../../runtime/block/index.js'
import { isJsonObject, type Json, type JsonObject } from '../../runtime/values/index.js'
import type { StoredRecord } from '../learner-state/index.js'
import type { Points } from '../points.js'

/** Who of staff did something for a learner, when and why. */
export interface StaffReason {
  readonly reason: string
  /** The host's id of the one of staff. */
  readonly by: string
  /** Epoch milliseconds. */
  readonly at: number
}

/** A score that staff give in place of what a learner earned at a subsection (the incumbent's persistent subsection grade override). */
export interface ScoreOverride extends StaffReason {
  readonly earned: number
  /** Points possible; as they are where left out. */
  readonly possible?: number
}

/** Another date that a subsection, unit or block is due for one learner. */
export interface DueExtension extends StaffReason {
  /** Epoch milliseconds; null for never. */
  readonly due: number | null
}

/** What staff except one learner from in a learning context; by usage keys, as text. */
export interface LearnerExceptions {
  readonly overrides: ReadonlyMap<string, ScoreOverride>
  readonly extensions: ReadonlyMap<string, DueExtension>
  /** Another one whenever anything of it becomes another; 0 where nothing ever was. */
  readonly number: number
}

/** Where the exceptions of a learner are kept. @param context key, as text, without branch or version */
export function exceptionsAddress(context: string): RecordAddress {
  return { scope: 'userState', id: context, family: 'exceptions.v1' }
}

/** Where it is noted that somebody has an extension in a context, so that nobody is asked for theirs where there is none. */
export function extendedAddress(context: string): RecordAddress {
  return { scope: 'userStateSummary', id: context, family: 'exceptions.v1' }
}

/** The field that says so. */
export const extendedField = 'extended'

/** Whether somebody has an extension, or had one. @param stored as it stands at {@link extendedAddress} */
export function isExtendedIn(stored: Pick<StoredRecord, 'values'> | undefined): boolean {
  return stored?.values[extendedField] === true
}

/** Names of the fields that exceptions are kept in. */
export const overrideField = (usage: string) => `override ${usage}`
export const extensionField = (usage: string) => `extension ${usage}`

/** Exceptions as they are stored. @param newest gives the key that a block has of one that it had */
export function exceptionsIn(
  stored: StoredRecord | undefined,
  newest: (usage: string) => string = (usage) => usage,
): LearnerExceptions {
  const overrides = new Map<string, ScoreOverride>()
  const extensions = new Map<string, DueExtension>()
  for (const [field, value] of Object.entries(stored?.values ?? {})) {
    const space = field.indexOf(' ')
    const [kind, usage] = [field.slice(0, space), newest(field.slice(space + 1))]
    if (!isJsonObject(value)) continue
    if (kind === 'override') overrides.set(usage, overrideOf(value))
    if (kind === 'extension')
      extensions.set(usage, { ...reasonOf(value), due: numberOf(value['due']) ?? null })
  }
  return { overrides, extensions, number: stored?.version ?? 0 }
}

/** A score as it counts with what staff gave in its place. */
export function overridden(points: Points, override: ScoreOverride | undefined): Points {
  return override ? { earned: override.earned, possible: override.possible ?? points.possible } : points
}

function overrideOf(value: JsonObject): ScoreOverride {
  const possible = numberOf(value['possible'])
  return {
    ...reasonOf(value),
    earned: numberOf(value['earned']) ?? 0,
    ...(possible !== undefined && { possible }),
  }
}

function reasonOf({ reason, by, at }: JsonObject): StaffReason {
  return {
    reason: typeof reason === 'string' ? reason : '',
    by: typeof by === 'string' ? by : '',
    at: numberOf(at) ?? 0,
  }
}

function numberOf(json: Json | undefined): number | undefined {
  return typeof json === 'number' ? json : undefined
}
