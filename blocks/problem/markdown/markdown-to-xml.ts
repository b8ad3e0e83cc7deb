import { checkboxes, checkboxLine, compoundLine, dropdown, multipleChoice, radioLine } from './choices.js'
import { joinedLines } from '../markup/joined-lines.js'
import { escapeXml, inlineXml, paragraphs } from './inline-xml.js'
import { answerLine, firstAnswerLine, textAnswers } from './text-answers.js'

/**
 * The XML of a problem written in the simple editor's dialect: `>>label||description<<`, `(x)` and `[x]` choices,
 * `[[…]]` dropdowns, `=` answers, `{{…}}` feedback, `||…||` hints, `[explanation]`, `[code]`, `===` headings and
 * `---` between questions. Whatever is none of these is text; no text is refused.
 */
export function markdownToXml(markdown: string): string {
  const reader = new MarkdownReader(markdown)
  return `<problem>\n${reader.read().join('\n')}\n</problem>`
}

class MarkdownReader {
  private readonly lines: string[]
  private readonly code: string[] = []
  private readonly elements: string[] = []
  private readonly hints: string[] = []
  private text: string[] = []
  /** The label and description of the response to come. */
  private question: { readonly label: string; readonly description: string } | undefined
  private at = 0

  constructor(markdown: string) {
    const withoutCode = markdown
      .replaceAll(/\r\n?/g, '\n')
      .replaceAll('\0', '')
      .replaceAll(/\[code\]\n?((?:(?!\[code\])[^])*?)\[\/?code\]/gi, (_, code: string) => {
        this.code.push(code)
        return `\n\0${this.code.length - 1}\n`
      })
    // Feedback may be written over several lines.
    this.lines = withoutCode.replaceAll(/\{\{(?:(?!\{\{|\n\s*\n)[^])*?\}\}/g, joinedLines).split('\n')
  }

  read(): string[] {
    while (this.at < this.lines.length) this.block()
    this.endQuestion()
    if (this.hints.length > 0) {
      const hints = this.hints.map((hint) => `<hint>${inlineXml(hint)}</hint>`)
      this.elements.push(`<demandhint>${hints.join('')}</demandhint>`)
    }
    return this.elements
  }

  private block(): void {
    const line = this.lines[this.at] ?? ''
    const next = this.lines[this.at + 1] ?? ''
    const hint = /^\s*\|\|(.*)\|\|\s*$/.exec(line)
    if (line.startsWith('\0')) this.add(this.codeBlock(Number(line.slice(1))), 1)
    else if (/^\s*-{3,}\s*$/.test(line)) this.separator()
    else if (hint !== null) {
      this.hints.push(hint[1] ?? '')
      this.at++
    } else if (line.trim() !== '' && /^={2,}\s*$/.test(next)) {
      this.add(`<h3 class="hd hd-2 problem-header">${inlineXml(line)}</h3>`, 2)
    } else if (/^\s*>>/.test(line)) this.label()
    else if (radioLine.test(line)) this.response(this.group(radioLine), multipleChoice)
    else if (checkboxLine.test(line)) this.response(this.group(checkboxLine, compoundLine), checkboxes)
    else if (/^\s*\[\[/.test(line)) this.dropdown()
    else if (firstAnswerLine.test(line)) this.response(this.answers(), textAnswers)
    else if (/^\s*\[explanation\]/i.test(line)) this.explanation()
    else {
      this.text.push(line)
      this.at++
    }
  }

  /** Takes lines of one kind, with nothing but blank ones between them. */
  private group(...kinds: readonly RegExp[]): string[] {
    const taken: string[] = []
    for (let ahead = this.at; ahead < this.lines.length; ahead++) {
      const line = this.lines[ahead] ?? ''
      if (kinds.some((kind) => kind.test(line))) {
        taken.push(line)
        this.at = ahead + 1
      } else if (line.trim() !== '') break
    }
    return taken
  }

  /** One answer with its `or=` and `not=` lines. */
  private answers(): string[] {
    const first = this.lines[this.at++] ?? ''
    return [first, ...this.group(/^(?:or|not)=/)].filter((line) => answerLine.test(line))
  }

  private dropdown(): void {
    const rest = this.lines.slice(this.at, this.at + 200)
    const last = rest.findIndex((line) => line.includes(']]'))
    if (last < 0) {
      this.text.push(this.lines[this.at++] ?? '')
      return
    }
    const whole = rest.slice(0, last + 1).join('\n')
    this.at += last + 1
    this.response(whole.slice(whole.indexOf('[[') + 2, whole.lastIndexOf(']]')), dropdown)
  }

  private response<T>(content: T, write: (content: T, question: string) => string): void {
    this.flush()
    const { label = '', description = '' } = this.question ?? {}
    this.question = undefined
    const question =
      (label === '' ? '' : `<label>${inlineXml(label)}</label>`) +
      (description === '' ? '' : `<description>${inlineXml(description)}</description>`)
    this.elements.push(write(content, question))
  }

  private label(): void {
    const rest = this.lines.slice(this.at, this.at + 50)
    const last = rest.findIndex((line) => line.includes('<<'))
    const whole = rest.slice(0, Math.max(last, 0) + 1).join(' ')
    const [, label = '', after = ''] = /^\s*>>(.*?)(?:<<(.*))?$/s.exec(whole) ?? []
    this.endQuestion()
    const [asked = '', ...description] = label.split('||')
    this.question = { label: asked.trim(), description: description.join('||').trim() }
    this.at += Math.max(last, 0) + 1
    if (after.trim() !== '') this.text.push(after)
  }

  private explanation(): void {
    const end = /\[\/?explanation\]/i
    const first = (this.lines[this.at] ?? '').replace(end, '')
    const content: string[] = []
    let line: string | undefined = first
    while (line !== undefined) {
      this.at++
      const stop = end.exec(line)
      content.push(stop === null ? line : line.slice(0, stop.index))
      if (stop !== null) break
      line = this.lines[this.at]
    }
    this.flush()
    const texts = this.paragraphs(content)
    this.elements.push(
      `<solution><div class="detailed-solution"><p>Explanation</p>${texts.join('')}</div></solution>`,
    )
  }

  private separator(): void {
    this.endQuestion()
    this.elements.push('<hr/>')
    this.at++
  }

  private add(element: string, lines: number): void {
    this.flush()
    this.elements.push(element)
    this.at += lines
  }

  /** A label that no response follows is text. */
  private endQuestion(): void {
    this.flush()
    const { question } = this
    this.question = undefined
    if (question === undefined) return
    this.elements.push(...paragraphs([question.label, question.description]))
  }

  private flush(): void {
    for (const one of this.paragraphs(this.text)) this.elements.push(one)
    this.text = []
  }

  private paragraphs(lines: readonly string[]): string[] {
    return lines.some((line) => line.startsWith('\0'))
      ? lines.flatMap((line) =>
          line.startsWith('\0') ? [this.codeBlock(Number(line.slice(1)))] : paragraphs([line]),
        )
      : paragraphs(lines)
  }

  private codeBlock(index: number): string {
    return `<pre><code>${escapeXml(this.code[index] ?? '')}</code></pre>`
  }
}
