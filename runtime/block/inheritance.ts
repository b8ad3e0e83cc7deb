import {
  boolean,
  date,
  dict,
  float,
  integer,
  json,
  list,
  optional,
  string,
  timedelta,
} from '../field/index.js'
import { fieldMixin } from './field-mixin.js'

const hidden = { hidden: true } as const
const named = (label: string) => ({ label, ...hidden })
const no = (label?: string) => boolean(false, label === undefined ? hidden : named(label))

/**
 * Settings that every block has, and takes from the nearest block above that sets them (the incumbent's
 * `InheritanceMixin`). Nothing else inherits. `inheritance.of(block).due` reads one; a type that declares a field of
 * the same name gives it its own default and shows it to authors.
 */
export const inheritance = fieldMixin(
  'inheritance',
  {
    settings: {
      graded: no('Graded'),
      start: date(named('Start date')),
      due: date(named('Due date')),
      relativeWeeksDue: optional(integer(0, named('Due, in weeks after a learner’s start'))),
      visibleToStaffOnly: no('Hide from learners'),
      graceperiod: timedelta(named('Grace period')),
      groupAccess: dict(undefined, {}, named('Groups that see it')),
      showanswer: string('finished', named('Show answer')),
      showCorrectness: string('always', named('Show results')),
      rerandomize: string('never', named('Randomization')),
      daysEarlyForBeta: optional(float(0, named('Days earlier for testers'))),
      staticAssetPath: string('', named('Path of static files')),
      maxAttempts: optional(integer(0, named('Maximum attempts'))),
      userPartitions: list(json(), [], named('Ways to group learners')),
      videoSpeedOptimizations: boolean(true, hidden),
      videoAutoAdvance: no(),
      videoBumper: dict(undefined, {}, hidden),
      showResetButton: no('Show reset button'),
      edxnotes: no(),
      edxnotesVisibility: boolean(true, hidden),
      inEntranceExam: no(),
      selfPaced: no('Learners set their own pace'),
      hideFromToc: no('Hide from the table of contents'),
    },
  },
  // In a self-paced course dates that were left over close nothing.
  { inherited: true, voidedBy: { due: 'self_paced' } },
)
