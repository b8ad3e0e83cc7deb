import type { SettingChange, SettingsPlan } from '../../content/index.js'
import { html, textOfValue, type BlockField, type Json, type SafeHtml } from '../../runtime/index.js'
import { blockAddress } from './author-pages.js'
import { choicesOf } from './editor-control.js'
import { fieldLabel, labelOf } from './field-words.js'
import { libraryAddress } from './libraries-page.js'
import { libraryHead, type LibraryPlace } from './library-head.js'
import { counted } from './page-words.js'
import { typeLabel } from './type-words.js'
import { englishWords } from '../words/index.js'

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
  const { base, context, chosen, fields, refused } = parts
  const address = libraryAddress(base, context)
  return html`${libraryHead(parts, 'set', { heading: 'Set many alike', refused })}
<p>For ${counted(chosen.count, 'block')}. Nothing is changed before you have seen what would change. <a href="${address}">Choose other blocks</a> by ticking them in the list.</p>
<form class="set-many" method="post" action="${address}/set">${carried({ ...chosen, carried: chosen.carried.filter(([name]) => name !== 'type') })}
<p class="field"><label for="set-type">Of these only</label><select id="set-type" name="type"><option value="">Blocks of all types</option>${parts.types.map((one) => html`<option value="${one}"${one === parts.type ? html` selected` : ''}>Blocks of type ${typeLabel(one)}</option>`)}</select></p>
${fields.map((field) => row(field, parts.sent))}
<details${parts.sent?.get('other-name') ? html` open` : ''}><summary>Another setting</summary>
<p class="field"><label for="other-name">Name in OLX</label><input id="other-name" name="other-name" value="${parts.sent?.get('other-name') ?? ''}" autocomplete="off" spellcheck="false"></p>
<p class="field"><label for="other-value">Value</label><input id="other-value" name="other-value" value="${parts.sent?.get('other-value') ?? ''}" autocomplete="off" aria-describedby="other-hint"><small id="other-hint">Left empty, what is set is taken away.</small></p></details>
<button type="submit" name="do" value="look">Show what would change</button></form>`
}

function row(field: BlockField, sent: URLSearchParams | undefined): SafeHtml {
  const { olxName } = field
  const [id, name, away] = [`set-${olxName}`, `set.${olxName}`, `unset.${olxName}`]
  const value = sent?.get(name) ?? ''
  const label = labelOf(englishWords, field)
  const choices = choicesOf(field)?.filter(([one]) => one !== '')
  const control = choices
    ? html`<select id="${id}" name="${name}"><option value="">Leave as it is</option>${choices.map(([one, text]) => html`<option value="${one}"${one === value ? html` selected` : ''}>${text}</option>`)}</select>`
    : html`<input id="${id}" name="${name}" value="${value}" autocomplete="off" placeholder="Leave as it is">`
  return html`<div class="field"><label for="${id}">${label}</label>${control}<label class="beside"><input type="checkbox" name="${away}"${sent?.has(away) && html` checked`}> Take away what is set<span class="unseen"> of ${label}</span></label></div>`
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
  const { base, context, plan, chosen, digest, settings, again, draft } = parts
  const { changes } = plan
  const address = libraryAddress(base, context)
  const blocks = new Set(changes.map(({ usage }) => usage)).size
  const rest = changes.length - mostListed
  return html`${libraryHead(parts, 'set', { heading: 'What would change', refused: again })}
${
  changes.length === 0
    ? html`<p>Nothing would change: ${chosen.count === 1 ? 'the block has' : 'the blocks have'} these settings already, or have no such settings.</p>`
    : html`<p>${counted(changes.length, 'setting')} of ${counted(blocks, 'block')}:</p>
<div class="scroll" role="region" aria-label="What would change" tabindex="0"><table class="plan"><thead><tr><th scope="col">Block</th><th scope="col">Setting</th><th scope="col">Now</th><th scope="col">Then</th></tr></thead>
<tbody>${changes.slice(0, mostListed).map((one) => change(base, one))}</tbody></table></div>
${rest > 0 && html`<p>And ${rest} more.</p>`}`
}
${staying(plan)}
<form method="post" action="${address}/set">${carried(chosen)}<input type="hidden" name="draft" value="${draft}"><input type="hidden" name="settings" value="${settings}"><input type="hidden" name="plan" value="${digest}">
<p class="author-actions">${changes.length > 0 && html`<button type="submit" name="do" value="set">Change ${counted(changes.length, 'setting')}</button>`} <button type="submit" name="do" value="choose" class="quiet">Choose other settings</button></p></form>`
}

function change(base: string, { usage, title, field, before, after }: SettingChange): SafeHtml {
  return html`<tr><th scope="row"><a href="${blockAddress(base, usage)}">${title === '' ? usage : title}</a></th><td>${fieldLabel(englishWords, field)}</td><td>${shown(before)}</td><td>${shown(after)}</td></tr>`
}

function shown(value: Json | undefined): SafeHtml {
  const text = textOfValue(value)
  return text === '' ? html`<em>${value === undefined ? 'not set' : 'empty'}</em>` : html`${text}`
}

function staying({ skipped }: SettingsPlan): SafeHtml | undefined {
  if (skipped.length === 0) return undefined
  const byReason = new Map<string, number>()
  for (const { why } of skipped) byReason.set(why, (byReason.get(why) ?? 0) + 1)
  return html`<h2>What stays</h2><ul>${[...byReason].map(([why, count]) => html`<li>${counted(count, 'block')}: ${why}</li>`)}</ul>`
}

function carried({ carried: all }: ChosenParts): SafeHtml {
  return html`${all.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`
}
