import type { Learner } from '../../lms/index.js'
import { fieldOwner, Fragment, html, isAuthored, type BlockType, type SafeHtml } from '../../runtime/index.js'
import { editorView, previewView } from '../drafts/draft-views.js'
import type { Draft } from '../drafts/draft.js'
import type { HostParts } from '../host-parts.js'
import { authoredFields } from '../drafts/draft-edit.js'
import { shownOf } from '../drafts/draft-merge.js'
import { readEditedFields } from '../pages/authors/edited-fields.js'
import { typeName } from '../pages/type-names.js'
import type { ProblemTab } from '../problem-editor/edited-problem.js'
import type { PageWords } from '../words/index.js'
import {
  problemEditorOf,
  problemFields,
  type PostedEditor,
  type ProblemEditorHost,
} from './problem-editor.js'
import { textEditorOf, textFields } from './text-editor.js'
import { editorForm, type EditorFormParts, type RefusedEdits } from '../pages/authors/editor-form.js'
import { textForm, type RefusedText } from '../pages/authors/text-form.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'clientFiles' | 'draftViews' | 'visitors'> & ProblemEditorHost

/** What a block is edited with, and what its page is called. */
export interface ShownEditor {
  readonly editor: Fragment
  readonly title: string
  /** Whether it has something beside it, so that its page is to be wide. */
  readonly isWide: boolean
}

/** What somebody is doing with an editor, besides saving: nothing of it is kept but in the page. */
export interface Editing {
  readonly tab?: ProblemTab | undefined
  readonly posted?: PostedEditor | undefined
  /** Whether it stands below what the block holds, under a heading of the page's. */
  readonly isBelow?: boolean
}

/**
 * The preview that a block's type brings, and below it what the block is edited with: the editor its type brings, else the
 * form made of its fields. A block that cannot be shown has the form, by which it can be put right.
 * @param refused what was posted and not saved @param refusedText the same of a block's own text
 */
export async function editorOf(
  host: Parts,
  draft: Draft,
  author: Learner,
  refused: RefusedEdits | undefined,
  refusedText?: RefusedText,
  editing: Editing = {},
): Promise<ShownEditor> {
  const words = host.visitors.wordsOf(author)
  const { isBelow = false } = editing
  const { block, type, fixed, kept, base } = draft
  const name = block.fields['display_name']
  const title = typeof name === 'string' && name !== '' ? name : typeName(words, block.type)
  const own = async (view: string, label: string) => {
    if (block.failure || !type?.views.has(view)) return undefined
    const shown = await host.draftViews.show(block, view, author)
    const content = html`<section class="author-${view === previewView ? 'preview' : 'editor'}" aria-label="${label}">${shown.content}</section>`
    return new Fragment(content).addResourcesOf(shown)
  }
  const preview = await own(previewView, 'Preview')
  const editor = fixed === undefined && !refused ? await own(editorView, 'Editor') : undefined
  const isForm = type !== undefined && fixed === undefined && !editor
  const isProblem = isForm && type.name === 'problem' && type.fieldByOlxName('data') !== undefined
  const isText = isForm && type.name === 'html' && type.fieldByOlxName('data') !== undefined
  const choices = isForm && type.choiceMethods.size > 0 ? await host.draftViews.choices(block) : undefined
  const parts: SafeHtml[] = []
  if (!isBelow && (preview || editor || !type || fixed !== undefined)) parts.push(html`<h1>${title}</h1>`)
  if (kept) {
    const action = `${host.base}/author/blocks/${encodeURIComponent(block.key)}`
    parts.push(textForm({ words, usage: block.key, kept, base, action, refused: refusedText }))
  } else if (fixed !== undefined) parts.push(html`<p class="unsupported" role="note">${fixed}</p>`)
  if (preview) parts.push(preview.content)
  if (editor) parts.push(editor.content)
  else if (isForm) {
    const asked = { words, posted: editing.posted, refused, tab: editing.tab }
    const content = isProblem
      ? { instead: problemFields, shown: await problemEditorOf(host, draft, asked) }
      : isText
        ? { instead: textFields, shown: textEditorOf(host, draft, { words, refused }) }
        : undefined
    const typed = refused ?? (editing.posted && typedOf(draft, type, editing.posted))
    const also = {
      heading: preview || isBelow ? 2 : 1,
      timeZone: author.timeZone,
      choices,
      words,
      content,
    } as const
    parts.push(
      formOf(host, draft, type, typed, {
        ...also,
        base: editing.posted?.wish && editing.posted.form.get('base'),
      }),
    )
  }
  // Calls from here say which version they were made of, and learn which one they led to.
  const content = html`<div class="author-block" data-base="${base}"${kept === undefined && fixed === undefined && presentData(host, draft, author, words)}>${presentLine}${parts}</div>`
  const { clientFiles, base: path } = host
  const page = new Fragment(content).addJavascript(`${path}/client/${clientFiles.own('author.js')}`)
  if (!editor) page.addCss(`${path}/client/${clientFiles.own('editor-form.css')}`)
  if (isText) {
    page.addCss(`${path}/client/${clientFiles.own('problem-editor.css')}`)
    page.addCss(`${path}/client/${clientFiles.own('text-editor.css')}`)
    page.addJavascript(`${path}/client/${clientFiles.own('text-editor.js')}`)
  }
  if (isProblem && !editor) {
    page.addCss(`${path}/client/${clientFiles.address('problem', 'problem.css')}`)
    page.addCss(`${path}/client/${clientFiles.own('problem-editor.css')}`)
    page.addJavascript(`${path}/client/${clientFiles.own('problem-editor.js')}`)
  }
  for (const one of [preview, editor]) if (one) page.addResourcesOf(one)
  return { title, editor: page, isWide: isProblem || isText }
}

