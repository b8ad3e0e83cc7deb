import { errorTable, html, remedyOf, type Finding, type SafeHtml } from '../../runtime/index.js'
import { toSay, type PageWords } from '../words/index.js'
import { blockAddress } from './author-pages.js'

const levels = [
  ['error', toSay('Learners miss something'), toSay('{count, plural, one {# error} other {# errors}}')],
  [
    'warning',
    toSay('Not as its author may expect'),
    toSay('{count, plural, one {# warning} other {# warnings}}'),
  ],
  ['note', toSay('Good to know'), toSay('{count, plural, one {# note} other {# notes}}')],
] as const

/** Findings of one kind that are listed. */
const mostListed = 20

/** Findings about content, the worst first, those of one kind together. */
export function findingsList(words: PageWords, base: string, findings: readonly Finding[]): SafeHtml {
  if (findings.length === 0) return html`<p>${words.say('Nothing was found that is amiss.')}</p>`
  return html`${levels.map(([level, heading, count]) => {
    const own = findings.filter((one) => one.level === level)
    if (own.length === 0) return undefined
    return html`<section class="findings ${level}" aria-labelledby="findings-${level}"><h2 id="findings-${level}">${words.say(heading)} <small>${words.say(count, { count: places(own) })}</small></h2>${kinds(own).map((kind) => group(words, base, kind))}</section>`
  })}`
}

function kinds(findings: readonly Finding[]): (readonly Finding[])[] {
  const byCode = new Map<string, Finding[]>()
  for (const finding of findings) byCode.set(finding.code, [...(byCode.get(finding.code) ?? []), finding])
  return [...byCode.values()].toSorted((one, other) => places(other) - places(one))
}

function group(words: PageWords, base: string, findings: readonly Finding[]): SafeHtml | undefined {
  const [first] = findings
  if (!first) return undefined
  const rest = findings.length - mostListed
  return html`<details${findings.length <= 3 ? html` open` : ''}><summary>${english(errorTable[first.code].meaning)} <small>${words.say('{count, plural, one {once} other {# times}}', { count: places(findings) })} · <bdi>${first.code}</bdi></small></summary>
<ul>${findings.slice(0, mostListed).map((one) => html`<li>${english(one.message)}${place(words, base, one)}</li>`)}${rest > 0 && html`<li>${words.say('And {count} more.', { count: rest })}</li>`}</ul><p>${english(remedyOf(first))}</p></details>`
}

function place(words: PageWords, base: string, { file, line, column, usage }: Finding): SafeHtml {
  const at = [file, line, column].filter((one) => one !== undefined).join(':')
  return html`${at !== '' && html` <small><code dir="ltr">${at}</code></small>`}${usage !== undefined && html` <a href="${blockAddress(base, usage)}">${words.say('Open the block')}</a>`}`
}

/** What findings say of themselves is English. */
function english(text: string): SafeHtml {
  return html`<bdi lang="en">${text}</bdi>`
}

function places(findings: readonly Finding[]): number {
  return findings.reduce((sum, { count = 1 }) => sum + count, 0)
}
