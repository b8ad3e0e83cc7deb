import { libraryRoles, type Grants, type LibraryRole } from '../../../content/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import { toSay, type PageWords } from '../../words/index.js'
import { libraryAddress } from './libraries-page.js'
import { libraryHead, type LibraryPlace } from './library-head.js'

/** Whom roles are given to. */
export const grantees = ['users', 'groups', 'organisations'] as const
export type Grantee = (typeof grantees)[number]

/** What was sent of a form and not saved, to be shown again. */
export interface RefusedAccess {
  readonly why: string
  /** By the name of a part of the form; of an addition `add-kind`, `add-name` and `add-role`. */
  readonly sent: URLSearchParams
}

/** What the page shows on which is said who may do what in a library. */
export interface LibraryAccessParts extends LibraryPlace {
  readonly organisation: string
  readonly roles: Grants
  /** Who is what in all libraries of its organisation. */
  readonly ofOrganisation: Grants
  readonly publicReading: boolean
  readonly publicLearning: boolean
  /** Undefined for everybody. */
  readonly mayRefer: readonly string[] | undefined
  readonly refused?: RefusedAccess | undefined
}

const roleWords: Readonly<Record<LibraryRole, string>> = {
  read: toSay('Reader: sees drafts and refers to it'),
  author: toSay('Author: changes and publishes it, too'),
  admin: toSay('Admin: says who may do what, too'),
}
/** What people read for a role: messages. */
export const shortRoles: Readonly<Record<LibraryRole, string>> = {
  read: toSay('Reader'),
  author: toSay('Author'),
  admin: toSay('Admin'),
}
const kindWords: Readonly<Record<Grantee, string>> = {
  users: toSay('Person'),
  groups: toSay('Group'),
  organisations: toSay('Organisation'),
}

/** Who may do what in a library, and the forms that change it. */
export function libraryAccessPage(parts: LibraryAccessParts): SafeHtml {
  const address = libraryAddress(parts.base, parts.context)
  return html`${libraryHead(parts, 'access', { heading: parts.words.say('Access'), refused: parts.refused?.why })}
${given(parts, address)}
${giving(parts, address)}
${wider(parts)}
${everybodyElse(parts, address)}`
}

function given({ words, roles, refused }: LibraryAccessParts, address: string): SafeHtml {
  const rows = grantees.flatMap((kind) =>
    Object.entries(roles[kind])
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, role]) => ({ kind, name, role })),
  )
  const heading = html`<h2 id="given">${words.say('Who has a role here')}</h2>`
  if (rows.length === 0)
    return html`<section aria-labelledby="given">${heading}<p>${words.say('Nobody yet. Whoever may do everything at this site may do everything here.')}</p></section>`
  return html`<section aria-labelledby="given">${heading}
<form method="post" action="${address}/access/roles"><ul class="access">${rows.map(({ kind, name, role }) => {
    const field = `role:${kind}:${name}`
    const chosen = refused?.sent.get(field) ?? role
    return html`<li><span><strong><bdi>${name}</bdi></strong> <small>${words.say(kindWords[kind])}</small></span>
<input type="hidden" name="had:${kind}:${name}" value="${role}"><select name="${field}" aria-label="${words.say('Role of {name}', { name })}">${options(words, chosen)}<option value="">${words.say('No role')}</option></select></li>`
  })}</ul>
<button type="submit">${words.say('Save the roles')}</button></form></section>`
}

function giving({ words, refused }: LibraryAccessParts, address: string): SafeHtml {
  const value = (name: string) => refused?.sent.get(name) ?? ''
  return html`<section class="author-making" aria-labelledby="giving"><h2 id="giving">${words.say('Give a role')}</h2>
<form method="post" action="${address}/access/roles">
<p class="field"><label for="add-kind">${words.say('To')}</label><select id="add-kind" name="add-kind">${grantees.map((kind) => html`<option value="${kind}"${value('add-kind') === kind ? html` selected` : ''}>${words.say(kindWords[kind])}</option>`)}</select></p>
<p class="field"><label for="add-name">${words.say('Name')}</label><input id="add-name" name="add-name" value="${value('add-name')}" required maxlength="300" autocomplete="off" aria-describedby="add-name-hint"><small id="add-name-hint">${words.say('Of a person the id that this site knows them by; of a group or organisation its name.')}</small></p>
<p class="field"><label for="add-role">${words.say('Role')}</label><select id="add-role" name="add-role">${options(words, value('add-role') || 'author', roleWords)}</select></p>
<button type="submit">${words.say('Give the role')}</button></form></section>`
}

