import { html, type SafeHtml } from '../../../runtime/index.js'
import { toSay, type PageWords } from '../../words/index.js'
import { sizeIn } from '../page-words.js'

/** What the page shows on which a library or course is taken in. */
export interface ImportPageParts {
  readonly words: PageWords
  readonly base: string
  /** Bytes of the largest archive. */
  readonly limit: number
  /** What was sent and refused, and why. */
  readonly refused?: { readonly why: string; readonly sent: URLSearchParams } | undefined
}

const edits = [
  ['', toSay('Take nothing in, and tell me')],
  ['merge', toSay('Merge: of each setting the side that changed it')],
  ['keep', toSay('Keep the blocks that were edited here')],
  ['replace', toSay('Replace them by what comes in')],
] as const

const ticks = [
  ['publish', toSay('Publish it at once, without a look at what was found')],
  ['draft', toSay('Take drafts where it has them, and publish nothing')],
  ['strict', toSay('Store nothing where learners would miss something')],
  ['scripts', toSay('Run the script of each problem once before')],
] as const

/** A library or course from an archive: what is asked first is the archive alone. */
export function importPage({ words, base, limit, refused }: ImportPageParts): SafeHtml {
  const { sent = new URLSearchParams() } = refused ?? {}
  const isMore = ['as', 'edits', ...ticks.map(([name]) => name)].some((name) => sent.get(name))
  return html`<nav class="crumbs" aria-label="${words.say('Where this page stands')}"><a href="${base}/author">${words.say('Authoring')}</a></nav>
<h1>${words.say('Import')}</h1>
${refused && html`<p role="alert" class="refused">${words.maybeTold(refused.why)}</p>`}
<p>${words.say('An archive of a course or library, as it was exported here, from Studio or from another site.')}</p>
<form method="post" action="${base}/author/imports" enctype="multipart/form-data">
<p class="field"><label for="archive">${words.say('Archive')}</label><input id="archive" type="file" name="file" accept=".zip,.gz,.tgz,.tar" required aria-describedby="archive-hint"><small id="archive-hint">${words.say('.zip, .tar.gz or .tar; at most {size}.', { size: sizeIn(words, limit) })}</small></p>
<ol class="import-steps"><li>${words.say('It is read, and you see what was found: what learners would miss, where, and what to do about it.')}</li><li>${words.say('It waits as a draft. What is here under its key already stays in the history, and learners go on seeing it.')}</li><li>${words.say('You publish it, or keep it as a draft and go on working on it.')}</li></ol>
<details class="import-more"${isMore && html` open`}><summary>${words.say('More choices')}</summary>
<p class="field"><label for="import-edits">${words.say('Where it was edited here since its last import')}</label><select id="import-edits" name="edits">${edits.map(([value, label]) => html`<option value="${value}"${value === (sent.get('edits') ?? '') && html` selected`}>${words.say(label)}</option>`)}</select></p>
<p class="field"><label for="import-as">${words.say('Take a library in under another key')}</label><input id="import-as" name="as" value="${sent.get('as') ?? ''}" autocomplete="off" spellcheck="false" dir="ltr" placeholder="${'lib:ORG:NAME'}" aria-describedby="as-hint"><small id="as-hint">${words.say('Left empty, it keeps its own.')}</small></p>
${ticks.map(([name, label]) => html`<p><label><input type="checkbox" name="${name}"${sent.has(name) && html` checked`}> ${words.say(label)}</label></p>`)}</details>
<p class="author-actions"><button type="submit">${words.say('Import')}</button></p></form>`
}
