import type { NextDue } from '../../../lms/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import { activityBar, type ActivityCount } from './activity-bar.js'
import { lengthText } from '../date-text.js'
import { dueWay, nextWay, type NextUnit } from './next-ways.js'

/** A course, library or pathway as the home page shows it. */
export interface HomeCard {
  /** Key, as text. */
  readonly context: string
  readonly title: string
  readonly units: number
  /** How long it takes; left out where nothing says. */
  readonly seconds?: number | undefined
  /** How far the learner has come; left out where they have not begun. */
  readonly activities?: ActivityCount | undefined
  readonly next?: NextUnit | undefined
  readonly due?: NextDue | undefined
}

/** A part of a list that may go on. */
export interface CardList {
  readonly cards: readonly HomeCard[]
  /** The page with what follows. */
  readonly more?: string | undefined
}

/** What a home page shows. */
export interface HomePageParts {
  readonly words: PageWords
  /** The host's base path. */
  readonly base: string
  /** Epoch milliseconds. */
  readonly now: number
  /** Courses in which the learner did something. */
  readonly begun: readonly HomeCard[]
  readonly courses: CardList
  readonly pathways: CardList
  readonly libraries: CardList
  /** What courses are looked for by; undefined where there are too few to look for one. */
  readonly search?: string | undefined
  readonly isAuthor: boolean
}

/** What somebody may learn, and for each course what they do next. */
export function homePage(parts: HomePageParts): SafeHtml {
  const { words, base, begun, courses, pathways, libraries, search, isAuthor } = parts
  const isEmpty = begun.length + courses.cards.length === 0 && courses.more === undefined
  const hasBoth = begun.length > 0 && courses.cards.length > 0
  return html`<h1>${words.say('Courses')}</h1>
${search !== undefined && searchForm(words, base, search)}
${isEmpty && nothing(parts)}
${begun.length > 0 && cards(parts, hasBoth ? words.say('Your courses') : undefined, { cards: begun })}
${cards(parts, hasBoth ? words.say('More courses') : undefined, courses)}
${cards(parts, words.say('Pathways'), pathways)}
${cards(parts, words.say('Libraries'), libraries)}
${isAuthor && html`<p class="for-authors"><a href="${base}/author">${words.say('Authoring')}</a> · <a href="${base}/author/libraries">${words.say('Libraries of authors')}</a> · <a href="${base}/author/pathways">${words.say('Pathways of authors')}</a></p>`}`
}

function nothing({ words, base, search, isAuthor }: HomePageParts): SafeHtml {
  if (search) return html`<p class="empty">${words.say('No course is called that.')}</p>`
  if (!isAuthor) return html`<p class="empty">${words.say('There are no courses for you yet.')}</p>`
  return html`<div class="empty"><p>${words.say('Nothing is published yet.')}</p>
<p><a class="button" href="${base}/author">${words.say('Make or import a course')}</a></p></div>`
}

function searchForm(words: PageWords, base: string, search: string): SafeHtml {
  return html`<form class="find" role="search" method="get" action="${base}/">
<label for="find">${words.say('Find a course')}</label>
<input type="search" id="find" name="find" value="${search}" maxlength="200">
<button type="submit">${words.say('Find')}</button>
</form>`
}

function cards(
  parts: HomePageParts,
  heading: string | undefined,
  { cards: all, more }: CardList,
): SafeHtml | undefined {
  if (all.length === 0 && more === undefined) return undefined
  return html`${heading !== undefined && html`<h2>${heading}</h2>`}
<ul class="cards">${all.map((one) => card(parts, one))}</ul>
${more !== undefined && html`<p class="further"><a rel="next" href="${more}">${parts.words.say('Show more')}</a></p>`}`
}

function card({ words, base, now }: HomePageParts, one: HomeCard): SafeHtml {
  const { context, title, units, seconds, activities, next, due } = one
  const facts = [
    context.startsWith('lx-pathway:')
      ? words.say('{count, plural, one {# block} other {# blocks}}', { count: units })
      : words.say('{count, plural, one {# unit} other {# units}}', { count: units }),
    ...(seconds ? [lengthText(words, seconds)] : []),
  ]
  return html`<li class="card">
<a class="title" href="${base}/contexts/${encodeURIComponent(context)}"><strong dir="auto">${title}</strong></a>
<p class="facts">${facts.join(' · ')}</p>
${activities && activityBar(words, activities)}
${due && dueWay(words, base, due, now)}
${next ? nextWay(words, base, next) : activities && activities.done >= activities.total && html`<p class="finished">${words.say('You have done all there is so far.')}</p>`}
</li>`
}
