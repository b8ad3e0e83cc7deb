import {
  Fragment,
  html,
  type BlockType,
  type BlockTypes,
  type ComposedBlock,
  type FragmentResource,
  type SafeHtml,
} from '../../runtime/index.js'
import { readEditedFields } from '../pages/edited-fields.js'
import { defaultOf, editableFields, editorForm } from '../pages/editor-form.js'
import type { StageScene } from './stage.js'
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
 * Shows a scenario. A block without an author view gets an editor form made from its fields.
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
      const fragment = part instanceof Fragment ? part : await session.fragment(part, view)
      shown.push(fragment.content)
      whole.addResourcesOf(fragment)
    }
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

/** Blocks with an author view of their own, and editor forms for the others with what is inside them. */
function authorParts(
  block: ComposedBlock,
  standing: Standing,
  types: BlockTypes,
  posted: Posted | undefined,
): (ComposedBlock | Fragment)[] {
  const type = types.get(block.type)
  if (!type || block.failure || type.views.has('author_view')) return [block]
  const form = editorForm({
    type,
    usage: block.key,
    values: block.fields,
    ...(block.sources && { sources: block.sources }),
    action: fieldsPath(standing.place, block.key),
    ...(posted?.usage === block.key && { refused: refusedFields(type, block, posted.form) }),
  })
  const fragment = new Fragment(form).addCss('/client/editor-form.css')
  return [fragment, ...block.children.flatMap((child) => authorParts(child, standing, types, posted))]
}

function refusedFields(type: BlockType, block: ComposedBlock, form: URLSearchParams) {
  const fields = editableFields(type)
  const shown = fields.map(
    (field) => [field.olxName, block.fields[field.olxName] ?? defaultOf(field)] as const,
  )
  return readEditedFields(fields, Object.fromEntries(shown), form)
}
