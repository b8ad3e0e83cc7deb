import type { BlockField } from '../../../runtime/index.js'
import { toSay } from '../../words/index.js'

/** Fields that stand together in an author's form. */
export interface FieldGroup {
  readonly title: string
  readonly fields: readonly BlockField[]
  /** Whether they are seldom needed, and folded away. */
  readonly isFolded: boolean
}

/** Fields that any block may have and that are about grades: dates by which work counts, and what is shown of results. */
const ofGrades: ReadonlySet<string> = new Set([
  'due',
  'graceperiod',
  'graded',
  'format',
  'weight',
  'max_attempts',
  'show_correctness',
  'showanswer',
])

/** The groups of a form: what a block is and says, how it is graded, and what is seldom needed; empty ones are left out. */
export function fieldGroups(fields: readonly BlockField[]): readonly FieldGroup[] {
  const isRare = ({ field }: BlockField) => field.options.rare === true
  const isGrading = ({ olxName, field }: BlockField) =>
    (field.options.group ?? (ofGrades.has(olxName) ? 'grading' : 'basic')) === 'grading'
  const often = fields.filter((field) => !isRare(field))
  const basic = often.filter((field) => !isGrading(field))
  // What it is called comes first, and then what it says.
  const order = ({ olxName, scope }: BlockField) =>
    olxName === 'display_name' ? 0 : scope.name === 'content' ? 1 : 2
  return [
    {
      title: toSay('Basic'),
      fields: basic.toSorted((one, other) => order(one) - order(other)),
      isFolded: false,
    },
    { title: toSay('Grading'), fields: often.filter(isGrading), isFolded: false },
    { title: toSay('Advanced'), fields: fields.filter(isRare), isFolded: true },
  ].filter((group) => group.fields.length > 0)
}
