import { html, remedyOf, type Finding, type SafeHtml } from '../../../runtime/index.js'
import { toSay, type PageWords } from '../../words/index.js'
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

/** Files of one level, and findings of one kind in one of them, that are listed; files that stand open where there are few. */
const [mostFiles, mostListed, fewFiles] = [50, 20, 4]

/** Findings about content by how bad they are, then by file, those that say the same together with what to do. */
export function findingsList(words: PageWords, base: string, findings: readonly Finding[]): SafeHtml {
  if (findings.length === 0) return html`<p>${words.say('Nothing was found that is amiss.')}</p>`
  return html`${levels.map(([level, heading, count]) => {
    const own = findings.filter((one) => one.level === level)
    if (own.length === 0) return undefined
    return html`<section class="findings is-${level}" aria-labelledby="findings-${level}"><h2 id="findings-${level}">${words.say(heading)} <small>${words.say(count, { count: places(own) })}</small></h2>${byFile(words, base, own)}</section>`
  })}`
}

function byFile(words: PageWords, base: string, findings: readonly Finding[]): SafeHtml {
  const files = grouped(findings, ({ file = '' }) => file)
  const rest = files.length - mostFiles
  return html`${files
    .slice(0, mostFiles)
    .map(
      ([file, own]) =>
        html`<details${files.length <= fewFiles && html` open`}><summary>${file === '' ? words.say('The course or library as a whole') : html`<bdi dir="ltr">${file}</bdi>`} <small class="findings-count">${words.formatNumber(places(own))}</small></summary>${grouped(own, ({ code }) => code).map(([, kind]) => said(words, base, kind))}</details>`,
    )}${rest > 0 && html`<p>${words.say('And {count, plural, one {# further file} other {# further files}}.', { count: rest })}</p>`}`
}

/** Findings of one kind in one file, and what to do about them. */
function said(words: PageWords, base: string, findings: readonly Finding[]): SafeHtml | undefined {
  const [first] = findings
  if (!first) return undefined
  const rest = findings.length - mostListed
  const remedies = [...new Set(findings.slice(0, mostListed).map(remedyOf))]
  return html`<div class="finding"><ul>${findings.slice(0, mostListed).map((one) => html`<li>${words.told(one.message)}${place(words, base, one)}</li>`)}${rest > 0 && html`<li>${words.say('And {count} more.', { count: rest })}</li>`}</ul>
<p class="finding-remedy"><strong>${words.say('What to do:')}</strong> ${remedies.map((one) => html`${words.told(one)} `)}<small><bdi>${first.code}</bdi></small></p></div>`
}

/** In groups by a name of theirs, those that speak for most places first. */
function grouped(
  findings: readonly Finding[],
  nameOf: (finding: Finding) => string,
): (readonly [name: string, findings: readonly Finding[]])[] {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    const name = nameOf(finding)
    const group = groups.get(name)
    if (group) group.push(finding)
    else groups.set(name, [finding])
  }
  return [...groups].toSorted(([, one], [, other]) => places(other) - places(one))
}

function place(words: PageWords, base: string, { line, column, usage }: Finding): SafeHtml {
  const at =
    line !== undefined &&
    html` <small>${
      column === undefined
        ? words.say('line {line}', { line })
        : words.say('line {line}, column {column}', { line, column })
    }</small>`
  return html`${at}${usage !== undefined && html` <a href="${blockAddress(base, usage)}">${words.say('Open the block')}</a>`}`
}

function places(findings: readonly Finding[]): number {
  return findings.reduce((sum, { count = 1 }) => sum + count, 0)
}
