import { html, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import { courseAddress } from './course-head.js'
import { libraryAddress } from '../libraries/libraries-page.js'

/** A course or library as authors find it. */
export interface ListedContext {
  readonly context: string
  readonly kind: 'course' | 'library'
  readonly title: string
  readonly isPublished: boolean
  /** Whether any version of it is. */
  readonly isOpen: boolean
  /** When it was last changed, ISO 8601, and by whom. */
  readonly at: string
  readonly by: string | undefined
}

/** What somebody typed of a course that was not made. */
export interface RefusedCourse {
  readonly values: Readonly<Record<string, string>>
  readonly why: string
}

/** What authors find when they come to work. */
export interface AuthorsHomeParts {
  readonly words: PageWords
  readonly base: string
  /** In the order in which they are shown. */
  readonly contexts: readonly ListedContext[]
  /** What lists are narrowed to. */
  readonly search: string
  /** The page with what follows; left out at the end. */
  readonly more?: string | undefined
  /** Whether there are the ways to make a course and to take one in. */
  readonly mayCreate: boolean
  readonly refused?: RefusedCourse | undefined
}

/** Courses and libraries with what is to be done, and the ways to make more. */
export function authorsHomePage(parts: AuthorsHomeParts): SafeHtml {
  const { words, base, contexts, search, more, mayCreate } = parts
  const courses = contexts.filter(({ kind }) => kind === 'course')
  const libraries = contexts.filter(({ kind }) => kind === 'library')
  const list = (title: string, id: string, some: readonly ListedContext[], none: string) =>
    html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${some.length === 0 ? html`<p>${none}</p>` : html`<ul class="course-cards">${some.map((one) => card(parts, one))}</ul>`}</section>`
  return html`<h1>${words.say('Authoring')}</h1>
<p class="author-actions">${mayCreate && html`<a class="button" href="#make-course">${words.say('New course')}</a> <a class="button quiet" href="${base}/author/imports">${words.say('Import from an archive')}</a>`} <a class="button quiet" href="${base}/author/libraries">${words.say('Libraries')}</a> <a class="button quiet" href="${base}/author/pathways">${words.say('Pathways')}</a></p>
<form class="home-search" role="search" method="get" action="${base}/author"><p class="field"><label for="home-search">${words.say('Find a course or library by its title or key')}</label><input id="home-search" type="search" name="search" value="${search}" dir="auto"></p><button type="submit" class="quiet">${words.say('Search')}</button></form>
${list(words.say('Courses'), 'courses', courses, search === '' ? words.say('There is no course yet. Make one, or import one from an archive.') : words.say('No course is called so.'))}
${(libraries.length > 0 || search === '') && list(words.say('Libraries'), 'libraries', libraries, words.say('There is no library yet.'))}
${more !== undefined && html`<p class="further"><a rel="next" href="${more}">${words.say('Show more')}</a></p>`}
${mayCreate && creating(parts)}`
}

function card({ words, base }: AuthorsHomeParts, one: ListedContext): SafeHtml {
  const { context, kind, title, isPublished, isOpen, at, by } = one
  const href = kind === 'course' ? courseAddress(base, context) : libraryAddress(base, context)
  const date = words.formatDate(new Date(at), { dateStyle: 'medium', timeStyle: 'short' })
  const state = !isOpen
    ? html`<span class="mark is-new">${words.say('Not yet published')}</span>`
    : isPublished
      ? html`<span class="mark is-published">${words.say('Published')}</span>`
      : html`<span class="mark is-changed">${words.say('Draft changes')}</span>`
  return html`<li><span class="about"><a href="${href}"><strong>${words.ofCourse(title)}</strong></a><small dir="ltr">${context}</small></span>${state}<small>${by === undefined ? words.say('Last changed {date}', { date }) : words.say('Last changed {date} by {name}', { date, name: by })}</small></li>`
}

function creating({ words, base, refused }: AuthorsHomeParts): SafeHtml {
  const text = (name: string, label: string, hint?: string) => {
    const id = `course-${name}`
    return html`<p class="field"><label for="${id}">${label}</label><input id="${id}" name="${name}" value="${refused?.values[name] ?? ''}" required autocomplete="off" spellcheck="false" dir="auto" maxlength="255"${hint !== undefined && html` aria-describedby="${id}-hint"`}>${hint !== undefined && html`<small id="${id}-hint">${hint}</small>`}</p>`
  }
  return html`<section class="author-making" aria-labelledby="make-course"><h2 id="make-course" tabindex="-1">${words.say('New course')}</h2>
${refused && html`<p role="alert" class="refused">${words.maybeTold(refused.why)}</p>`}
<form method="post" action="${base}/author/contexts">
${text('title', words.say('Title'))}
${text('org', words.say('Organisation'), words.say('Who offers it: a short name, such as MITx. It stays as it is.'))}
${text('number', words.say('Course number'), words.say('Such as CS101. It stays as it is.'))}
${text('run', words.say('Run'), words.say('When it is held, such as 2026_Spring. It stays as it is.'))}
<button type="submit">${words.say('Make the course')}</button></form></section>`
}
