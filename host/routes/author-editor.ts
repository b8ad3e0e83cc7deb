import type { Learner } from '../../lms/index.js'
import { fieldOwner, Fragment, html, isAuthored, type BlockType, type SafeHtml } from '../../runtime/index.js'
import { editorView, previewView } from '../drafts/draft-views.js'
import type { Draft } from '../drafts/draft.js'
import type { HostParts } from '../host-parts.js'
import { editorForm, type EditorFormParts, type RefusedEdits } from '../pages/editor-form.js'
import { textForm, type RefusedText } from '../pages/text-form.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'clientFiles' | 'draftViews'>

/** What a block is edited with, and what its page is called. */
export interface ShownEditor {
  readonly editor: Fragment
  readonly title: string
}

/**
 * The preview that a block's type brings, and below it what the block is edited with: the editor its type brings, else the
 * form made of its fields. A block that cannot be shown has the form, by which it can be put right.
 * @param refused what was posted and not saved @param refusedText the same of a block's own text @param isBelow whether the page has its heading above
 */
export async function editorOf(
  host: Parts,
  draft: Draft,
  author: Learner,
  refused: RefusedEdits | undefined,
  refusedText?: RefusedText,
  isBelow = false,
): Promise<ShownEditor> {
  const { block, type, fixed, kept, base } = draft
  const name = block.fields['display_name']
  const title = typeof name === 'string' && name !== '' ? name : block.type
  const own = async (view: string, label: string) => {
    if (block.failure || !type?.views.has(view)) return undefined
    const shown = await host.draftViews.show(block, view, author)
    const content = html`<section class="author-${view === previewView ? 'preview' : 'editor'}" aria-label="${label}">${shown.content}</section>`
    return new Fragment(content).addResourcesOf(shown)
  }
  const preview = await own(previewView, 'Preview')
  const editor = fixed === undefined && !refused ? await own(editorView, 'Editor') : undefined
  const isForm = type !== undefined && fixed === undefined && !editor
  const choices = isForm && type.choiceMethods.size > 0 ? await host.draftViews.choices(block) : undefined
  const parts: SafeHtml[] = []
  if (!isBelow && (preview || editor || !type || fixed !== undefined)) parts.push(html`<h1>${title}</h1>`)
  if (kept) {
    const action = `${host.base}/author/blocks/${encodeURIComponent(block.key)}`
    parts.push(textForm({ usage: block.key, kept, base, action, refused: refusedText }))
  } else if (fixed !== undefined) parts.push(html`<p class="unsupported" role="note">${fixed}</p>`)
  if (preview) parts.push(preview.content)
  if (editor) parts.push(editor.content)
  else if (isForm)
    parts.push(
      formOf(host, draft, type, refused, {
        heading: preview || isBelow ? 2 : 1,
        timeZone: author.timeZone,
        choices,
      }),
    )
  // Calls from here say which version they were made of, and learn which one they led to.
  const content = html`<div class="author-block" data-base="${base}">${parts}</div>`
  const { clientFiles, base: path } = host
  const page = new Fragment(content).addJavascript(`${path}/client/${clientFiles.own('author.js')}`)
  if (!editor) page.addCss(`${path}/client/${clientFiles.own('editor-form.css')}`)
  for (const one of [preview, editor]) if (one) page.addResourcesOf(one)
  return { title, editor: page }
}

function formOf(
  host: Parts,
  draft: Draft,
  type: BlockType,
  refused: RefusedEdits | undefined,
  also: Pick<EditorFormParts, 'heading' | 'timeZone' | 'choices'>,
): SafeHtml {
  const { block, base, remarks, setForAll, above, inherited } = draft
  const referring = above.at(-1)
  const address = (key: string) => `${host.base}/author/blocks/${encodeURIComponent(key)}`
  const form = editorForm({
    type,
    usage: block.key,
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
    more: html`${block.origin && takesContent(type) && contentBox(refused)}<input type="hidden" name="base" value="${base}">`,
    action: address(block.key),
  })
  const origin =
    block.origin &&
    html`<p class="author-origin">This is a block of the library <code>${block.origin.library}</code>. What you change here holds in this place only.</p>`
  return html`${origin}${form}`
}

/** Whether a block has content that its library says what it is. */
function takesContent(type: BlockType): boolean {
  return type.fields.some((field) => isAuthored(field) && fieldOwner(type, field) === 'library')
}

/** Asks whether content of the library may become the course's own. */
function contentBox(refused: RefusedEdits | undefined): SafeHtml {
  return html`<p class="editor-content"><label><input type="checkbox" name="customize"> Make content that I change here this course’s own: later versions of the library change it here no more, until it is reset.</label>${refused && html` <span class="editor-help">Settings need no such word.</span>`}</p>`
}
