import type { ExplainedDraw } from '../../../lms/index.js'
import {
  html,
  type DrawnBecause,
  type HtmlValue,
  type PassedOver,
  type SafeHtml,
} from '../../../runtime/index.js'
import { toSay, type PageWords } from '../../words/index.js'
import { staffCrumbs, type StaffPlace } from './staff-place.js'

const because: Readonly<Record<DrawnBecause['why'], string>> = {
  stored: toSay('kept from before'),
  drawn: toSay('drawn now'),
  'same-as': toSay('shown there, too'),
}

const passed: Readonly<Record<PassedOver['why'], string>> = {
  'shown-elsewhere': toSay('another bank of the group shows it'),
  'needed-elsewhere': toSay('a later bank of the group needs it'),
  'had-last-time': toSay('the learner had it last time'),
  'stored-stays': toSay('what the learner has stays'),
}

const gone: Readonly<Record<ExplainedDraw['dropped'][number]['why'], string>> = {
  'not-in-pool': toSay('no longer among the blocks to draw from'),
  'too-many': toSay('fewer are shown'),
  'not-the-same': toSay('not shown there any more'),
}

/** Most of those that are listed whose turn was passed over. */
export const mostPassed = 50

/** What the page of what was drawn shows. */
export interface DrawsParts extends Pick<StaffPlace, 'words' | 'base' | 'context' | 'unit'> {
  /** Who was asked for; '' for nobody. */
  readonly learner: string
  /** Undefined where nobody was asked for. */
  readonly draws: readonly ExplainedDraw[] | undefined
  /** What banks and blocks in them are called, by their usage keys and those of the library blocks they come from. */
  readonly titles: ReadonlyMap<string, string>
}

/** For staff: what banks of a unit show one learner, and why. */
export function drawsPage(parts: DrawsParts): SafeHtml {
  const { words, base, unit, learner, draws } = parts
  const address = `${base}/staff/units/${encodeURIComponent(unit.key)}`
  return html`${staffCrumbs(parts)}
<h1>${words.say('What was drawn in “{title}”', { title: unit.title })}</h1>
<p>${words.say('Random choices give each learner blocks of their own. Say who it is, and see what they got, and why.')}</p>
<form class="staff-search" method="get" action="${address}/draws">
<label for="draws-learner">${words.say('Learner')}</label>
<input id="draws-learner" name="learner" value="${learner}" autocomplete="off" required>
<button type="submit">${words.say('Show')}</button>
</form>
${draws?.length === 0 && html`<p role="status">${words.say('Nothing is drawn for {learner} in this unit.', { learner })}</p>`}
${draws?.map((one, index) => oneDraw(parts, one, index))}`
}

function oneDraw(parts: DrawsParts, draw: ExplainedDraw, index: number): SafeHtml {
  const { words } = parts
  const { usage, selected, dropped, passedOver, group, sameAs } = draw
  const id = `draw-${index}`
  const more = passedOver.length - mostPassed
  return html`<section class="staff-draw" aria-labelledby="${id}">
<h2 id="${id}">${named(parts, usage)}</h2>
<p>${facts(words, draw)}</p>
${sameAs !== undefined && html`<p>${words.sayHtml('Shows the same as {bank}.', { bank: html`${named(parts, sameAs)}` })}</p>`}
<div class="staff-scroll" role="region" aria-labelledby="${id}" tabindex="0"><table><thead><tr><th scope="col">${words.say('Shown')}</th><th scope="col">${words.say('Why')}</th><th scope="col">${words.say('Turn')}</th></tr></thead><tbody>${selected.map((one) => shown(parts, one))}</tbody></table></div>
${dropped.length > 0 && html`<h3>${words.say('Shown no longer')}</h3><ul>${dropped.map(({ key, why }) => html`<li>${named(parts, key)}: ${words.say(gone[why])}</li>`)}</ul>`}
${passedOver.length > 0 && html`<h3>${words.say('Passed over')}</h3><ul>${passedOver.slice(0, mostPassed).map((one) => html`<li>${passing(parts, one)}</li>`)}${more > 0 && html`<li>${words.say('And {count} more.', { count: more })}</li>`}</ul>`}
${group && html`<h3>${words.say('Banks of the group')}</h3><ul>${group.map((bank) => html`<li>${named(parts, bank.usage)}: ${bank.components.map((key, place) => html`${place > 0 && ', '}${named(parts, key)}`)}</li>`)}</ul>`}
</section>`
}

function shown(parts: DrawsParts, { key, component, why, turn, alsoIn = [] }: DrawnBecause): SafeHtml {
  const { words } = parts
  const banks = html`${alsoIn.map((bank, place) => html`${place > 0 && ', '}${named(parts, bank)}`)}`
  const also =
    alsoIn.length > 0 &&
    html`; ${words.sayHtml('also in {banks}, as there are too few blocks to draw from', { banks })}`
  return html`<tr><td>${named(parts, key, component)}</td><td>${words.say(because[why])}${also}</td><td>${words.formatNumber(turn)}</td></tr>`
}

function passing(parts: DrawsParts, { component, turn, why, by }: PassedOver): SafeHtml {
  const { words } = parts
  return html`${words.formatNumber(turn)}: ${named(parts, component)}, ${words.say(passed[why])}${by !== undefined && html` (${named(parts, by)})`}`
}

/** What a block is called; its key where that is not known. */
function named({ words, titles }: DrawsParts, ...keys: readonly string[]): HtmlValue {
  const title = keys.flatMap((key) => titles.get(key) ?? [])[0]
  return title === undefined ? html`<code>${keys.at(-1) ?? ''}</code>` : words.ofCourse(title)
}

function facts(words: PageWords, { count, pool, draw, isStored }: ExplainedDraw): string {
  return [
    words.say(
      '{count, number} of {pool, plural, one {# block is} other {# blocks are}} shown: those whose turn comes first in an order that each learner has of their own.',
      { count, pool },
    ),
    isStored
      ? words.say('The learner keeps this choice.')
      : words.say('The choice is kept when the learner first opens the unit.'),
    ...(draw === 0
      ? []
      : [
          words.say(
            '{count, plural, one {The learner began anew once.} other {The learner began anew # times.}}',
            {
              count: draw,
            },
          ),
        ]),
  ].join(' ')
}
