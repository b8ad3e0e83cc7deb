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
} from '../../../runtime/field/index.js'

/** The fields of a problem, under the incumbent's names. */
export const problemFields = {
  content: {
    data: string('<problem/>', { label: 'Problem', help: 'The whole problem, as XML.', multiline: true }),
    markdown: optional(
      string('', {
        label: 'Markdown',
        help: 'The text the XML is made from, if it is; changing it makes the XML anew.',
        multiline: true,
      }),
    ),
  },
  settings: {
    displayName: string('', { label: 'Display name' }),
    maxAttempts: optional(
      integer(0, {
        label: 'Maximum attempts',
        help: 'How often learners may submit; empty for no limit.',
        group: 'grading',
      }),
    ),
    weight: optional(
      float(0, {
        label: 'Weight',
        help: 'What the whole problem counts; empty for its own points.',
        group: 'grading',
      }),
    ),
    due: date({ label: 'Due', group: 'grading' }),
    /** When the course ends: what is not due closes then. */
    courseEnd: date({ hidden: true }),
    graceperiod: timedelta({
      label: 'Grace period',
      help: 'How long after it is due a problem stays open.',
      group: 'grading',
    }),
    graded: boolean(false, { label: 'Counts towards the grade', group: 'grading' }),
    showanswer: string('finished', {
      label: 'Show answer',
      group: 'grading',
      valueLabels: {
        always: 'Always',
        attempted: 'Once attempted',
        answered: 'Once answered right',
        closed: 'Once it is closed',
        finished: 'Once answered right, or closed',
        correct_or_past_due: 'Once answered right, or past due',
        past_due: 'Once past due',
        after_attempts: 'After some attempts',
        after_all_attempts: 'After all attempts',
        after_all_attempts_or_correct: 'After all attempts, or answered right',
        attempted_no_past_due: 'Once attempted, also past due',
        never: 'Never',
      },
      values: [
        'always',
        'attempted',
        'answered',
        'closed',
        'finished',
        'correct_or_past_due',
        'past_due',
        'after_attempts',
        'after_all_attempts',
        'after_all_attempts_or_correct',
        'attempted_no_past_due',
        'never',
      ],
    }),
    attemptsBeforeShowanswerButton: integer(0, {
      label: 'Attempts before the answer is shown',
      group: 'grading',
      rare: true,
    }),
    showCorrectness: string('always', {
      label: 'Show results',
      group: 'grading',
      valueLabels: {
        always: 'Always',
        past_due: 'Once past due',
        never: 'Never',
        never_but_include_grade: 'Never, but in the grade',
      },
      values: ['always', 'past_due', 'never', 'never_but_include_grade'],
    }),
    showResetButton: boolean(false, { label: 'Show reset button', rare: true }),
    forceSaveButton: boolean(false, { label: 'Always show the save button', rare: true }),
    rerandomize: string('never', {
      label: 'Randomization',
      rare: true,
      valueLabels: {
        never: 'Never',
        per_student: 'Once for each learner',
        onreset: 'When the learner resets it',
        always: 'With each attempt',
      },
      values: ['never', 'per_student', 'onreset', 'always'],
      help: 'When the random values of the problem are drawn anew.',
    }),
    seeds: list(integer(), [], {
      label: 'Variants',
      rare: true,
      help: 'The seeds that learners get, where the problem draws random values; empty for all. Seeds that learners have stay theirs.',
    }),
    submissionWaitSeconds: integer(0, { label: 'Seconds between submissions', rare: true }),
    gradingMethod: string('last_score', {
      label: 'Grading method',
      group: 'grading',
      valueLabels: {
        last_score: 'The last one',
        first_score: 'The first one',
        highest_score: 'The best one',
        average_score: 'The average of all',
      },
      values: ['last_score', 'first_score', 'highest_score', 'average_score'],
      help: 'Which of the attempts counts.',
    }),
    useLatexCompiler: boolean(false, { label: 'Edit as LaTeX', rare: true }),
    sourceCode: optional(
      string('', { label: 'LaTeX', help: 'The LaTeX the XML was made from, if it was.', rare: true }),
    ),
    matlabApiKey: optional(string('', { help: 'Kept from older content.', rare: true })),
    textCustomization: json(null, { help: 'Kept from older content.', rare: true }),
  },
  userState: {
    attempts: integer(0),
    /** Graded, and not reset since. */
    done: boolean(false),
    /** Unset until something rests on it. */
    seed: optional(integer(0)),
    studentAnswers: dict(),
    correctMap: dict(),
    inputState: dict(),
    /** Whether answers were saved since the last submission. */
    hasSavedAnswers: boolean(false),
    /** The score that counts, of all attempts. */
    score: json(),
    /** One entry for each graded submission that is kept whole, oldest first; the other two histories run beside it. */
    scoreHistory: list(),
    studentAnswersHistory: list(),
    correctMapHistory: list(),
    /** What is left of the other submissions: `{count, sum, best}`. */
    earlierAttempts: json(),
    lastSubmissionTime: date(),
    /** Whether a problem without anything to answer was seen. */
    seen: boolean(false),
    /** The last hint shown, from 0. */
    hintIndex: optional(integer(0)),
  },
} as const
