import { errorTable, html, remedyOf, type Finding, type SafeHtml } from '../../runtime/index.js'
import { blockAddress } from './author-pages.js'
import { counted } from './page-words.js'

const levels = [
  ['error', 'Learners miss something', 'error'],
  ['warning', 'Not as its author may expect', 'warning'],
  ['note', 'Good to know', 'note'],
] as const

/** Findings of one kind that are listed. */
const mostListed = 20

/** Findings about content, the worst first, those of one kind together. */
export function findingsList(base: string, findings: readonly Finding[]): SafeHtml {
  if (findings.length === 0) return html`<p>Nothing was found that is amiss.</p>`
  return html`${levels.map(([level, heading, noun]) => {
    const own = findings.filter((one) => one.level === level)
    if (own.length === 0) return undefined
    return html`<section class="findings ${level}" aria-labelledby="findings-${level}"><h2 id="findings-${level}">${heading} <small>${counted(places(own), noun)}</small></h2>${kinds(own).map((kind) => group(base, kind))}</section>`
  })}`
}

function kinds(findings: readonly Finding[]): (readonly Finding[])[] {
  const byCode = new Map<string, Finding[]>()
  for (const finding of findings) byCode.set(finding.code, [...(byCode.get(finding.code) ?? []), finding])
  return [...byCode.values()].toSorted((one, other) => places(other) - places(one))
}

function group(base: string, findings: readonly Finding[]): SafeHtml | undefined {
  const [first] = findings
  if (!first) return undefined
  const rest = findings.length - mostListed
  return html`<details${findings.length <= 3 ? html` open` : ''}><summary>${errorTable[first.code].meaning} <small>${counted(places(findings), 'time')}, ${first.code}</small></summary>
<ul>${findings.slice(0, mostListed).map((one) => html`<li>${one.message}${place(base, one)}</li>`)}${rest > 0 && html`<li>And ${rest} more.</li>`}</ul><p>${remedyOf(first)}</p></details>`
}

function place(base: string, { file, line, column, usage }: Finding): SafeHtml {
  const at = [file, line, column].filter((one) => one !== undefined).join(':')
  return html`${at !== '' && html` <small><code>${at}</code></small>`}${usage !== undefined && html` <a href="${blockAddress(base, usage)}">Open the block</a>`}`
}

function places(findings: readonly Finding[]): number {
  return findings.reduce((sum, { count = 1 }) => sum + count, 0)
}
