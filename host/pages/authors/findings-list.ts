import { html, remedyOf, type Finding, type SafeHtml } from '../../../runtime/index.js'
import { toSay, type PageWords } from '../../words/index.js'
import { blockAddress } from './author-pages.js'
import { kindOfFinding } from './finding-kinds.js'

const levels = [
  ['error', toSay('Learners miss something'), toSay('{count, plural, one {# error} other {# errors}}')],
  [
    'warning',
    toSay('Not as its author may expect'),
    toSay('{count, plural, one {# warning} other {# warnings}}'),
  ],
  ['note', toSay('Good to know'), toSay('{count, plural, one {# note} other {# notes}}')],
] as const

/** Places of one kind that are listed, and kinds that stand open where there are few. */
const [mostListed, fewKinds] = [50, 3]

/** Findings about content by how bad they are, then by kind: what to do about it, and each place. */
export function findingsList(words: PageWords, base: string, findings: readonly Finding[]): SafeHtml {
  if (findings.length === 0) return html`<p>${words.say('Nothing was found that is amiss.')}</p>`
  return html`${levels.map(([level, heading, count]) => {
    const own = findings.filter((one) => one.level === level)
    if (own.length === 0) return undefined
    return html`<section class="findings is-${level}" aria-labelledby="findings-${level}"><h2 id="findings-${level}">${words.say(heading)} <small>${words.say(count, { count: places(own) })}</small></h2>${byKind(words, base, own)}</section>`
  })}`
}

function byKind(words: PageWords, base: string, findings: readonly Finding[]): SafeHtml {
  const byName = new Map<string, Finding[]>()
  for (const one of findings) {
    const kind = kindOfFinding(one.code)
    const known = byName.get(kind)
    if (known) known.push(one)
    else byName.set(kind, [one])
  }
  const kinds = [...byName].toSorted(([, one], [, other]) => places(other) - places(one))
  return html`${kinds.map(([kind, own], at) => {
    const remedies = [...new Set(own.map(remedyOf))]
    const rest = own.length - mostListed
    return html`<details${(at === 0 || kinds.length <= fewKinds) && html` open`}><summary><strong>${words.say(kind)}</strong> <small class="findings-count">${words.formatNumber(places(own))}</small></summary>
<div class="finding"><p class="finding-remedy">${words.say('What to do:')} ${remedies.map((one) => html`${words.told(one)} `)}</p>
<ul>${own.slice(0, mostListed).map((one) => html`<li>${words.told(one.message)}${place(words, base, one)}</li>`)}${rest > 0 && html`<li>${words.say('And {count} more.', { count: rest })}</li>`}</ul></div></details>`
  })}`
}

/** Where it stands: `html/a.html:12:5`, and the way there. */
function place(words: PageWords, base: string, { file, line, column, usage }: Finding): SafeHtml {
  const at = [file, line, line === undefined ? undefined : column]
    .filter((one) => one !== undefined)
    .join(':')
  return html`<small class="finding-place">${at === '' ? words.say('The course or library as a whole') : html`<bdi dir="ltr">${at}</bdi>`}${usage !== undefined && html` <a href="${blockAddress(base, usage)}">${words.say('Open the block')}</a>`}</small>`
}

function places(findings: readonly Finding[]): number {
  return findings.reduce((sum, { count = 1 }) => sum + count, 0)
}