function options(
  words: PageWords,
  chosen: string,
  labels: Readonly<Record<LibraryRole, string>> = shortRoles,
): SafeHtml {
  return html`${libraryRoles.map((role) => html`<option value="${role}"${role === chosen ? html` selected` : ''}>${words.say(labels[role])}</option>`)}`
}

/** Roles that come from elsewhere and cannot be changed here. */
function wider({ words, organisation, ofOrganisation }: LibraryAccessParts): SafeHtml | undefined {
  const rows = grantees.flatMap((kind) =>
    Object.entries(ofOrganisation[kind]).map(([name, role]) => ({ kind, name, role })),
  )
  if (rows.length === 0) return undefined
  return html`<section class="author-making" aria-labelledby="wider"><h2 id="wider">${words.say('In all libraries of {organisation}', { organisation })}</h2>
<p>${words.say('These come from those who run this site.')}</p>
<ul>${rows.map(({ kind, name, role }) => html`<li><strong><bdi>${name}</bdi></strong> <small>${words.say(kindWords[kind])} · ${words.say(shortRoles[role])}</small></li>`)}</ul></section>`
}

function everybodyElse(parts: LibraryAccessParts, address: string): SafeHtml {
  const { words, publicReading, publicLearning, mayRefer, refused, organisation } = parts
  const isSent = refused?.sent.has('publicity') === true
  const ticked = (name: string, is: boolean) => (isSent ? refused?.sent.has(name) : is) && html` checked`
  const restricts = isSent ? refused?.sent.get('refer') === 'these' : mayRefer !== undefined
  const names = isSent ? (refused?.sent.get('names') ?? '') : (mayRefer ?? []).join('\n')
  return html`<section class="author-making" aria-labelledby="others"><h2 id="others">${words.say('Everybody else')}</h2>
<form method="post" action="${address}/access/others"><input type="hidden" name="publicity" value="1">
<input type="hidden" name="had" value="${standingText(parts)}">
<p><label><input type="checkbox" name="reading"${ticked('reading', publicReading)}> ${words.say('All who write at this site may read it, drafts included')}</label></p>
<p><label><input type="checkbox" name="learning"${ticked('learning', publicLearning)}> ${words.say('Learners may learn from it directly, without a course')}</label></p>
<fieldset class="choice"><legend>${words.say('Who may refer to it')}</legend>
<p><label><input type="radio" name="refer" value="all"${!restricts && html` checked`}> ${words.say('All courses and libraries of this site')}</label></p>
<p><label><input type="radio" name="refer" value="these"${restricts && html` checked`}> ${words.say('These alone')}</label></p>
<p class="field"><label for="refer-names">${words.say('Courses, libraries and organisations')}</label><textarea id="refer-names" name="names" rows="4" spellcheck="false" aria-describedby="refer-hint">${names}</textarea><small id="refer-hint">${words.sayHtml('One a line: a key such as {key}, or the name of an organisation. References that learners see already stay.', { key: html`<bdi>${`course-v1:${organisation}+MATH+2026`}</bdi>` })}</small></p></fieldset>
<p class="author-actions"><button type="submit">${words.say('Save')}</button></p></form></section>`
}

/** What is said of everybody else, as a text to be compared. */
export function standingText({
  publicReading,
  publicLearning,
  mayRefer,
}: Pick<LibraryAccessParts, 'publicReading' | 'publicLearning' | 'mayRefer'>): string {
  return JSON.stringify([publicReading, publicLearning, mayRefer ?? null])
}
