import type { Manifest } from './manifest.js'

/** Elements that a package may set or ask for: what their names look like, whether they are set, and what values look like. */
export interface ElementRule {
  readonly name: string
  readonly access: 'rw' | 'r' | 'w'
  readonly value: string
  /** Both ends of a range of numbers. */
  readonly range?: readonly [number, number]
}

const [number, anything] = ['^-?\\d{1,10}(\\.\\d{1,10})?$', '^[^]*$']
const upTo = (length: number) => `^[^]{0,${length}}$`
const oneOf = (...words: string[]) => `^(${words.join('|')})$`
const index = '\\.\\d{1,3}\\.'
const rule = (
  name: string,
  access: ElementRule['access'],
  value = anything,
  range?: readonly [number, number],
) => ({
  name: `^cmi\\.${name}$`,
  access,
  value,
  ...(range && { range }),
})

const score = (below: string, isNewer: boolean): readonly ElementRule[] => [
  ...(isNewer ? [rule(`${below}score\\.scaled`, 'rw', number, [-1, 1])] : []),
  rule(`${below}score\\.(raw|min|max)`, 'rw', number),
]

const duration = '^P(\\d+Y)?(\\d+M)?(\\d+D)?(T(\\d+H)?(\\d+M)?(\\d+(\\.\\d{1,2})?S)?)?$'
const completions = oneOf('completed', 'incomplete', 'not attempted', 'unknown')
const successes = oneOf('passed', 'failed', 'unknown')
const statuses = oneOf('passed', 'completed', 'failed', 'incomplete', 'browsed', 'not attempted')

/** The part of each data model that is kept, as SCORM 1.2 (RTE 3.4) and SCORM 2004 (RTE 4.2) say what it is. */
const rules: Readonly<Record<Manifest['version'], readonly ElementRule[]>> = {
  '1.2': [
    rule('core\\.(student_id|student_name|credit|entry|total_time|lesson_mode)', 'r'),
    rule('core\\.lesson_location', 'rw', upTo(255)),
    rule('core\\.lesson_status', 'rw', oneOf('passed', 'completed', 'failed', 'incomplete', 'browsed')),
    rule('core\\.exit', 'w', oneOf('time-out', 'suspend', 'logout', '')),
    rule('core\\.session_time', 'w', '^\\d{2,4}:[0-5]\\d:[0-5]\\d(\\.\\d{1,2})?$'),
    ...score('core\\.', false),
    rule('suspend_data', 'rw', upTo(4096)),
    rule('comments', 'rw', upTo(4096)),
    rule('(launch_data|comments_from_lms|student_data\\.mastery_score)', 'r'),
    rule('student_preference\\.(audio|speed|text)', 'rw', '^-?\\d{1,3}$'),
    rule('student_preference\\.language', 'rw', upTo(255)),
    rule(`objectives${index}id`, 'rw', upTo(255)),
    rule(`objectives${index}status`, 'rw', statuses),
    ...score(`objectives${index}`, false),
    rule(`interactions${index}(id|type|time|weighting|student_response|result|latency)`, 'w', upTo(255)),
    rule(`interactions${index}(objectives|correct_responses)${index}(id|pattern)`, 'w', upTo(255)),
  ],
  '2004': [
    rule(
      '(learner_id|learner_name|credit|entry|total_time|mode|launch_data|scaled_passing_score|completion_threshold)',
      'r',
    ),
    rule('location', 'rw', upTo(1000)),
    rule('completion_status', 'rw', completions),
    rule('success_status', 'rw', successes),
    rule('exit', 'w', oneOf('time-out', 'suspend', 'logout', 'normal', '')),
    rule('session_time', 'w', duration),
    ...score('', true),
    rule('progress_measure', 'rw', number, [0, 1]),
    rule('suspend_data', 'rw', upTo(64_000)),
    rule('learner_preference\\.(audio_level|delivery_speed)', 'rw', number),
    rule('learner_preference\\.(language|audio_captioning)', 'rw', upTo(255)),
    rule(`objectives${index}(id|description)`, 'rw', upTo(4000)),
    rule(`objectives${index}completion_status`, 'rw', completions),
    rule(`objectives${index}success_status`, 'rw', successes),
    rule(`objectives${index}progress_measure`, 'rw', number, [0, 1]),
    ...score(`objectives${index}`, true),
    rule(
      `interactions${index}(id|type|timestamp|weighting|learner_response|result|latency|description)`,
      'rw',
      upTo(4000),
    ),
    rule(`interactions${index}(objectives|correct_responses)${index}(id|pattern)`, 'rw', upTo(4000)),
  ],
}

/** What a package of a version may set and ask for. */
export const rulesOf = (version: Manifest['version']): readonly ElementRule[] => rules[version]

/** Why a value cannot be set; undefined where it can. */
export function refusalOf(version: Manifest['version'], name: string, value: string): string | undefined {
  const found = rules[version].find((one) => new RegExp(one.name).test(name))
  if (!found) return 'is no element that is kept'
  if (found.access === 'r') return 'is only read'
  if (!new RegExp(found.value).test(value)) return 'has another type'
  const [least, most] = found.range ?? [-Infinity, Infinity]
  return Number(value) < least || Number(value) > most ? 'is out of its range' : undefined
}
