import type { NamedPolicy } from '../../../content/index.js'
import {
  messageOf,
  textOfValue,
  valueOfText,
  type BlockField,
  type Json,
  type JsonObject,
  type PolicyGroup,
} from '../../../runtime/index.js'

/** A setting as a form has it. */
export interface SettingRow {
  /** OLX name. */
  readonly field: string
  readonly text: string
  /** Whether it is taken away from that moment on. */
  readonly isGone: boolean
  readonly error?: string | undefined
}

/** Settings that hold from a moment on. */
export interface PolicySection {
  /** `start` or `end` of the course, or a date, ISO 8601; '' for always. */
  readonly from: string
  readonly rows: readonly SettingRow[]
}

/** A policy group as its form has it, with where it is to hold. */
export interface PolicyForm {
  readonly title: string
  /** The one that always holds first. */
  readonly sections: readonly PolicySection[]
  readonly formats: readonly string[]
  /** Usage keys, as text. */
  readonly usages: readonly string[]
}

/** Sections of a form, and lines of one, that are read. */
const [mostSections, mostRows] = [50, 100]

/** The form of a group as it is. */
export function formOfPolicy({
  title,
  settings,
  formats,
  dated,
  usages,
}: Omit<NamedPolicy, 'name'>): PolicyForm {
  const rows = (all: JsonObject): readonly SettingRow[] =>
    Object.entries(all).map(([field, value]) => ({
      field,
      text: value === null ? '' : textOfValue(value),
      isGone: value === null,
    }))
  const sections = dated.map((one) => ({ from: one.from, rows: rows(one.settings) }))
  return { title: title ?? '', sections: [{ from: '', rows: rows(settings) }, ...sections], formats, usages }
}

/** Reads what the form of a group posts; what is added, and what is ticked to be removed, is done. */
export function readPolicyForm(sent: URLSearchParams, fields: ReadonlyMap<string, BlockField>): PolicyForm {
  const sections: PolicySection[] = []
  for (let index = 0; index < mostSections && (index === 0 || sent.has(`from.${index}`)); index++) {
    if (index > 0 && sent.has(`drop.${index}`)) continue
    const names = sent.getAll(`named.${index}`).slice(0, mostRows)
    const rows = names.flatMap((field) => {
      if (sent.has(`drop.${index}.${field}`)) return []
      const text = sent.get(`field.${index}.${field}`) ?? ''
      const isGone = sent.has(`gone.${index}.${field}`)
      return [checked({ field, text, isGone }, fields)]
    })
    const added = sent.get(`add.${index}`) ?? ''
    const isNew = fields.has(added) && !names.includes(added)
    const first = isNew ? [{ field: added, text: defaultText(fields.get(added)), isGone: false }] : []
    sections.push({
      from: index === 0 ? '' : momentIn(sent, `from.${index}`, `date.${index}`),
      rows: [...rows, ...first],
    })
  }
  if ((sent.get('from.new') ?? '') !== '')
    sections.push({ from: momentIn(sent, 'from.new', 'date.new'), rows: [] })
  const formats = [...sent.getAll('format'), ...(sent.get('formats') ?? '').split(',')]
  return {
    title: (sent.get('title') ?? '').trim(),
    sections,
    formats: [...new Set(formats.map((one) => one.trim()).filter((one) => one !== ''))],
    usages: [...new Set(sent.getAll('usage'))],
  }
}

/** Whether a form has values that do not fit. */
export function isRefused({ sections }: PolicyForm): boolean {
  return sections.some(({ rows }) => rows.some(({ error }) => error !== undefined))
}

/** The group that a form makes. */
export function policyOfForm(form: PolicyForm, fields: ReadonlyMap<string, BlockField>): PolicyGroup {
  const [always, ...dated] = form.sections
  const settings = (section: PolicySection | undefined, mayBeGone: boolean): JsonObject =>
    Object.fromEntries(
      (section?.rows ?? []).map(({ field, text, isGone }) => [
        field,
        mayBeGone && isGone ? null : valueOf(fields.get(field), text),
      ]),
    )
  return {
    ...(form.title !== '' && { title: form.title }),
    settings: settings(always, false),
    formats: form.formats,
    dated: dated.map((section) => ({ from: section.from, settings: settings(section, true) })),
  }
}

function checked(row: SettingRow, fields: ReadonlyMap<string, BlockField>): SettingRow {
  if (row.isGone) return row
  try {
    valueOf(fields.get(row.field), row.text)
    return row
  } catch (thrown) {
    return { ...row, error: messageOf(thrown) }
  }
}

/** @throws CompositorError `field-value` */
function valueOf(definition: BlockField | undefined, text: string): Json {
  return (definition ? valueOfText(definition, text) : text) ?? null
}

function defaultText(definition: BlockField | undefined): string {
  return definition ? textOfValue(definition.field.toJson(definition.field.freshDefault())) : ''
}

/** What is chosen of `start`, `end` and a date; minutes in UTC as browsers' inputs have them. */
function momentIn(sent: URLSearchParams, choice: string, date: string): string {
  const chosen = sent.get(choice) ?? ''
  if (chosen !== 'date') return chosen
  const given = (sent.get(date) ?? '').trim()
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(given) ? `${given}:00Z` : given
}
