import type { FieldRemark, Following } from '../../../runtime/block/index.js'
import { messageOf } from '../../../runtime/errors/index.js'
import { olxName, type Field } from '../../../runtime/field/index.js'
import { parseXml, type XmlElement } from '../../../runtime/olx/index.js'
import { canonicalJson, type Json } from '../../../runtime/values/json.js'
import { markdownToXml, type CompiledProblem } from '../engine.js'
import { problemFields } from './problem-fields.js'

/** What of a problem's fields is looked at when authors change some. */
export interface AuthoredProblem {
  readonly data: string
  readonly markdown: string | null
}

/**
 * What authors should know of a problem that can be read: what of it cannot be graded, attributes in its text that say
 * something else than its fields, which count, and how its two texts hang together.
 */
export function problemRemarks(fields: AuthoredProblem, prepared: Json | undefined): FieldRemark[] {
  if (prepared === undefined) return []
  const { findings, script } = prepared as unknown as CompiledProblem
  // What a script will fill in is no mistake yet, and the host that runs it tries it.
  const known = findings.filter(
    ({ code, message }) => script === undefined || (code !== 'problem-script' && !message.includes('$')),
  )
  const root = parseXml(fields.data)
  return [
    ...rootRemarks(root),
    ...known.map(({ level, message, line, column }) => ({
      level: level ?? ('warning' as const),
      field: 'data',
      message,
      line,
      column,
    })),
    ...contradictions(root, fields),
    ...textRemarks(fields),
  ]
}

/** The field whose script, or whose responses' scripts, are tried where authors save. */
export function problemScripts(
  fields: AuthoredProblem,
  prepared: Json | undefined,
): { readonly field: string; readonly xml: string }[] {
  const isScripted = (prepared as unknown as CompiledProblem | undefined)?.script !== undefined
  return isScripted ? [{ field: 'data', xml: fields.data }] : []
}

/** The text of a problem that is no problem would be another block where it is written out and read again. */
function rootRemarks({ name, line, column }: XmlElement): FieldRemark[] {
  if (name === 'problem') return []
  const message = `The text is a <${name}>; that of a problem stands in <problem>…</problem>.`
  return [{ level: 'error', field: 'data', message, line, column }]
}

/** A problem's XML follows from its Markdown, until its author edits the XML itself: then the Markdown goes. */
export function followProblem({ markdown }: AuthoredProblem, changed: ReadonlySet<string>): Following {
  const hasMarkdown = markdown !== null && markdown.trim() !== ''
  if (!hasMarkdown) return { set: {} }
  if (!changed.has('markdown')) return { set: changed.has('data') ? { markdown: null } : {} }
  if (!changed.has('data')) return { set: { data: markdownToXml(markdown) } }
  const message =
    'Both the Markdown and the XML were changed, and the XML is made from the Markdown. Change one of them; to keep the XML, empty the Markdown.'
  return { set: {}, remarks: [{ level: 'error', field: 'markdown', message }] }
}

function textRemarks({ data, markdown }: AuthoredProblem): FieldRemark[] {
  if (markdown === null || markdown.trim() === '') return []
  const isMade = markdownToXml(markdown) === data
  const message = isMade
    ? 'This XML is made from the Markdown. Editing it here drops the Markdown.'
    : 'This XML is not quite what the Markdown gives: editing the Markdown makes it anew, editing it here drops the Markdown.'
  return [{ level: 'note', field: 'data', message }]
}

function contradictions(root: XmlElement, fields: AuthoredProblem): FieldRemark[] {
  const values = fields as unknown as Readonly<Record<string, unknown>>
  return Object.entries<Field<unknown>>(problemFields.settings).flatMap(([property, field]) => {
    const name = field.options.olxName ?? olxName(property)
    const written = root.attribute(name)
    const why = written === undefined ? undefined : contradiction(field, written, values[property])
    if (why === undefined) return []
    const { line, column } = root
    const message = `The text says ${name}="${written?.slice(0, 100)}", but ${why} Settings count; what the text says of them is not read.`
    return [{ level: 'warning' as const, field: 'data', message, line, column }]
  })
}

function contradiction(field: Field<unknown>, written: string, value: unknown): string | undefined {
  const label = field.options.label ?? 'the setting'
  try {
    const said = field.toJson(field.fromString(written))
    const held = field.toJson(value)
    if (canonicalJson(said) === canonicalJson(held)) return undefined
    return `“${label}” is ${held === null ? 'not set' : typeof held === 'string' ? `“${held}”` : JSON.stringify(held)}.`
  } catch (thrown) {
    return `“${label}” takes no such value: ${messageOf(thrown)}`
  }
}
