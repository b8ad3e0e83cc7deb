import type { ContextHead } from '../../content/index.js'
import type { Learner } from '../../lms/index.js'
import { CompositorError } from '../../runtime/index.js'
import { titleOf } from '../drafts/draft.js'
import type { HostParts } from '../host-parts.js'
import type { HostRequest } from '../http/exchange.js'
import type { CoursePlace } from '../pages/authors/course-head.js'
import { contextNav, type NavEntry } from '../pages/context-nav.js'
import { toSay, type PageWords } from '../words/index.js'
import { undoIn } from './library-place.js'

/** What is needed of the host to find a course for one of its authors' pages. */
export type CoursePlaceParts = Pick<
  HostParts,
  'base' | 'client' | 'content' | 'permissions' | 'types' | 'visitors'
>

/** A course with who looks at it. */
export interface FoundCourse {
  readonly author: Learner
  readonly head: ContextHead
  readonly place: CoursePlace
}

/** What pages of a course say after what was done there; `{title}` is what it was done to. */
export const courseNews: Readonly<Record<string, string>> = {
  made: toSay('The course is made. Learners see nothing of it until you publish it.'),
  added: toSay('“{title}” is added to the draft.'),
  moved: toSay('“{title}” is moved, in the draft.'),
  duplicated: toSay('“{title}” is duplicated. Nobody has any state of the copy.'),
  deleted: toSay('“{title}” is deleted from the draft.'),
  saved: toSay('“{title}” is saved in the draft.'),
  unchanged: toSay('There was nothing to save.'),
  undone: toSay('Taken back: the draft is what it was before.'),
  published: toSay('Published: learners see it now.'),
  discarded: toSay('Discarded: it is as it is published. What it was stays in the history.'),
  filesAdded: toSay('The files are added to the draft.'),
  fileDeleted: toSay('The file is deleted from the draft.'),
  graded: toSay('The grading is saved in the draft.'),
  restored: toSay('It is as it was in that version, in the draft.'),
}

/**
 * The course that a page is about, for somebody who may read its draft. @param permission what the request is for
 * @throws CompositorError `context-unknown` for what is no course or pathway; see `Permissions.author`
 */
export async function coursePlace(
  host: CoursePlaceParts,
  request: HostRequest,
  context: string,
  permission: 'read' | 'edit' | 'publish' = 'read',
): Promise<FoundCourse> {
  const author = await host.permissions.author(request, permission, context)
  const head = await host.content.head(context)
  if (head.kind !== 'course')
    throw new CompositorError('context-unknown', `'${context.slice(0, 200)}' is no course.`)
  const words = host.visitors.wordsOf(author)
  const { query } = request
  const name = query.get('news') ?? ''
  const said = Object.hasOwn(courseNews, name) ? courseNews[name] : undefined
  const [title, undo] = await Promise.all([titleFor(host, head, query), undoIn(host, context, query)])
  return {
    author,
    head,
    place: {
      words,
      nav: editingNav(host, { words, author, context: head.context, isOpen: head.published !== null }),
      base: host.base,
      context: head.context,
      title: head.title,
      draft: head.draft,
      isPublished: head.draft === head.published,
      isOpen: head.published !== null,
      news: said === undefined ? undefined : words.say(said, { title }),
      undo,
    },
  }
}

/** The ways from where authors edit a course to its other pages; none where learners see nothing of it. */
export function editingNav(
  { base }: Pick<HostParts, 'base'>,
  {
    words,
    author,
    context,
    isOpen,
  }: {
    readonly words: PageWords
    readonly author: Learner
    readonly context: string
    readonly isOpen: boolean
  },
): readonly NavEntry[] {
  return isOpen
    ? contextNav({ words, base, context, isStaff: author.isStaff, isAuthor: true, here: 'edit' })
    : []
}

/** What the block is called that an address says something was done to: in the draft, else in the version before that. */
async function titleFor(
  host: CoursePlaceParts,
  { context }: ContextHead,
  query: URLSearchParams,
): Promise<string> {
  const about = query.get('about')
  if (about === null) return ''
  const before = /^\d{1,9}/.exec(query.get('undo') ?? '')?.[0]
  for (const version of ['draft', ...(before === undefined ? [] : [before])]) {
    const block = await host.content
      .view(context, version)
      .then((view) => view.block(about))
      .catch(() => undefined)
    if (block) return titleOf(about, block.type, block.settings['display_name'])
  }
  return ''
}
