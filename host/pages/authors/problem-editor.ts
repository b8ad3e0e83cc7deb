import { newParts, readProblemForm, type ProblemForm } from '../../../blocks/problem/index.js'
import { CompositorError, html, type SafeHtml } from '../../../runtime/index.js'
import {
  carried,
  problemTabs,
  shownMarkdown,
  unwritable,
  type EditedProblem,
} from '../../problem-editor/edited-problem.js'
import type { TextClash } from '../../together/text-pieces.js'
import { toSay } from '../../words/index.js'
import { pieceChoice } from './piece-choice.js'
import { problemLook, type ProblemLook } from './problem-look.js'
import { problemParts } from './problem-parts.js'
import { addWords } from './problem-words.js'

/** What the editor of a problem shows. */
export interface ProblemEditorParts extends ProblemLook {
  readonly problem: EditedProblem
  /** What was refused of it when it was to be saved. */
  readonly errors: readonly { readonly field: string; readonly words: string }[]
  /** What there is to say of the text besides what was found in it. */
  readonly notes: readonly string[]
  /** The text as others saved it meanwhile, where both changed it: then it is chosen from, and not written. */
  readonly clash?: TextClash | undefined
}

const tabWords: Readonly<Record<EditedProblem['tab'], string>> = {
  form: toSay('Form'),
  markdown: 'Markdown',
  xml: 'XML',
}

/** A problem, written as a form, as Markdown or as XML, beside what comes of it. It stands in the form of the block's fields. */
export function problemEditor(parts: ProblemEditorParts): SafeHtml {
  return html`<div class="problem-editor">
<div class="problem-text" data-part="text" id="problem-text">${problemText(parts)}</div>
<div class="problem-look" data-part="look">${problemLook(parts)}</div>
</div>`
}

function problemText(parts: ProblemEditorParts): SafeHtml {
  const { words, problem, errors, notes, clash } = parts
  const { tab, fault } = problem
  return html`<input type="hidden" name="problem.was" value="${carried(problem)}"><input type="hidden" name="problem.tab" value="${tab}">
<div class="editor-tabs" role="group" aria-label="${words.say('How the problem is written')}">${problemTabs.map(
    (one) =>
      html`<button type="submit" name="do" value="tab:${one}"${one === tab && html` aria-current="true"`}>${words.say(tabWords[one])}</button>`,
  )}</div>
${errors.map((one) => html`<p class="editor-error" id="problem-${one.field}-error">${one.words}</p>`)}
${notes.length > 0 && html`<p class="editor-remark" id="problem-data-remark">${notes.join('\n')}</p>`}
${fault && html`<p class="editor-error" role="alert">${words.say('What you typed makes no problem; it stands below as you typed it.')} ${words.told(fault.message)}</p>`}
${clash ? html`${pieceChoice({ words, name: 'data', ...clash })}<p><button type="submit" name="do" value="look">${words.say('Take these and write on')}</button></p>` : tab === 'form' ? formTab(parts) : tab === 'markdown' ? markdownTab(parts) : xmlTab(parts)}`
}

function formTab(parts: ProblemEditorParts): SafeHtml {
  const { words, problem, remarks } = parts
  const read = formOf(problem.data)
  if (read instanceof CompositorError)
    return html`<p class="editor-remark">${words.say('The text cannot be read as a problem, so there is no form of it. Its XML can be put right.')}</p>
<p><button type="submit" name="do" value="tab:xml">${words.say('Show the XML')}</button></p>`
  const { parts: all, hasLooseText } = read
  const typed = problem.typed
  return html`${hasLooseText && html`<p class="editor-remark">${words.say('Some text stands outside of any paragraph: it stays, and can be changed in the XML.')}</p>`}
${all.length === 0 && html`<p>${words.say('There is nothing in it yet. What kind of question do you want to ask?')}</p>`}
${problemParts(all, { words, typed, remarks })}
<div class="problem-add" role="group" aria-labelledby="problem-add"><h2 id="problem-add">${words.say('Add')}</h2><p>${newParts.map((part) => html`<button type="submit" name="do" value="add:${part}" class="quiet small">${words.say(addWords[part])}</button> `)}</p></div>`
}

function formOf(data: string): ProblemForm | CompositorError {
  try {
    return readProblemForm(data)
  } catch (thrown) {
    return CompositorError.from(thrown, 'problem-unsupported')
  }
}

function markdownTab({ words, problem }: ProblemEditorParts): SafeHtml {
  const text = shownMarkdown(problem)
  if (text === undefined) {
    const lost = unwritable(problem)
    const code = (inside: SafeHtml) => html`<code dir="ltr">${inside}</code>`
    const what =
      lost &&
      words.sayHtml('It has no way to write <code>{name}</code> in line {line}.', {
        name: `<${lost.name}>`,
        line: lost.line,
        code,
      })
    return html`<p class="editor-remark">${words.say('Markdown cannot say all of this problem, so it would lose some. Use the form, or the XML.')} ${what}</p>`
  }
  return html`<div class="problem-slot"><label for="problem-markdown">${words.say(tabWords.markdown)}</label>
<textarea id="problem-markdown" name="problem.markdown" class="is-code" dir="auto" rows="${rowsOf(text)}" aria-describedby="markdown-help">\n${text}</textarea></div>
<details id="markdown-help"><summary>${words.say('How it is written')}</summary><table class="markdown-help"><tbody>${markdownHelp.map(([sign, what]) => html`<tr><td><code dir="ltr">${sign}</code></td><td>${words.say(what)}</td></tr>`)}</tbody></table></details>
${problem.markdown === null && html`<p class="editor-help">${words.say('Once it is changed here, the problem is kept as Markdown and its XML is made of it.')}</p>`}`
}

const markdownHelp: readonly (readonly [string, string])[] = [
  ['>>Which?||Pick one.<<', toSay('A question, and help with answering')],
  ['(x) yes   ( ) no', toSay('One choice, the right one with an x')],
  ['[x] yes   [ ] no', toSay('Several choices')],
  ['[[one, (two)]]', toSay('A dropdown, the right one in brackets')],
  ['= 5 +- 2%', toSay('A number with its tolerance, or a text')],
  ['or= other   not= wrong', toSay('Another right answer, or a wrong one')],
  ['{{Think of x.}}', toSay('Feedback to an answer')],
  ['||A hint||', toSay('A hint to ask for')],
  ['[explanation]', toSay('Begins and ends the explanation')],
  ['---', toSay('Begins another question')],
]

function xmlTab({ words, problem: { data }, remarks }: ProblemEditorParts): SafeHtml {
  const lines = data.split('\n').length
  const marked = new Map(
    remarks.flatMap(({ line, isError }) => (line === undefined ? [] : [[line, isError]])),
  )
  return html`<label for="problem-xml">${words.say(tabWords.xml)}</label>
<div class="code-lines" dir="ltr"><ol aria-hidden="true">${Array.from({ length: lines }, (_, at) => {
    const isError = marked.get(at + 1)
    return html`<li${isError !== undefined && html` class="${isError ? 'is-error' : 'is-odd'}"`}></li>`
  })}</ol><textarea id="problem-xml" name="problem.xml" class="is-code" rows="${lines + 1}" wrap="off" spellcheck="false">\n${data}</textarea></div>`
}

function rowsOf(text: string): number {
  return Math.min(30, Math.max(8, text.split('\n').length + 1))
}
