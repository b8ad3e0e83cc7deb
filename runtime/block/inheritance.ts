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
const no = () => boolean(false, hidden)

/**
 * Settings that every block has, and takes from the nearest block above that sets them (the incumbent's
 * `InheritanceMixin`). Nothing else inherits. `inheritance.of(block).due` reads one; a type that declares a field of
 * the same name gives it its own default and shows it to authors.
 */
export const inheritance = fieldMixin(
  'inheritance',
  {
    settings: {
      graded: no(),
      start: date(hidden),
      due: date(hidden),
      relativeWeeksDue: optional(integer(0, hidden)),
      visibleToStaffOnly: no(),
      graceperiod: timedelta(hidden),
      groupAccess: dict(undefined, {}, hidden),
      showanswer: string('finished', hidden),
      showCorrectness: string('always', hidden),
      rerandomize: string('never', hidden),
      daysEarlyForBeta: optional(float(0, hidden)),
      staticAssetPath: string('', hidden),
      maxAttempts: optional(integer(0, hidden)),
      userPartitions: list(json(), [], hidden),
      videoSpeedOptimizations: boolean(true, hidden),
      videoAutoAdvance: no(),
      videoBumper: dict(undefined, {}, hidden),
      showResetButton: no(),
      edxnotes: no(),
      edxnotesVisibility: boolean(true, hidden),
      inEntranceExam: no(),
      selfPaced: no(),
      hideFromToc: no(),
    },
  },
  // In a self-paced course dates that were left over close nothing.
  { inherited: true, voidedBy: { due: 'self_paced' } },
)
