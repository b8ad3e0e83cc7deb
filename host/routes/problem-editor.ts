import { lookedAt, type ProblemCase } from '../../blocks/problem/index.js'
import { SafeHtml } from '../../runtime/index.js'
import type { Draft } from '../drafts/draft.js'
import type { HostParts } from '../host-parts.js'
import { blockAddress } from '../pages/authors/author-pages.js'
import type { RefusedEdits } from '../pages/authors/editor-form.js'
import { problemEditor } from '../pages/authors/problem-editor.js'
import { isTriedAnswer } from '../pages/authors/problem-look.js'
import type { LineRemark } from '../pages/authors/problem-parts.js'
import {
  asFields,
  editorWish,
  hasProblem,
  openedProblem,
  postedProblem,
  type EditedProblem,
  type EditorWish,
  type ProblemTab,
} from '../problem-editor/edited-problem.js'
import { writtenCases } from '../problem-editor/written-cases.js'
import type { TextClash } from '../together/text-pieces.js'
import type { PageWords } from '../words/index.js'

/** What is needed of the host here. */
export type ProblemEditorHost = Pick<HostParts, 'base' | 'content' | 'problemTests' | 'types' | 'variants'>

/** A problem that a page posts. */
export interface PostedEditor {
  readonly form: URLSearchParams
  readonly problem: EditedProblem
  /** Undefined where it is to be saved. */
  readonly wish: EditorWish | undefined
  /** As a form of the block's fields has it. */
  readonly fields: URLSearchParams
}

/** The problem in what a page posts; undefined where there is none. @throws CompositorError `handler-input` */
export function postedEditor(form: URLSearchParams): PostedEditor | undefined {
  if (!hasProblem(form)) return undefined
  const wish = editorWish(form)
  const problem = postedProblem(form, wish)
  return { form, wish, problem, fields: asFields(form, problem) }
}

/** Keeps the answers that were tried as a case of the draft's problem, or takes one away, where that is wished. */
export async function caseWished(
  host: ProblemEditorHost,
  draft: Draft,
  { form, problem, wish }: PostedEditor,
  author: string,
): Promise<void> {
  if ((wish?.do !== 'keep' && wish?.do !== 'drop') || draft.block.origin) return
  const { context, block } = draft
  const { file, text } = await host.problemTests.casesOf(context, block.key)
  const looked = await look(host, draft, problem, form, [])
  const bytes = writtenCases(text, wish, looked, problem.seed)
  if (!bytes) return
  const step = { do: 'put-cases', usage: block.key, file, bytes } as const
  await host.content.operate(context, host.types, [step], { author })
}

/** The editor of a problem of the draft: as a page posts it, else as it is. */
export async function problemEditorOf(
  host: ProblemEditorHost,
  draft: Draft,
  {
    words,
    posted,
    refused,
    tab,
  }: {
    readonly words: PageWords
    readonly posted?: PostedEditor | undefined
    readonly refused?: RefusedEdits | undefined
    readonly tab?: ProblemTab | undefined
  },
): Promise<SafeHtml> {
  const { block, context } = draft
  const problem =
    posted?.problem ??
    refusedProblem(block, refused) ??
    openedProblem(block.fields, tab ?? (block.failure ? 'xml' : 'form'))
  const keepsCases = !block.origin
  const { cases } = keepsCases ? await host.problemTests.casesOf(context, block.key) : { cases: [] }
  const looked = await look(host, draft, problem, posted?.form, cases, words)
  const { findings, failure } = looked
  const remarks: LineRemark[] = [
    ...(failure ? [{ ...failure, isError: true }] : []),
    ...findings.map(({ message, level, line, column }) => ({
      message,
      line,
      column,
      isError: level === 'error',
    })),
  ]
  const errors = problemFields.flatMap((field) => {
    const words = refused?.errors[field]
    return words === undefined ? [] : [{ field, words }]
  })
  // What was found in the text is told beside it.
  const isFound = (words: string) => findings.some(({ message }) => words.includes(message))
  const notes =
    posted || errors.length > 0 ? [] : (draft.remarks['data'] ?? []).filter((one) => !isFound(one))
  return problemEditor({
    words,
    looked,
    remarks,
    keepsCases,
    problem,
    errors,
    notes,
    clash: refused && clashOf(refused, problem, block.fields['data']),
    seed: problem.seed,
    variants: `${blockAddress(host.base, block.key)}/variants`,
    content: looked.html === null ? undefined : new SafeHtml(host.variants.linked(looked.html, block.key)),
  })
}

/** A problem whose texts were sent without its editor and refused: they stand there as they were typed. */
function refusedProblem(
  { fields }: Draft['block'],
  refused: RefusedEdits | undefined,
): EditedProblem | undefined {
  const { data, markdown } = refused?.typed ?? {}
  if (data === undefined && markdown === undefined) return undefined
  const opened = openedProblem(
    { ...fields, ...(data !== undefined && { data }) },
    data === undefined ? 'markdown' : 'xml',
  )
  return {
    ...opened,
    ...(markdown !== undefined && { markdown }),
    changed: data === undefined ? 'markdown' : 'data',
  }
}

async function look(
  host: ProblemEditorHost,
  { context, type }: Draft,
  { data, seed }: EditedProblem,
  form: URLSearchParams | undefined,
  cases: readonly ProblemCase[],
  page?: PageWords,
) {
  const posted: Record<string, string | string[]> = {}
  for (const name of new Set(form?.keys() ?? []))
    if (isTriedAnswer(name))
      posted[name] = name.endsWith('[]') ? (form?.getAll(name) ?? []) : (form?.get(name) ?? '')
  const runner = await host.problemTests.runnerOf(context)
  const words = page && type?.words?.in(page.locale, page.timeZone)
  return lookedAt(data, { seed, runner, context, posted, cases, words })
}

/** Both texts of a problem that somebody else changed, too. */
function clashOf(
  { theirs = {}, was = {} }: RefusedEdits,
  { data }: EditedProblem,
  now: unknown,
): TextClash | undefined {
  if (!('data' in theirs) && !('markdown' in theirs)) return undefined
  const before = was['data']
  return {
    mine: data,
    theirs: typeof now === 'string' ? now : '',
    was: typeof before === 'string' ? before : undefined,
  }
}

/** What stands above settings where a problem's own editor takes the place of its texts. */
export const problemFields = ['data', 'markdown'] as const
