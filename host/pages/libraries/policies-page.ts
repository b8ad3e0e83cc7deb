import type { NamedPolicy, PolicyPlace } from '../../../content/index.js'
import { html, textOfValue, type BlockField, type JsonObject, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import { blockAddress } from '../authors/author-pages.js'
import { courseWays } from '../authors/course-head.js'
import { labelOf } from '../authors/field-words.js'
import { undoable } from './library-head.js'

/** What the page of a course's policy groups shows. */
export interface PoliciesParts {
  readonly words: PageWords
  readonly base: string
  readonly context: string
  readonly title: string
  readonly draft: string
  readonly groups: readonly NamedPolicy[]
  /** Titles of blocks that name groups, by usage key. */
  readonly titles: ReadonlyMap<string, string>
  /** The settings that groups can say, by OLX name. */
  readonly fields: ReadonlyMap<string, BlockField>
  /** The block that somebody came from, to have groups hold there. */
  readonly place: Pick<PolicyPlace, 'usage' | 'title' | 'names'> | undefined
  readonly mayEdit: boolean
  readonly news: string | undefined
  readonly undo: number | undefined
  readonly refused: string | undefined
}

/** Blocks that are named of one group. */
export const mostNamed = 20

/** Where the policy groups of a course are. */
export function policiesAddress(base: string, context: string): string {
  return `${base}/author/contexts/${encodeURIComponent(context)}/policies`
}

/** Where one of them is. */
export function policyAddress(base: string, context: string, name: string): string {
  return `${policiesAddress(base, context)}/${encodeURIComponent(name)}`
}

/** The policy groups of a course: what they set, and where they hold. */
export function policiesPage(parts: PoliciesParts): SafeHtml {
  const { words, base, groups, mayEdit, refused, place } = parts
  const below = place && html`<a href="${blockAddress(base, place.usage)}">${words.ofCourse(place.title)}</a>`
  return html`${courseWays(parts, 'policies', words.say('Policy groups'), below)}
${undoable(parts, 'policies', words)}
${refused !== undefined && html`<p role="alert" class="refused">${words.maybeTold(refused)}</p>`}
<p>${words.say('A policy group is a set of settings that holds for many blocks at once, such as those of an exam. What a block says itself comes first.')}</p>
${place && groups.length > 0 && mayEdit && here(parts, place)}
${groups.length === 0 ? html`<p>${words.say('This course has none yet.')}</p>` : html`<ul class="cards">${groups.map((one) => card(parts, one))}</ul>`}
${mayEdit && making(parts)}`
}

/** A moment in words. */
export function momentWords(words: PageWords, from: string): string {
  if (from === 'start') return words.say('the course’s start')
  return from === 'end' ? words.say('the course’s end') : `${from.slice(0, 16).replace('T', ' ')} UTC`
}

function here(
  { words, base, context, draft, groups }: PoliciesParts,
  { usage, title, names }: NonNullable<PoliciesParts['place']>,
): SafeHtml {
  return html`<form class="author-making" method="post" action="${policiesAddress(base, context)}"><input type="hidden" name="draft" value="${draft}"><input type="hidden" name="usage" value="${usage}">
<fieldset class="choice"><legend>${words.say('What holds at “{title}” and in it', { title })}</legend>
${groups.map((one) => html`<label><input type="checkbox" name="group" value="${one.name}"${names.includes(one.name) ? html` checked` : ''}> ${words.ofCourse(one.title ?? one.name)}</label>`)}</fieldset>
<button type="submit" name="what" value="here">${words.say('Save')}</button></form>`
}

function card(parts: PoliciesParts, one: NamedPolicy): SafeHtml {
  const { words, base, context, titles } = parts
  const rest = one.usages.length - mostNamed
  const places = [
    ...one.formats.map((format) => html`${words.say('every “{format}”', { format })}`),
    ...one.usages
      .slice(0, mostNamed)
      .map(
        (usage) =>
          html`<a href="${blockAddress(base, usage)}">${words.ofCourse(titles.get(usage) ?? usage)}</a>`,
      ),
    ...(rest > 0 ? [html`${words.say('{count} more', { count: String(rest) })}`] : []),
  ]
  return html`<li><a href="${policyAddress(base, context, one.name)}"><strong>${words.ofCourse(one.title ?? one.name)}</strong></a>
<span>${settingsWords(parts, one.settings)}</span>
${one.dated.map(({ from, settings }) => html`<span>${words.say('From {moment}: {settings}', { moment: momentWords(words, from), settings: settingsWords(parts, settings) })}</span>`)}
<small>${places.length === 0 ? words.say('It holds nowhere yet.') : words.sayHtml('Holds for {places}', { places: html`${places.map((place, at) => html`${at > 0 && ', '}${place}`)}` })}</small></li>`
}

function settingsWords(
  { words, fields }: Pick<PoliciesParts, 'words' | 'fields'>,
  settings: JsonObject,
): string {
  const said = Object.entries(settings).map(([name, value]) => {
    const field = fields.get(name)
    return `${field ? labelOf(words, field) : name}: ${value === null ? words.say('as without it') : textOfValue(value)}`
  })
  return said.length === 0 ? words.say('Nothing is set.') : said.join('; ')
}

function making({ words, base, context }: PoliciesParts): SafeHtml {
  return html`<section class="author-making" aria-labelledby="make-policy"><h2 id="make-policy">${words.say('Make a policy group')}</h2>
<form method="post" action="${policiesAddress(base, context)}">
<p class="field"><label for="new-name">${words.say('Name')}</label><input id="new-name" name="name" maxlength="100" required autocomplete="off" aria-describedby="new-name-help"></p>
<p class="editor-help" id="new-name-help">${words.say('Letters, digits, spaces, dots and dashes, such as “Exam”.')}</p>
<button type="submit" name="what" value="make">${words.say('Go on to its settings')}</button></form></section>`
}
