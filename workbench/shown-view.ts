import {
  Fragment,
  html,
  type BlockType,
  type BlockTypes,
  type ComposedBlock,
  type FragmentResource,
  type SafeHtml,
  type Session,
} from '../runtime/index.js'
import { authoredFields } from '../host/drafts/draft-edit.js'
import { shownOf } from '../host/drafts/draft-merge.js'
import { editorView, previewView } from '../host/drafts/draft-views.js'
import { readEditedFields } from '../host/pages/authors/edited-fields.js'
import { editorForm } from '../host/pages/authors/editor-form.js'
import type { StageScene } from './stage-scene.js'
import type { Standing } from './stage-door.js'
import { fieldsPath } from './workbench-urls.js'

/** A view of a whole scenario, as its page gets it. */
export interface ShownView {
  readonly html: string
  readonly resources: readonly FragmentResource[]
}

/** What was posted with an editor form and refused. */
interface Posted {
  readonly usage: string
  readonly form: URLSearchParams
}

/**
 * Shows a scenario. To authors a block without an editor of its own shows a form made from its fields.
 * @param posted the refused form, with the block's key as `usage`
 */
export async function showView(
  { unit, session }: StageScene,
  standing: Standing,
  view: string,
  types: BlockTypes,
  posted?: string,
): Promise<ShownView> {
  const type = types.get(unit.root.type)
  if (view === 'author_view') {
    const form = posted === undefined ? undefined : new URLSearchParams(posted)
    const refused = form && { usage: form.get('usage') ?? '', form }
    const parts = authorParts(unit.root, standing, types, refused)
    const whole = new Fragment(html``)
    const shown: SafeHtml[] = []
    for (const part of parts) {
      const fragment = 'form' in part ? await part.form(session) : await ownPart(part, session)
      shown.push(fragment.content)
      whole.addResourcesOf(fragment)
    }
    whole.addJavascript('/client/author.js')
    return { html: shown.map(({ text }) => text).join('\n'), resources: whole.resources }
  }
  if (type && !unit.root.failure && !type.views.has(view) && !type.views.has('fallback_view')) {
    return { html: withoutView(type, view).text, resources: [] }
  }
  const { content, resources } = await session.fragment(unit.root, view)
  return { html: content.text, resources }
}

function withoutView({ name, views }: BlockType, view: string): SafeHtml {
  return html`<p class="unsupported" role="note">A <code>${name}</code> has no <code>${view}</code>; it has:
    ${[...views.keys()].join(', ') || 'none'}.</p>`
}

/** What a block shows to authors by a view of its own. */
interface OwnPart {
  readonly block: ComposedBlock
  readonly view: string
}

/** The form of a block that brings no editor. */
interface FormPart {
  readonly form: (session: Session) => Promise<Fragment>
}

/**
 * For each block the preview its type brings and what it is edited with, the editor its type brings or else a form; then
 * what is inside it, unless the preview shows that.
 */
function authorParts(
  block: ComposedBlock,
  standing: Standing,
  types: BlockTypes,
  posted: Posted | undefined,
): (OwnPart | FormPart)[] {
  const type = types.get(block.type)
  if (!type || block.failure) return [{ block, view: previewView }]
  const refused = posted?.usage === block.key ? posted : undefined
  const preview = type.views.has(previewView) ? [{ block, view: previewView }] : []
  const editor =
    type.views.has(editorView) && !refused
      ? { block, view: editorView }
      : { form: (session: Session) => formFor(block, type, standing, refused, session) }
  const inside =
    preview.length > 0 ? [] : block.children.flatMap((child) => authorParts(child, standing, types, posted))
  return [...preview, editor, ...inside]
}

/** A view for authors in a section of its own, as their pages have it. */
async function ownPart({ block, view }: OwnPart, session: Session): Promise<Fragment> {
  const shown = await session.fragment(block, view)
  const [name, title] = view === previewView ? ['preview', 'Preview'] : ['editor', 'Editor']
  const of = block.fields['display_name']
  const label = `${title} of ${typeof of === 'string' && of !== '' ? of : block.type}`
  const section = html`<section class="author-${name}" aria-label="${label}">${shown.content}</section>`
  return new Fragment(section).addResourcesOf(shown)
}

async function formFor(
  block: ComposedBlock,
  type: BlockType,
  standing: Standing,
  refused: Posted | undefined,
  session: Session,
): Promise<Fragment> {
  const choices = type.choiceMethods.size > 0 ? await session.choices(block) : undefined
  const form = editorForm({
    type,
    usage: block.key,
    values: block.fields,
    ...(block.sources && { sources: block.sources }),
    action: fieldsPath(standing.place, block.key),
    choices,
    timeZone: standing.person.timeZone,
    ...(refused && {
      refused: readEditedFields(authoredFields(type), shownOf(block, type), refused.form),
    }),
  })
  return new Fragment(form).addCss('/client/editor-form.css')
}
