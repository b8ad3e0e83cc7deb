import type { SettingChange, SettingsPlan } from '../../../content/index.js'
import { html, textOfValue, type BlockField, type Json, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import { blockAddress } from '../authors/author-pages.js'
import { choicesOf } from '../authors/editor-control.js'
import { fieldLabel, labelOf } from '../authors/field-words.js'
import { libraryAddress } from './libraries-page.js'
import { libraryHead, type LibraryPlace } from './library-head.js'
import { typeName } from '../type-names.js'

/** Which blocks are to be set, as a form carries them on. */
export interface ChosenParts {
  /** How many there are. */
  readonly count: number
  /** Names and values of the form by which they were chosen. */
  readonly carried: readonly (readonly [name: string, value: string])[]
}

/** What the page shows on which is chosen what many blocks are set to. */
export interface LibrarySetParts extends LibraryPlace {
  readonly chosen: ChosenParts
  /** Types that the settings can be kept to, and the one that is chosen. */
  readonly types: readonly string[]
  readonly type: string
  /** Settings that are often set, with their fields. */
  readonly fields: readonly BlockField[]
  readonly sent?: URLSearchParams | undefined
  readonly refused?: string | undefined
}

/** Changes that are listed. */
const mostListed = 200

/** Settings to choose, for many blocks. */
export function librarySetPage(parts: LibrarySetParts): SafeHtml {
  const { words, base, context, chosen, fields, refused } = parts
  const address = libraryAddress(base, context)
  return html`${libraryHead(parts, 'set', { heading: words.say('Change many blocks at once'), refused })}
<p>${words.sayHtml('For {count, plural, one {# block} other {# blocks}}. Nothing is changed before you have seen what would change. <link>Choose other blocks</link> by ticking them in the list.', { count: chosen.count, link: (inside) => html`<a href="${address}">${inside}</a>` })}</p>
<form class="set-many" method="post" action="${address}/set">${carried({ ...chosen, carried: chosen.carried.filter(([name]) => name !== 'type') })}
<p class="field"><label for="set-type">${words.say('Of these only')}</label><select id="set-type" name="type"><option value="">${words.say('Blocks of all types')}</option>${parts.types.map((one) => html`<option value="${one}"${one === parts.type ? html` selected` : ''}>${words.say('Blocks of type {type}', { type: typeName(words, one) })}</option>`)}</select></p>
${fields.map((field) => row(words, field, parts.sent))}
<details${parts.sent?.get('other-name') ? html` open` : ''}><summary>${words.say('Another setting')}</summary>
<p class="field"><label for="other-name">${words.say('Its name in OLX')}</label><input id="other-name" name="other-name" value="${parts.sent?.get('other-name') ?? ''}" autocomplete="off" spellcheck="false"></p>
<p class="field"><label for="other-value">${words.say('Value')}</label><input id="other-value" name="other-value" value="${parts.sent?.get('other-value') ?? ''}" autocomplete="off" aria-describedby="other-hint"><small id="other-hint">${words.say('Left empty, what is set is taken away.')}</small></p></details>
<button type="submit" name="do" value="look">${words.say('Show what would change')}</button></form>`
}

function row(words: PageWords, field: BlockField, sent: URLSearchParams | undefined): SafeHtml {
  const { olxName } = field
  const [id, name, away] = [`set-${olxName}`, `set.${olxName}`, `unset.${olxName}`]
  const value = sent?.get(name) ?? ''
  const label = labelOf(words, field)
  const choices = choicesOf(field, false, undefined, words)?.filter(([one]) => one !== '')
  const control = choices
    ? html`<select id="${id}" name="${name}"><option value="">${words.say('Leave as it is')}</option>${choices.map(([one, text]) => html`<option value="${one}"${one === value ? html` selected` : ''}>${text}</option>`)}</select>`
    : html`<input id="${id}" name="${name}" value="${value}" autocomplete="off" placeholder="${words.say('Leave as it is')}">`
  return html`<div class="field"><label for="${id}">${label}</label>${control}<label class="beside"><input type="checkbox" name="${away}"${sent?.has(away) && html` checked`}> ${words.say('Take away what is set')}<span class="unseen">: ${label}</span></label></div>`
}

/** What would change, to be looked at and then done. */
export interface LibrarySetPlanParts extends LibraryPlace {
  readonly chosen: ChosenParts
  readonly plan: SettingsPlan
  /** Names exactly what is listed. */
  readonly digest: string
  /** Settings that were chosen, as JSON. */
  readonly settings: string
  /** Why this page is shown once more. */
  readonly again?: string | undefined
}

/** Each setting that would change, from what to what; and what stays, and why. */
export function librarySetPlanPage(parts: LibrarySetPlanParts): SafeHtml {
  const { words, base, context, plan, chosen, digest, settings, again, draft } = parts
  const { changes } = plan
  const address = libraryAddress(base, context)
  const blocks = new Set(changes.map(({ usage }) => usage)).size
  const rest = changes.length - mostListed
  return html`${libraryHead(parts, 'set', { heading: words.say('What would change'), refused: again })}
${
  changes.length === 0
    ? html`<p>${words.say('{count, plural, one {Nothing would change: the block has these settings already, or has no such settings.} other {Nothing would change: the blocks have these settings already, or have no such settings.}}', { count: chosen.count })}</p>`
    : html`<p>${words.say('{settings, plural, one {# setting} other {# settings}} of {blocks, plural, one {# block} other {# blocks}}:', { settings: changes.length, blocks })}</p>
<div class="scroll" role="region" aria-label="${words.say('What would change')}" tabindex="0"><table class="plan"><thead><tr><th scope="col">${words.say('Block')}</th><th scope="col">${words.say('Setting')}</th><th scope="col">${words.say('Now')}</th><th scope="col">${words.say('Then')}</th></tr></thead>
<tbody>${changes.slice(0, mostListed).map((one) => change(parts, one))}</tbody></table></div>
${rest > 0 && html`<p>${words.say('And {count} more.', { count: rest })}</p>`}`
}
${staying(words, plan)}
<form method="post" action="${address}/set">${carried(chosen)}<input type="hidden" name="draft" value="${draft}"><input type="hidden" name="settings" value="${settings}"><input type="hidden" name="plan" value="${digest}">
<p class="author-actions">${changes.length > 0 && html`<button type="submit" name="do" value="set">${words.say('{count, plural, one {Change # setting} other {Change # settings}}', { count: changes.length })}</button>`} <button type="submit" name="do" value="choose" class="quiet">${words.say('Choose other settings')}</button></p></form>`
}

function change(
  { words, base }: LibrarySetPlanParts,
  { usage, title, field, before, after }: SettingChange,
): SafeHtml {
  return html`<tr><th scope="row"><a href="${blockAddress(base, usage)}">${words.ofCourse(title === '' ? usage : title)}</a></th><td>${fieldLabel(words, field)}</td><td>${shown(words, before)}</td><td>${shown(words, after)}</td></tr>`
}

function shown(words: PageWords, value: Json | undefined): SafeHtml {
  const text = textOfValue(value)
  return text === ''
    ? html`<em>${value === undefined ? words.say('not set') : words.say('empty')}</em>`
    : html`${words.ofCourse(text)}`
}

function staying(words: PageWords, { skipped }: SettingsPlan): SafeHtml | undefined {
  if (skipped.length === 0) return undefined
  const byReason = new Map<string, number>()
  for (const one of skipped) {
    const why = whySkipped(words, one)
    byReason.set(why, (byReason.get(why) ?? 0) + 1)
  }
  return html`<h2>${words.say('What stays')}</h2><ul>${[...byReason].map(([why, count]) => html`<li>${words.say('{count, plural, one {# block} other {# blocks}}', { count: count })}: ${why}</li>`)}</ul>`
}

function whySkipped(words: PageWords, { type, field, isKnown }: SettingsPlan['skipped'][number]): string {
  const parts = { type: typeName(words, type), field: fieldLabel(words, field) }
  return isKnown
    ? words.say('“{field}” of blocks of type {type} does not take this value', parts)
    : words.say('blocks of type {type} have no setting “{field}”', parts)
}

function carried({ carried: all }: ChosenParts): SafeHtml {
  return html`${all.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`
}
