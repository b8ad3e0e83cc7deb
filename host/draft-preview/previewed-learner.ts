import { CompositorError, enrollmentTrackGroups } from '../../runtime/index.js'
import { momentOf, zoneOf } from '../pages/zoned-date.js'

/** As whom, and when, an author looks at a draft. */
export interface PreviewedLearner {
  readonly name: string
  /** Epoch milliseconds that the clock shows; undefined for the time it is. */
  readonly at: number | undefined
  /** The learner's group in partitions of the course, both by id; null for none. Others are as for any learner. */
  readonly groups: Readonly<Record<number, number | null>>
  /** The mode they are enrolled in; undefined for none. */
  readonly track: string | undefined
  /** Their language, as in BCP 47; undefined for English. */
  readonly language?: string | undefined
  /** With which version of its library a reference is looked at; '' for what is published last, undefined for the one it has. */
  readonly to?: string | undefined
  /** Which version of the course or library is looked at, as people name it; undefined for the draft. */
  readonly version?: string | undefined
}

const [nameLimit, versionLimit] = [60, 300]
const languageTag = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}$/
const groupName = /^group-(\d{1,15})$/

/**
 * Reads `name=Ada&at=2030-01-01T09:00&group-50=2&track=audit&language=ar`, as the form of the page sends it and addresses carry it.
 * What is left empty is as for any learner. The time is as clocks of `zone` show it, a time zone of the IANA database; UTC where none
 * is named, as in what {@link previewedAs} makes.
 * @throws CompositorError `handler-input`
 */
export function previewedLearner(asked: Iterable<readonly [string, string]>): PreviewedLearner {
  const fields = new Map(asked)
  const name = (fields.get('name') ?? '').trim().slice(0, nameLimit) || 'Learner'
  const groups: Record<number, number | null> = {}
  for (const [field, value] of fields) {
    const [, partition] = groupName.exec(field) ?? []
    if (partition === undefined || value === '') continue
    if (value !== 'none' && !/^\d{1,15}$/.test(value)) throw refused(`'${value.slice(0, 50)}' is no group.`)
    groups[Number(partition)] = value === 'none' ? null : Number(value)
  }
  const track = fields.get('track') || undefined
  if (track !== undefined && !Object.hasOwn(enrollmentTrackGroups, track))
    throw refused(`'${track.slice(0, 50)}' is no way to be enrolled.`)
  const to = fields.get('to')?.slice(0, versionLimit)
  const version = fields.get('version')?.slice(0, versionLimit) || undefined
  const language = fields.get('language') || undefined
  if (language !== undefined && !languageTag.test(language))
    throw refused(`'${language.slice(0, 50)}' is no language.`)
  const of = {
    ...(language !== undefined && { language }),
    ...(to !== undefined && { to }),
    ...(version !== undefined && { version }),
  }
  return { name, at: timeOf(fields.get('at') ?? '', zoneOf(fields.get('zone'))), groups, track, ...of }
}

/** The same as a part of an address: equal for equal learners. */
export function previewedAs({ name, at, groups, track, language, to, version }: PreviewedLearner): string {
  const fields = new URLSearchParams({ name })
  if (at !== undefined) fields.set('at', new Date(at).toISOString().slice(0, 16))
  for (const [id, group] of Object.entries(groups)) fields.set(`group-${id}`, String(group ?? 'none'))
  if (track !== undefined) fields.set('track', track)
  if (language !== undefined) fields.set('language', language)
  if (to !== undefined) fields.set('to', to)
  if (version !== undefined) fields.set('version', version)
  return fields.toString()
}

function timeOf(text: string, zone: string): number | undefined {
  if (text === '') return undefined
  const at = momentOf(text, zone)
  if (!at) throw refused(`'${text.slice(0, 50)}' is no date with a time.`)
  return at.getTime()
}

function refused(message: string): CompositorError {
  return new CompositorError('handler-input', message)
}
