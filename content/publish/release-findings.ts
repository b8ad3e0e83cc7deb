import { enrollmentTracks, userPartitions } from '../../runtime/block/index.js'
import type { Finding } from '../../runtime/errors/index.js'
import { date } from '../../runtime/field/index.js'
import { isJsonObject, type Json } from '../../runtime/values/index.js'
import { placedFinding } from './located-finding.js'
import type { ContentVersion, VersionBlock } from '../version/index.js'

/** What OLX says of exams and the order of work that no rule here keeps, and what it means. */
const unkept: readonly { readonly names: readonly string[]; readonly what: string }[] = [
  {
    names: ['is_time_limited', 'is_timed_exam'],
    what: 'timed exams: the time that a learner may take is not limited',
  },
  {
    names: ['is_proctored_enabled', 'is_proctored_exam', 'is_practice_exam', 'is_onboarding_exam'],
    what: 'proctored exams: nobody watches over them',
  },
  {
    names: ['entrance_exam_enabled', 'in_entrance_exam', 'is_entrance_exam'],
    what: 'entrance exams: the course is open without them',
  },
  {
    names: ['pre_requisite_courses', 'prereq', 'required_content', 'prereq_min_score', 'gating_prereq_key'],
    what: 'prerequisites: what comes after them is open without them',
  },
  {
    names: ['relative_weeks_due'],
    what: 'due dates counted from the day of enrolment: nothing closes by them',
  },
]

/**
 * What learners will not see of a version, or not when its author may think, by the rules of release: parts that open
 * later, groups that nobody can be in, and rules that are not kept, each kind once.
 * @param now epoch milliseconds
 */
export function releaseFindings(version: ContentVersion, now: number): Finding[] {
  if (version.kind !== 'course') return []
  const blocks = Object.entries(version.blocks)
  const found = [...openingLater(version, blocks, now), ...nobodysGroups(version, blocks), ...notKept(blocks)]
  return found.map((finding) => placedFinding(finding, version.blocks[finding.usage ?? '']))
}

type Blocks = readonly (readonly [usage: string, block: VersionBlock])[]

/** Parts with a start of their own, by day; nothing below a course that opens later itself. */
function openingLater(version: ContentVersion, blocks: Blocks, now: number): Finding[] {
  const opens = ({ settings }: VersionBlock) => instant(settings['start']) ?? -Infinity
  const root = version.blocks[version.root]
  const whole = root ? opens(root) : -Infinity
  const parts = new Map<string, { readonly usage: string; count: number }>()
  for (const [usage, block] of whole > now ? [] : blocks) {
    if (usage === version.root || opens(block) <= now) continue
    const day = dayOf(opens(block))
    const found = parts.get(day)
    if (found) found.count++
    else parts.set(day, { usage, count: 1 })
  }
  const remedy = 'Nothing to do if that is meant; else set another start date. Staff see it before.'
  const note = { level: 'note', code: 'not-yet-open', remedy } as const
  return [
    ...(whole > now
      ? [
          {
            ...note,
            usage: version.root,
            message: `The course opens ${dayOf(whole)}: until then it is for staff only.`,
          },
        ]
      : []),
    ...[...parts].map(([day, { usage, count }]) => {
      const what = count === 1 ? 'A part of the course opens' : `${count} parts of the course open`
      return { ...note, usage, count, message: `${what} ${day}, and is not shown to learners before.` }
    }),
  ]
}

/** Partitions and groups that `group_access` names and the course does not have. */
function nobodysGroups(version: ContentVersion, blocks: Blocks): Finding[] {
  const partitions = userPartitions(version.blocks[version.root]?.settings['user_partitions'])
  const found = new Map<string, { readonly finding: Finding; count: number }>()
  const add = (finding: Finding) => {
    const known = found.get(finding.message)
    if (known) known.count++
    else found.set(finding.message, { finding, count: 1 })
  }
  for (const [usage, { settings }] of blocks) {
    for (const [id, groups] of Object.entries(accessOf(settings['group_access']))) {
      if (!Array.isArray(groups) || groups.length === 0) continue
      const partition = partitions.get(Number(id))
      if (!partition && Number(id) === enrollmentTracks) {
        const message =
          'Parts of the course are for some enrolment tracks: learners see them when the host says which track they are in.'
        add({ level: 'note', code: 'not-in-group', usage, message })
      } else if (!partition) {
        const message = `A part of the course is for groups of a partition ${id.slice(0, 50)} that the course does not have: no learner sees it.`
        add({ level: 'error', code: 'not-in-group', usage, message })
      } else {
        const missing = groups.map(Number).filter((group) => !partition.groups.includes(group))
        const level = missing.length === groups.length ? 'error' : 'warning'
        const who = level === 'error' ? 'no learner sees it' : 'only the other groups see it'
        const message = `A part of the course is for groups ${missing.join(', ')} that partition ${id} does not have: ${who}.`
        if (missing.length > 0) add({ level, code: 'not-in-group', usage, message })
      }
    }
  }
  return [...found.values()].map(({ finding, count }) => ({ ...finding, count }))
}

function notKept(blocks: Blocks): Finding[] {
  return unkept.flatMap(({ names, what }) => {
    const having = blocks.filter(([, block]) => names.some((name) => isSaid(valueOf(block, name))))
    const [first] = having
    if (!first) return []
    const message = `This host does not keep ${what}.`
    return [
      { level: 'warning', code: 'rule-not-kept', usage: first[0], count: having.length, message } as const,
    ]
  })
}

/** A setting, or an attribute that no field of the type reads. */
function valueOf({ settings, xmlAttributes }: VersionBlock, name: string): Json | undefined {
  return settings[name] ?? xmlAttributes?.[name]
}

/** Whether a value says something: neither no, nor nothing, in JSON or as a text. */
function isSaid(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === false) return false
  if (Array.isArray(value)) return value.length > 0
  if (typeof value !== 'string') return true
  return !['', 'false', 'null', '[]', '{}', '""', 'none'].includes(value.trim().toLowerCase())
}

function accessOf(setting: Json | undefined): { readonly [partition: string]: Json | undefined } {
  return setting !== undefined && isJsonObject(setting) ? setting : {}
}

function instant(json: Json | undefined): number | undefined {
  if (json === undefined || json === null) return undefined
  try {
    return date().fromJson(json)?.getTime()
  } catch {
    return undefined
  }
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
