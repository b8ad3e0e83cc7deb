import type { Manifest } from './manifest.js'

/** Values of the data model, by element. */
export type CmiValues = Readonly<Record<string, string>>

/** How a learner stands, whatever the version says it by. */
export interface Standing {
  /** In words of SCORM 1.2. */
  readonly status: string
  /** From 0 to 1; null without any. */
  readonly score: number | null
  /** From 0 to 1. */
  readonly completion: number
}

/** How a learner stands by what their package said. */
export function standingOf({ version, masteryScore }: Manifest, values: CmiValues): Standing {
  return version === '1.2' ? standing12(values, masteryScore) : standing2004(values)
}

function standing12(values: CmiValues, masteryScore: number | null): Standing {
  const said = values['cmi.core.lesson_status'] ?? 'not attempted'
  const raw = numberIn(values['cmi.core.score.raw'])
  // RTE 3.4.4: where there is a mastery score, the LMS says whether somebody passed, once they are through.
  const isJudged = masteryScore !== null && raw !== null && ['completed', 'passed', 'failed'].includes(said)
  const status = isJudged ? (raw >= masteryScore ? 'passed' : 'failed') : said
  const score = scaled(values, 'cmi.core.score') ?? bySuccess(status)
  return { status, score, completion: ['passed', 'completed', 'failed'].includes(status) ? 1 : 0 }
}

function standing2004(values: CmiValues): Standing {
  const { 'cmi.completion_status': completed = 'unknown', 'cmi.success_status': success = 'unknown' } = values
  const isDone = completed === 'completed' || success === 'passed'
  const given = numberIn(values['cmi.score.scaled'])
  return {
    status: success !== 'unknown' ? success : completed === 'unknown' ? 'not attempted' : completed,
    score: given === null ? (scaled(values, 'cmi.score') ?? bySuccess(success)) : within(given),
    completion: isDone ? 1 : within(numberIn(values['cmi.progress_measure']) ?? 0),
  }
}

function scaled(values: CmiValues, below: string): number | null {
  const [raw, least, most] = ['raw', 'min', 'max'].map((one) => numberIn(values[`${below}.${one}`]))
  if (raw === null || raw === undefined) return null
  const [from, to] = [least ?? 0, most ?? 100]
  return to > from ? within((raw - from) / (to - from)) : null
}

const bySuccess = (status: string) => (status === 'passed' ? 1 : status === 'failed' ? 0 : null)
const within = (value: number) => Math.min(1, Math.max(0, value))

function numberIn(text: string | undefined): number | null {
  return text === undefined || text === '' || !Number.isFinite(Number(text)) ? null : Number(text)
}

/** Seconds of a time that a session took, as either version writes it. */
export function secondsIn(time: string): number {
  const clock = /^(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(time)
  if (clock) return Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3])
  const parts = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(
    time,
  )
  const units = [31_536_000, 2_592_000, 86_400, 3600, 60, 1]
  return units.reduce((sum, unit, at) => sum + unit * Number(parts?.[at + 1] ?? 0), 0)
}

/** Seconds as each version writes them. */
export function timeOf(version: Manifest['version'], seconds: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const [hours, minutes, rest] = [
    seconds / 3600,
    (seconds / 60) % 60,
    (seconds % 60).toFixed(2).padStart(5, '0'),
  ]
  return version === '1.2'
    ? `${two(hours).padStart(4, '0')}:${two(minutes)}:${rest}`
    : `PT${Math.floor(hours)}H${Math.floor(minutes)}M${(seconds % 60).toFixed(2)}S`
}
