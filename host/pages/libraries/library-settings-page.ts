import type { LibrarySettings } from '../../../content/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import type { LibraryOrigin } from '../../libraries/library-origins.js'
import type { NamedUse } from '../../libraries/named-uses.js'
import { toSay, type PageWords } from '../../words/index.js'
import { libraryAddress } from './libraries-page.js'
import { libraryHead, type LibraryPlace } from './library-head.js'
import { contextLink } from '../page-words.js'

/** What the page of a library's settings shows. */
export interface LibrarySettingsParts extends LibraryPlace {
  readonly settings: LibrarySettings
  /** Courses and libraries that refer to it. */
  readonly uses: readonly NamedUse[]
  /** The site that it comes from, and whether a token for it is known; undefined for those who do not manage it. */
  readonly origin: LibraryOrigin | undefined
  /** What was sent and refused, and why. */
  readonly refused?: { readonly values: Partial<LibrarySettings>; readonly why: string } | undefined
}

const fields = [
  ['title', toSay('Title'), ''],
  ['description', toSay('Description'), ''],
  ['licence', toSay('Licence'), toSay('Such as CC-BY-4.0.')],
  ['language', toSay('Language'), toSay('A tag such as en or pt-BR.')],
] as const

/** How addresses of sites begin. */
const anyAddress = 'https://'

/** Users that are listed. */
const mostListed = 50

/** What a library says of itself, the ways out of it, its archive, and its end. */
export function librarySettingsPage(parts: LibrarySettingsParts): SafeHtml {
  const { words, base, context, may, refused } = parts
  const address = libraryAddress(base, context)
  return html`${libraryHead(parts, 'settings', { heading: words.say('Settings'), refused: refused?.why })}
${may.edit ? form(parts, address) : said(parts)}
${takingOut(parts)}
${parts.origin && comingFrom(words, parts.origin, address)}
${may.manage && archiving(parts, address)}
${may.manage && deleting(parts, address)}`
}

function form({ words, settings, refused, draft }: LibrarySettingsParts, address: string): SafeHtml {
  return html`<section aria-labelledby="about"><h2 id="about">${words.say('About this library')}</h2>
<form method="post" action="${address}/settings"><input type="hidden" name="draft" value="${draft}">${fields.map(
    ([name, label, hint]) => {
      const id = `setting-${name}`
      const value = refused?.values[name] ?? settings[name]
      const described = hint === '' ? '' : html` aria-describedby="${id}-hint"`
      return html`<p class="field"><label for="${id}">${words.say(label)}</label>${
        name === 'description'
          ? html`<textarea id="${id}" name="${name}" rows="3">${value}</textarea>`
          : html`<input id="${id}" name="${name}" value="${value}" autocomplete="off"${described}${name === 'title' ? html` required` : ''}>`
      }${hint !== '' && html`<small id="${id}-hint">${words.say(hint)}</small>`}</p>`
    },
  )}
<button type="submit">${words.say('Save')}</button></form></section>`
}

function said({ words, settings }: LibrarySettingsParts): SafeHtml {
  return html`<dl class="about">${fields.map(([name, label]) => html`<div><dt>${words.say(label)}</dt><dd>${settings[name] === '' ? words.say('not said') : words.ofCourse(settings[name])}</dd></div>`)}</dl>`
}

function takingOut({ words, base, context }: LibrarySettingsParts): SafeHtml {
  const address = `${base}/api/v1/contexts/${encodeURIComponent(context)}/export`
  return html`<section class="author-making" aria-labelledby="export"><h2 id="export">${words.say('Export')}</h2>
<p>${words.say('An archive of all its files, which this or another site takes in again. What nobody touched is byte for byte what came in.')}</p>
<p class="author-actions"><a href="${address}?format=zip" download>${words.say('Export the draft as {format}', { format: '.zip' })}</a> <a href="${address}?format=tar.gz" download>${words.say('Export the draft as {format}', { format: '.tar.gz' })}</a></p></section>`
}

/** The site that a library comes from. What is known of the token is that there is one. */
function comingFrom(words: PageWords, { address, hasToken }: LibraryOrigin, path: string): SafeHtml {
  return html`<section class="author-making" aria-labelledby="origin"><h2 id="origin">${words.say('Where it comes from')}</h2>
<form method="post" action="${path}/origin">
<p class="field"><label for="origin-address">${words.say('Address of its site')}</label><input id="origin-address" name="address" type="url" value="${address ?? ''}" maxlength="2000" placeholder="${anyAddress}" autocomplete="off"></p>
<p class="field"><label for="origin-token">${hasToken ? words.say('Access token, in the place of the one that is kept') : words.say('Access token')}</label><input id="origin-token" name="token" type="password" maxlength="8000" autocomplete="off" aria-describedby="origin-hint"><small id="origin-hint">${hasToken ? words.say('One is kept.') : words.say('None is kept.')} ${words.say('It is never shown again, and goes with no export. Another address forgets it.')}</small></p>
${hasToken && html`<p><label><input type="checkbox" name="forget" value="token"> ${words.say('Forget the token that is kept')}</label></p>`}
<button type="submit">${words.say('Save')}</button></form></section>`
}

function archiving({ words, isArchived }: LibrarySettingsParts, address: string): SafeHtml {
  return html`<section class="author-making" aria-labelledby="archive"><h2 id="archive">${words.say('Archive')}</h2>
<form method="post" action="${address}/archive">
<p>${isArchived ? words.say('It is archived. Taken out of the archive, it can be edited and referred to again.') : words.say('An archived library takes no edits and no new references. Courses that refer to it, and their learners, go on.')}</p>
<button type="submit" name="do" value="${isArchived ? 'restore' : 'archive'}" class="quiet">${isArchived ? words.say('Take it out of the archive') : words.say('Archive this library')}</button></form></section>`
}

function deleting({ words, base, uses, title }: LibrarySettingsParts, address: string): SafeHtml {
  const rest = uses.length - mostListed
  return html`<section class="author-making danger" aria-labelledby="delete"><h2 id="delete">${words.say('Delete')}</h2>
<p>${uses.length === 0 ? words.say('No course and no other library uses it, as far as is known.') : words.say('{count, plural, one {# course or library uses it:} other {# courses and libraries use it:}}', { count: uses.length })}</p>
${
  uses.length > 0 &&
  html`<ul>${uses.slice(0, mostListed).map((use) => html`<li>${contextLink(base, use, use.title)} <small>${words.say('in {count, plural, one {# place} other {# places}}', { count: use.places })}</small></li>`)}</ul>${rest > 0 && html`<p>${words.say('And {count} more.', { count: rest })}</p>`}
<p>${words.say('Their learners keep what is published. Their authors find it no more when they publish again.')}</p>`
}
<form method="post" action="${address}/delete">
<p class="field"><label for="delete-uses">${words.say('How many courses and libraries use it')}</label><input id="delete-uses" name="uses" inputmode="numeric" pattern="[0-9]{1,6}" required autocomplete="off" aria-describedby="delete-hint"><small id="delete-hint">${words.say('Type {count} to say that you know. The library “{title}” then goes with all its versions; this cannot be taken back.', { count: String(uses.length), title })}</small></p>
<button type="submit" class="dangerous">${words.say('Delete this library for good')}</button></form></section>`
}