/** A line that says who else has the block open; it is filled in by scripts. */
const presentLine = html`<p class="author-present" aria-live="polite"></p>`

/** Where a page is told who else has its block open, and the words for it. */
function presentData(
  { base }: Parts,
  { block }: Draft,
  { anonymousId }: Learner,
  words: PageWords,
): SafeHtml {
  const address = `${base}/author/blocks/${encodeURIComponent(block.key)}/present`
  return html` data-present="${address}" data-me="${anonymousId}" data-here="${words.say('Also here: {names}', { names: '%' })}" data-saved="${words.say('{name} has just saved this block. What you write stays as it is; both are kept when you save.', { name: '%' })}"`
}

function formOf(
  host: Parts,
  draft: Draft,
  type: BlockType,
  refused: RefusedEdits | undefined,
  {
    words,
    base: opened,
    ...also
  }: Pick<EditorFormParts, 'heading' | 'timeZone' | 'choices' | 'content'> & {
    readonly words: PageWords
    /** What the form was made of that is shown again. */
    readonly base: string | null | undefined
  },
): SafeHtml {
  const { block, base, remarks, setForAll, above, inherited } = draft
  const referring = above.at(-1)
  const address = (key: string) => `${host.base}/author/blocks/${encodeURIComponent(key)}`
  const form = editorForm({
    type,
    usage: block.key,
    words,
    ...also,
    values: block.fields,
    ...(block.sources && { sources: block.sources }),
    ...(block.origin && { ownSource: 'override' as const }),
    ...(block.origin &&
      referring && {
        setForAll: {
          names: setForAll,
          link: html`<a href="${address(referring.key)}">${referring.title}</a>`,
        },
      }),
    inherited,
    remarks,
    ...(refused && { refused }),
    more: html`${block.origin && takesContent(type) && contentBox(refused, words)}<input type="hidden" name="base" value="${opened ?? base}">`,
    action: address(block.key),
  })
  const origin =
    block.origin &&
    html`<p class="author-origin">${words.sayHtml('This is a block of the library {library}. What you change here holds in this place only.', { library: html`<code>${block.origin.library}</code>` })}</p>`
  return html`${origin}${form}`
}

/** Whether a block has content that its library says what it is. */
function takesContent(type: BlockType): boolean {
  return type.fields.some((field) => isAuthored(field) && fieldOwner(type, field) === 'library')
}

/** Asks whether content of the library may become the course's own. */
function contentBox(refused: RefusedEdits | undefined, words: PageWords): SafeHtml {
  return html`<p class="editor-content"><label><input type="checkbox" name="customize"> ${words.say('Make content that I change here this course’s own: later versions of the library change it here no more, until it is reset.')}</label>${refused && html` <span class="editor-help">${words.say('Settings need no such word.')}</span>`}</p>`
}

/** What was typed into a form that is shown again without having been saved. */
function typedOf({ block }: Draft, type: BlockType, { fields }: PostedEditor): RefusedEdits {
  const edited = readEditedFields(authoredFields(type), shownOf(block, type), fields)
  return { ...edited, errors: {} }
}
