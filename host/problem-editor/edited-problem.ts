import {
  changedProblem,
  formStep,
  markdownToXml,
  problemMarkdown,
  type FormStep,
} from '../../blocks/problem/index.js'
import { CompositorError, isJsonObject, withoutReturns, type Json } from '../../runtime/index.js'

import { chosenTexts } from '../pages/authors/piece-choice.js'

/** The ways in which a problem is written. */
export const problemTabs = ['form', 'markdown', 'xml'] as const
export type ProblemTab = (typeof problemTabs)[number]

/** A problem while it is written: nothing of it is kept but in the page. */
export interface EditedProblem {
  readonly tab: ProblemTab
  readonly data: string
  readonly markdown: string | null
  /** What is to be saved of it; the other text follows. */
  readonly changed: 'nothing' | 'data' | 'markdown' | 'no-markdown'
  /** The seed that it is looked at with. */
  readonly seed: number
  /** Why what was typed into the form makes no problem, and what was typed, by the names of slots. */
  readonly fault?: CompositorError
  readonly typed?: ReadonlyMap<string, string>
}

/** What somebody asked for with a page, besides saving. */
export type EditorWish =
  | { readonly do: 'look' }
  | { readonly do: 'tab'; readonly tab: ProblemTab }
  | FormStep
  /** Keeps the answers that were tried as a case, or takes one away. */
  | { readonly do: 'keep'; readonly verdict: 'correct' | 'incorrect' }
  | { readonly do: 'drop'; readonly index: number }

/** The wish that a form posts as `do`; undefined where it is to be saved. */
export function editorWish(form: URLSearchParams): EditorWish | undefined {
  const words = form.get('do') ?? ''
  const [what, which = ''] = words.split(':')
  const tab = problemTabs.find((one) => one === which)
  if (what === 'tab' && tab) return { do: 'tab', tab }
  if (what === 'keep') return { do: 'keep', verdict: which === 'incorrect' ? 'incorrect' : 'correct' }
  if (what === 'drop' && /^\d{1,4}$/.test(which)) return { do: 'drop', index: Number(which) }
  return formStep(words) ?? (what === 'look' ? { do: 'look' } : undefined)
}

/** A problem as it is when its page is opened. */
export function openedProblem(
  { data, markdown = null }: { readonly data?: Json | undefined; readonly markdown?: Json | undefined },
  tab: ProblemTab = 'form',
): EditedProblem {
  return {
    tab,
    data: typeof data === 'string' ? data : '<problem/>',
    markdown: typeof markdown === 'string' && markdown.trim() !== '' ? markdown : null,
    changed: 'nothing',
    seed: 1,
  }
}

/** Whether a form has a problem in it. */
export function hasProblem(form: URLSearchParams): boolean {
  return form.has('problem.was')
}

/** A problem as a page posts it, with what was wished done. Never throws: what makes no problem is kept as it was typed. */
export function postedProblem(form: URLSearchParams, wish: EditorWish | undefined): EditedProblem {
  const was = { ...wasIn(form), ...seedIn(form) }
  const { tab } = was
  const next = wish?.do === 'tab' ? wish.tab : tab
  const chosen = chosenTexts(form).get('data')
  if (chosen !== undefined) return { ...was, data: chosen, markdown: null, changed: 'data', tab: next }
  if (tab === 'xml') return { ...ofXml(was, form.get('problem.xml')), tab: next }
  if (tab === 'markdown') return { ...ofMarkdown(was, form.get('problem.markdown')), tab: next }
  const filled = ofForm(was, form, wish)
  return filled.fault ? filled : { ...filled, tab: next }
}

/** The hidden value that a page carries a problem in. */
export function carried({ data, markdown, changed }: EditedProblem): string {
  return JSON.stringify({ data, markdown, changed })
}

