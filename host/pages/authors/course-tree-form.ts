import { html, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'

/** What a line says that is edited in its place. */
export interface LineValues {
  readonly key: string
  readonly title: string
  /** As clocks of the author's time zone show it; '' for none. */
  readonly start: string
  readonly due: string
  readonly isStaffOnly: boolean
  readonly isUnit: boolean
  /** Whether it was just made, so that its name is what is typed first. */
  readonly isNew: boolean
  /** Why it was not saved. */
  readonly refused?: string | undefined
}

/** What the form needs of the tree. */
interface FormView {
  readonly words: PageWords
  readonly path: string
  readonly with: (more: Readonly<Record<string, string>>) => string
}

/** What the fields of a line are sent by: they stand in the tree, whose own form has other buttons. @param hidden what each form of the tree carries */
export function lineForm({ path }: FormView, { key }: LineValues, hidden: SafeHtml): SafeHtml {
  return html`<form id="line-form" method="post" action="${path}/lines">${hidden}<input type="hidden" name="key" value="${key}"></form>`
}

/** The fields of a line, in its place. */
export function lineFields({ words, with: address }: FormView, values: LineValues): SafeHtml {
  const { title, start, due, isStaffOnly, isUnit, isNew, refused } = values
  const zone = words.timeZone
  const moment = (name: 'start' | 'due', label: string, value: string) =>
    html`<p class="field"><label for="line-${name}">${label} <small>${zone}</small></label><input id="line-${name}" form="line-form" name="${name}" type="datetime-local" value="${value}"></p>`
  return html`<div class="tree-edit" role="group" aria-label="${words.say('Edit “{title}”', { title })}">
${refused !== undefined && html`<p role="alert" class="refused">${words.maybeTold(refused)}</p>`}
<p class="field"><label for="line-title">${words.say('Name')}</label><input id="line-title" form="line-form" name="title" value="${title}" dir="auto" required maxlength="255" autocomplete="off" autofocus${isNew && html` data-select`}></p>
<div class="tree-dates">${moment('start', words.say('Opens'), start)}${moment('due', words.say('Due'), due)}</div>
<p><label><input type="checkbox" form="line-form" name="staff"${isStaffOnly && html` checked`}> ${words.say('Only staff see it')}</label></p>
<p class="author-actions"><button type="submit" form="line-form">${words.say('Save')}</button>${isUnit && html` <button type="submit" form="line-form" name="then" value="open" class="quiet">${words.say('Save and open the unit')}</button>`} <a class="button quiet" href="${address({})}">${words.say('Cancel')}</a></p></div>`
}
