import { html, type SafeHtml } from '../../runtime/index.js'
import { sizeWords } from './page-words.js'

/** What the page shows on which a library or course is taken in. */
export interface ImportPageParts {
  readonly base: string
  /** Bytes of the largest archive. */
  readonly limit: number
  /** What was sent and refused, and why. */
  readonly refused?: { readonly why: string; readonly sent: URLSearchParams } | undefined
}

const edits = [
  ['', 'Take nothing in, and tell me'],
  ['merge', 'Merge: of each setting the side that changed it'],
  ['keep', 'Keep the blocks that were edited here'],
  ['replace', 'Replace them by what comes in'],
] as const

/** A library or course from an archive. */
export function importPage({ base, limit, refused }: ImportPageParts): SafeHtml {
  const { sent = new URLSearchParams() } = refused ?? {}
  const tick = (name: string) => sent.has(name) && html` checked`
  return html`<nav class="crumbs" aria-label="Where this page stands"><a href="${base}/author/libraries">Libraries</a></nav>
<h1>Import</h1>
${refused && html`<p role="alert" class="refused">${refused.why}</p>`}
<p>A course or library that was exported here, from Studio or from another site. It is read first, and what is found is told. What is here under its key already gets a further version; nothing is lost by that.</p>
<form method="post" action="${base}/author/imports" enctype="multipart/form-data">
<p class="field"><label for="archive">Archive</label><input id="archive" type="file" name="file" accept=".zip,.gz,.tgz,.tar" required aria-describedby="archive-hint"><small id="archive-hint">.zip, .tar.gz or .tar, ${sizeWords(limit)} at most.</small></p>
<p class="field"><label for="import-as">Take a library in under another key</label><input id="import-as" name="as" value="${sent.get('as') ?? ''}" autocomplete="off" spellcheck="false" placeholder="lib:ORG:NAME" aria-describedby="as-hint"><small id="as-hint">Left empty, it keeps its own.</small></p>
<p class="field"><label for="import-edits">Where it was edited here since its last import</label><select id="import-edits" name="edits">${edits.map(([value, label]) => html`<option value="${value}"${value === (sent.get('edits') ?? '') ? html` selected` : ''}>${label}</option>`)}</select></p>
<fieldset class="choice"><legend>Then</legend>
<p><label><input type="checkbox" name="publish"${tick('publish')}> Publish it, though something is published under its key</label></p>
<p><label><input type="checkbox" name="draft"${tick('draft')}> Take drafts where it has them, and publish nothing</label></p>
<p><label><input type="checkbox" name="strict"${tick('strict')}> Store nothing where learners would miss something</label></p>
<p><label><input type="checkbox" name="scripts"${tick('scripts')}> Run the script of each problem once before</label></p></fieldset>
<p class="author-actions"><button type="submit">Import</button></p></form>`
}