/** What a page posts, as a form of the problem's fields has it. */
export function asFields(form: URLSearchParams, { data, markdown, changed }: EditedProblem): URLSearchParams {
  const fields = new URLSearchParams(
    [...form].filter(([name]) => !/^(?:problem|slot|input_try|pieces?)[._]/.test(name)),
  )
  if (changed === 'data') fields.set('field.data', data)
  if (changed === 'markdown') fields.set('field.markdown', markdown ?? '')
  if (changed === 'no-markdown') {
    fields.set('field.markdown', '')
    fields.append('null.markdown', 'off')
    fields.append('null.markdown', 'on')
  }
  return fields
}

function wasIn(form: URLSearchParams): EditedProblem {
  const tab = problemTabs.find((one) => one === form.get('problem.tab')) ?? 'form'
  let was: unknown
  try {
    was = JSON.parse(form.get('problem.was') ?? '')
  } catch (cause) {
    throw new CompositorError('handler-input', 'The form lacks the problem that it was made of.', { cause })
  }
  const { data, markdown = null, changed } = isJsonObject(was as Json) ? (was as Record<string, Json>) : {}
  const known = (['data', 'markdown', 'no-markdown'] as const).find((one) => one === changed)
  return { ...openedProblem({ data, markdown }, tab), changed: known ?? 'nothing' }
}

function seedIn(form: URLSearchParams): { readonly seed: number } {
  const seed = Number(form.get('problem.seed') ?? '1')
  const by = form.get('do') === 'look:next' ? 1 : 0
  return { seed: Number.isInteger(seed) && seed >= 0 && seed < 1_000_000 ? seed + by : 1 }
}

function ofXml(was: EditedProblem, xml: string | null): EditedProblem {
  if (xml === null || withoutReturns(xml) === withoutReturns(was.data)) return was
  // Browsers send line ends of their own; those of the text stay.
  const data = was.data.includes('\r\n') ? xml : withoutReturns(xml)
  return { ...was, data, markdown: null, changed: 'data' }
}

function ofMarkdown(was: EditedProblem, given: string | null): EditedProblem {
  if (given === null) return was
  const text = withoutReturns(given)
  if (text === withoutReturns(shownMarkdown(was) ?? '')) return was
  if (text.trim() === '')
    return { ...was, markdown: null, changed: was.changed === 'nothing' ? 'no-markdown' : 'data' }
  return { ...was, markdown: text, data: markdownToXml(text), changed: 'markdown' }
}

/** The Markdown of a problem: its own, else one that gives its XML; undefined where there is none. */
export function shownMarkdown({ data, markdown }: EditedProblem): string | undefined {
  if (markdown !== null) return markdown
  try {
    const found = problemMarkdown(data)
    return 'markdown' in found ? found.markdown : undefined
  } catch {
    return undefined
  }
}

/** What Markdown has no way to write of a problem, and at which line; undefined where it writes all, or the text cannot be read. */
export function unwritable({
  data,
}: EditedProblem): { readonly name: string; readonly line: number } | undefined {
  try {
    const found = problemMarkdown(data)
    return 'lost' in found ? found.lost : undefined
  } catch {
    return undefined
  }
}

function ofForm(was: EditedProblem, form: URLSearchParams, wish: EditorWish | undefined): EditedProblem {
  const values = new Map<string, string>()
  for (const [name, value] of form) if (name.startsWith('slot.')) values.set(name.slice(5), value)
  const step = wish && 'do' in wish && isStep(wish) ? wish : undefined
  try {
    const data = changedProblem(was.data, values, step)
    if (data === was.data) return was
    const found = was.markdown === null ? undefined : problemMarkdown(data)
    const isMarkdown = found !== undefined && 'markdown' in found && found.markdown !== was.markdown
    return isMarkdown
      ? { ...was, data: markdownToXml(found.markdown), markdown: found.markdown, changed: 'markdown' }
      : { ...was, data, markdown: null, changed: 'data' }
  } catch (thrown) {
    return { ...was, fault: CompositorError.from(thrown, 'problem-unsupported'), typed: values }
  }
}

function isStep(wish: EditorWish): wish is FormStep {
  return wish.do === 'add' || wish.do === 'more' || wish.do === 'remove' || wish.do === 'move'
}
