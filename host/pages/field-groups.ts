import type { BlockField } from '../../runtime/index.js'

/** Fields that stand together in an author's form. */
export interface FieldGroup {
  readonly title: string
  readonly fields: readonly BlockField[]
  /** Whether they are seldom needed, and folded away. */
  readonly isFolded: boolean
}

/** The groups of a form: what a block says, how it is used, and what is seldom needed; empty ones are left out. */
export function fieldGroups(fields: readonly BlockField[]): readonly FieldGroup[] {
  const isRare = ({ field }: BlockField) => field.options.rare === true
  const often = fields.filter((field) => !isRare(field))
  return [
    { title: 'Content', fields: often.filter(({ scope }) => scope.name === 'content'), isFolded: false },
    { title: 'Settings', fields: often.filter(({ scope }) => scope.name !== 'content'), isFolded: false },
    { title: 'Seldom needed', fields: fields.filter(isRare), isFolded: true },
  ].filter((group) => group.fields.length > 0)
}
