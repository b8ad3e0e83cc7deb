import type {
  FormItem,
  FormList,
  FormPart,
  OtherQuestion,
  Question,
  Slot,
} from '../../../blocks/problem/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import { kindWords, listWords, optionWords, slotHelp, slotWords } from './problem-words.js'

/** Something to say of a problem, at a line of its text. */
export interface LineRemark {
  readonly message: string
  readonly isError: boolean
  readonly line?: number | undefined
  readonly column?: number | undefined
}

/** What parts of a problem are shown with. */
export interface PartsShown {
  readonly words: PageWords
  /** What was typed and could not be taken, by the names of slots. */
  readonly typed: ReadonlyMap<string, string> | undefined
  readonly remarks: readonly LineRemark[]
}

/** What stands in a problem, in its order, each part with the ways to move it and to take it away. */
export function problemParts(parts: readonly FormPart[], shown: PartsShown): SafeHtml {
  return html`<ol class="problem-parts" data-movable>${parts.map((part, at) => partHtml(part, at, parts.length, shown))}</ol>`
}

function partHtml(part: FormPart, at: number, count: number, shown: PartsShown): SafeHtml {
  const { words, remarks } = shown
  const { id, kind, lines, slots, lists, questions, hasMore } = part
  const [only] = questions
  const title = titleOf(part, words)
  const own = remarks.filter(({ line }) => line !== undefined && line >= lines[0] && line <= lines[1])
  return html`<li class="problem-part is-${kind}" data-movable-id="${id}"><div role="group" aria-labelledby="${id}-title">
<div class="part-head"><h2 id="${id}-title">${title}</h2>${moves(id, at, count, title, words)}</div>
${own.map(({ message, isError }) => html`<p class="${isError ? 'editor-error' : 'editor-remark'}">${words.told(message)}</p>`)}
${slots.map((slot) => slotHtml(slot, shown))}
${lists.map((list) => listHtml(list, shown))}
${questions.length === 1 && only ? questionHtml(only, shown) : questions.map((one) => html`<div role="group" class="problem-within"><h3>${words.say(kindWords[one.type])}</h3>${questionHtml(one, shown)}</div>`)}
${hasMore && html`<p class="editor-remark">${words.say('More stands in it than this form shows: that stays as it is, and can be changed in the XML.')} <button type="submit" name="do" value="tab:xml" class="quiet small">${words.say('Show the XML')}</button></p>`}
</div></li>`
}

function titleOf({ kind, questions, slots }: FormPart, words: PageWords): string {
  if (kind === 'question')
    return questions.length === 1 && questions[0]
      ? words.say(kindWords[questions[0].type])
      : words.say('Questions in a text')
  if (kind === 'script') return words.say('Code that draws values')
  if (kind === 'explanation') return words.say(slotWords.explanation)
  if (kind === 'hints') return words.say(listWords.hints.title)
  return words.say(slotWords[slots[0]?.role ?? 'text'])
}

function questionHtml({ type, slots, lists }: Question | OtherQuestion, shown: PartsShown): SafeHtml {
  const { words } = shown
  const other = html`<p class="editor-remark">${words.say('There is no form for questions of this kind: their XML can be changed.')} <button type="submit" name="do" value="tab:xml" class="quiet small">${words.say('Show the XML')}</button></p>`
  return html`${slots.map((slot) => slotHtml(slot, shown))}${lists.map((list) => listHtml(list, shown))}${type === 'other' && other}`
}

function listHtml({ id, role, items }: FormList, shown: PartsShown): SafeHtml {
  const { words } = shown
  const { title, more } = listWords[role]
  const isQuiet = items.length === 0 && role !== 'choices'
  return html`<div role="group" class="problem-list is-${role}" aria-labelledby="${id}-title">
${!isQuiet && html`<h3 id="${id}-title">${words.say(title)}</h3>`}${isQuiet && html`<h3 id="${id}-title" class="unseen">${words.say(title)}</h3>`}
<ol data-movable>${items.map((item, at) => itemHtml(item, at, items.length, role, shown))}</ol>
<p><button type="submit" name="do" value="more:${id}" class="quiet small">${words.say(more)}</button></p>
</div>`
}

function itemHtml(
  { id, slots }: FormItem,
  at: number,
  count: number,
  role: FormList['role'],
  shown: PartsShown,
): SafeHtml {
  const name = shown.words.say(listWords[role].one, { number: at + 1 })
  return html`<li data-movable-id="${id}"><div role="group" aria-label="${name}">${slots.map((slot) => slotHtml(slot, shown, name))}${moves(id, at, count, name, shown.words)}</div></li>`
}

/** Buttons that move one up or down, or take it away; they work without scripts. */
function moves(id: string, at: number, count: number, name: string, words: PageWords): SafeHtml {
  const button = (value: string, sign: string, label: string) =>
    html`<button type="submit" name="do" value="${value}" class="quiet small sign" title="${label}" aria-label="${label}">${sign}</button>`
  return html`<span class="part-moves">${at > 0 && button(`move:${id}:${at - 1}`, '↑', words.say('Move up: {name}', { name }))}${at < count - 1 && button(`move:${id}:${at + 1}`, '↓', words.say('Move down: {name}', { name }))}${button(`remove:${id}`, '✕', words.say('Remove: {name}', { name }))}</span>`
}

function slotHtml(slot: Slot, { words, typed }: PartsShown, within?: string): SafeHtml {
  const { name, role, kind, options = [] } = slot
  const id = `slot-${name.replaceAll('.', '-')}`
  const value = typed?.get(name) ?? slot.value
  const label = words.say(slotWords[role])
  const help = slotHelp[role]
  const field = `slot.${name}`
  const said = html`${help !== undefined && html` aria-describedby="${id}-help"`}${within !== undefined && html` aria-label="${within}: ${label}"`}`
  if (kind === 'flag')
    return html`<p class="problem-slot is-flag"><input type="hidden" name="${field}" value="false"><input type="checkbox" id="${id}" name="${field}" value="true"${value === 'true' && html` checked`}${said}> <label for="${id}">${label}</label></p>`
  const attributes = html`id="${id}" name="${field}"${said}`
  const control =
    kind === 'one-of'
      ? html`<select ${attributes}>${options.map((one) => html`<option value="${one}"${one === value && html` selected`}>${optionText(role, one, words)}</option>`)}</select>`
      : kind === 'line'
        ? html`<input type="text" dir="auto" ${attributes} value="${value}" autocomplete="off">`
        : html`<textarea ${attributes} rows="${Math.min(16, Math.max(2, value.split('\n').length))}"${kind === 'code' ? html` class="is-code" dir="ltr" spellcheck="false"` : html` dir="auto"`}>\n${value}</textarea>`
  return html`<div class="problem-slot is-${role}"><label for="${id}">${label}</label>${control}${help !== undefined && html`<p class="editor-help" id="${id}-help">${words.say(help)}</p>`}</div>`
}

function optionText(role: Slot['role'], value: string, words: PageWords): string {
  const known = optionWords[`${role}.${value}`]
  return known === undefined ? value : words.say(known)
}
