import { CompositorError, isShared, type BlockField, type Json } from '../../../runtime/index.js'
import type { BlockDraft } from '../block-draft.js'
import { addedTo } from './escapes.js'
import { poisoned } from './poison.js'
import type { Subject } from './subject.js'

/**
 * Every view that gives data gives it as clients ask for it, of a new block, of one that learners used and with each
 * field filled in: `student_view_data` is kept for everybody, so it sees content and settings only.
 */
export async function givesData(subject: Subject): Promise<void> {
  if (subject.aside) return
  const views = [...subject.type.views.keys()].filter((name) => !subject.pageViews.includes(name))
  if (views.length === 0) return
  for (const draft of subject.drafts) {
    for (const filled of filledIn(subject, draft)) {
      for (const view of views) await asked(subject, filled, view)
    }
  }
}

/** The block itself, with each of its authors' fields filled in, and with all of them. */
function* filledIn({ type }: Subject, draft: BlockDraft): Generator<BlockDraft> {
  yield draft
  const all: Record<string, Json> = {}
  for (const field of type.fields) {
    if (!isShared(field.scope)) continue
    const own = draft.fields[field.olxName] ?? field.field.toJson(field.field.freshDefault())
    const value = poisoned(field, own) ?? another(field, own)
    if (value === undefined) continue
    all[field.olxName] = value
    yield { ...draft, fields: { ...draft.fields, [field.olxName]: value } }
  }
  yield { ...draft, fields: { ...draft.fields, ...all } }
}

/** Another value than an empty one, or than a switch has. */
function another({ field }: BlockField, value: Json): Json | undefined {
  const isEmpty = value === null || (typeof value === 'object' && Object.keys(value).length === 0)
  const tried = typeof value === 'boolean' ? [!value] : isEmpty ? samples : []
  return tried.find((sample) => {
    try {
      field.fromJson(sample)
      return true
    } catch {
      return false
    }
  })
}

const samples: readonly Json[] = [['some', 'other'], { en: 'some', de: 'other' }, 1, true, 'some']

async function asked(subject: Subject, draft: BlockDraft, view: string): Promise<void> {
  const runtime = subject.runtime()
  const placed = addedTo(subject, runtime, draft)
  if (!placed) return
  const used = runtime.learner('ada')
  subject.store(runtime, placed, used)
  for (const person of [used, runtime.learner('bob'), runtime.staff(), runtime.anonymous()]) {
    await person.data(placed, view).catch((thrown: unknown) => {
      const error = CompositorError.from(thrown, 'block-failed')
      const reason = CompositorError.from(error.cause ?? error, 'block-failed')
      subject.fail(
        `view '${view}' failed for '${person.id}': ${error.message}${reason.code === 'field-scope' ? ' Give what is a learner’s in student_view_user_state.' : ''}`,
      )
    })
  }
}
