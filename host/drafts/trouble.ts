import {
  CompositorError,
  fieldMessages,
  messageOf,
  type BlockTypes,
  type ComposedBlock,
  type ComposedUnit,
  type ErrorCode,
  type FieldRemark,
  type Finding,
} from '../../runtime/index.js'

/** Something that is wrong with a block of a draft, or with what it brings in. */
export interface Trouble extends FieldRemark {
  /** Usage key of the block concerned. */
  readonly usage: string
  /** Of findings that publications tell. */
  readonly code?: ErrorCode
  /** Whether it is why the very block that is edited cannot be shown. */
  readonly isFailure?: boolean
  /** Whether it is what the type asks of fields together: a field that is changed keeps to it, be it broken before or not. */
  readonly isOfFields?: boolean
}

/** What publishing says of references, more exactly than composing does. */
const ofReferences = new Set([
  'library-version-missing',
  'library-block-missing',
  'reference-unset',
  'reference-empty',
])

/** What is said of references that their author is still making, step by step. */
export const ofUnfinished: ReadonlySet<string> = new Set([
  'reference-unset',
  'reference-empty',
  'reference-few',
])

/**
 * What is wrong with a composed block: what its type says of the fields, what could not be composed, and references that
 * lead nowhere.
 * @param block the block that is edited, the unit's root or one it brings in
 * @param findings of the references of the unit
 */
export function troublesOf(
  unit: ComposedUnit,
  block: ComposedBlock,
  findings: readonly Finding[],
  types: BlockTypes,
): Trouble[] {
  const said = remarksOf(block, types)
  const references = said.some(({ level }) => level === 'error') ? [] : findings
  const composing = (unit.diagnostics ?? []).filter(({ code }) => !ofReferences.has(code))
  const failure = block.failure && !ofReferences.has(block.failure.code) ? block.failure.message : undefined
  return [
    ...said,
    ...references.map((finding) => troubleOf(finding, block.key)),
    ...composing.map((finding) => {
      const trouble = troubleOf(finding, block.key)
      const isFailure = trouble.usage === block.key && finding.message === failure
      return isFailure ? { ...trouble, isFailure } : trouble
    }),
  ]
}

/** Whether two troubles are the same one. */
export function isSameTrouble(one: Trouble, other: Trouble): boolean {
  return one.usage === other.usage && one.message === other.message
}

/** A trouble in words, with its place in the field's text. */
export function troubleText({ message, line, column, usage }: Trouble, block: string): string {
  const place = line === undefined ? '' : `Line ${line}${column === undefined ? '' : `, column ${column}`}: `
  // Findings of references name their block themselves.
  const isNamed = usage === block || message.startsWith(usage)
  return `${isNamed ? '' : `${usage}: `}${place}${message.replace(/^<xml> /, 'The text ')}`
}

/** What a block's type says of its fields; what it throws in saying so is said, too. */
export function remarksOf(block: ComposedBlock, types: BlockTypes): Trouble[] {
  const { key: usage, definition, fields, prepared } = block
  const type = types.get(block.type)
  if (!type) return []
  const source = { usage, type: block.type, definition, fields }
  const ofFields = fieldMessages(type, source).map((one) => ({ ...one, usage, isOfFields: true }))
  const { check } = type.capabilities
  if (!check) return ofFields
  try {
    return [...ofFields, ...check(type.sharedFields(source), prepared).map((one) => ({ ...one, usage }))]
  } catch (thrown) {
    const line = thrown instanceof CompositorError ? thrown.location?.line : undefined
    return [...ofFields, { level: 'error', usage, message: messageOf(thrown), line }]
  }
}

/** Whatever an author can still change is an error, be it only a warning in content that is there already. */
export function troubleOf({ code, message, remedy, line, column, usage }: Finding, block: string): Trouble {
  return {
    level: code === 'reference-duplicate' || ofUnfinished.has(code) ? 'warning' : 'error',
    code,
    usage: usage ?? block,
    message: remedy === undefined ? message : `${message} ${remedy}`,
    line,
    column,
  }
}
