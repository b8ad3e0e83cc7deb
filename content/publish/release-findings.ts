import { enrollmentTracks, userPartitions } from '../../runtime/block/index.js'
import type { Finding } from '../../runtime/errors/index.js'
import { date } from '../../runtime/field/index.js'
import { isJsonObject, type Json } from '../../runtime/values/index.js'
import { locatedFinding } from './located-finding.js'
import type { VersionBlock, VersionView } from '../version/index.js'

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
 * later, groups that nobody can be in, and rules that are not kept, each kind once. All blocks are looked at, one after the other.
 * @param now epoch milliseconds
 */
export async function releaseFindings(
  view: Pick<VersionView, 'kind' | 'root' | 'block' | 'allBlocks'>,
  now: number,
): Promise<Finding[]> {
  if (view.kind !== 'course') return []
  const root = await view.block(view.root)
  const rules = [new OpeningLater(view.root, root, now), new NobodysGroups(root), new NotKept()]
  for await (const [usage, block] of view.allBlocks()) for (const rule of rules) rule.see(usage, block)
  return Promise.all(rules.flatMap((rule) => rule.findings().map((finding) => locatedFinding(finding, view))))
}

/** Parts with a start of their own, by day; nothing below a course that opens later itself. */
class OpeningLater {
  readonly #parts = new Map<string, { readonly usage: string; count: number }>()
  /** When the course opens. */
  readonly #whole: number

  constructor(
    private readonly root: string,
    course: VersionBlock | undefined,
    private readonly now: number,
  ) {
    this.#whole = course ? opens(course) : -Infinity
  }

  see(usage: string, block: VersionBlock): void {
    if (this.#whole > this.now || usage === this.root || opens(block) <= this.now) return
    const day = dayOf(opens(block))
    const found = this.#parts.get(day)
    if (found) found.count++
    else this.#parts.set(day, { usage, count: 1 })
  }

  findings(): Finding[] {
    const remedy = 'Nothing to do if that is meant; else set another start date. Staff see it before.'
    const note = { level: 'note', code: 'not-yet-open', remedy } as const
    if (this.#whole > this.now) {
      const message = `The course opens ${dayOf(this.#whole)}: until then it is for staff only.`
      return [{ ...note, usage: this.root, message }]
    }
    return [...this.#parts].map(([day, { usage, count }]) => {
      const what = count === 1 ? 'A part of the course opens' : `${count} parts of the course open`
      return { ...note, usage, count, message: `${what} ${day}, and is not shown to learners before.` }
    })
  }
}

/** Partitions and groups that `group_access` names and the course does not have. */
class NobodysGroups {
  readonly #partitions: ReturnType<typeof userPartitions>
  readonly #found = new Map<string, { readonly finding: Finding; count: number }>()

  constructor(course: VersionBlock | undefined) {
    this.#partitions = userPartitions(course?.settings['user_partitions'])
  }

  see(usage: string, { settings }: VersionBlock): void {
    for (const [id, groups] of Object.entries(accessOf(settings['group_access']))) {
      if (!Array.isArray(groups) || groups.length === 0) continue
      const partition = this.#partitions.get(Number(id))
      if (!partition && Number(id) === enrollmentTracks) {
        const message =
          'Parts of the course are for some enrolment tracks: learners see them when the host says which track they are in.'
        this.#add({ level: 'note', code: 'not-in-group', usage, message })
      } else if (!partition) {
        const message = `A part of the course is for groups of a partition ${id.slice(0, 50)} that the course does not have: no learner sees it.`
        this.#add({ level: 'error', code: 'not-in-group', usage, message })
      } else {
        const missing = groups.map(Number).filter((group) => !partition.groups.includes(group))
        const level = missing.length === groups.length ? 'error' : 'warning'
        const who = level === 'error' ? 'no learner sees it' : 'only the other groups see it'
        const message = `A part of the course is for groups ${missing.join(', ')} that partition ${id} does not have: ${who}.`
        if (missing.length > 0) this.#add({ level, code: 'not-in-group', usage, message })
      }
    }
  }

  findings(): Finding[] {
    return [...this.#found.values()].map(({ finding, count }) => ({ ...finding, count }))
  }

  #add(finding: Finding): void {
    const known = this.#found.get(finding.message)
    if (known) known.count++
    else this.#found.set(finding.message, { finding, count: 1 })
  }
}

/** Rules of content that this host does not keep. */
class NotKept {
  readonly #found = new Map<string, { readonly usage: string; count: number }>()

  see(usage: string, block: VersionBlock): void {
    for (const { names, what } of unkept) {
      if (!names.some((name) => isSaid(valueOf(block, name)))) continue
      const known = this.#found.get(what)
      if (known) known.count++
      else this.#found.set(what, { usage, count: 1 })
    }
  }

  findings(): Finding[] {
    return unkept.flatMap(({ what }) => {
      const { usage, count } = this.#found.get(what) ?? {}
      if (usage === undefined || count === undefined) return []
      const message = `This host does not keep ${what}.`
      return [{ level: 'warning', code: 'rule-not-kept', usage, count, message } as const]
    })
  }
}

function opens({ settings }: VersionBlock): number {
  return instant(settings['start']) ?? -Infinity
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
