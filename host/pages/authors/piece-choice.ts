import { html, isJsonObject, withoutReturns, type Json, type SafeHtml } from '../../../runtime/index.js'
import {
  mergedText,
  textPieces,
  type PieceChoice,
  type TextClash,
  type TextPiece,
} from '../../together/text-pieces.js'
import type { PageWords } from '../../words/index.js'

/** A text that two people changed, to choose from piece by piece. */
export interface ChosenPieces extends TextClash {
  readonly words: PageWords
  /** OLX name of its field. */
  readonly name: string
}

/** Lines of a piece that nobody changed that are shown beside one that somebody did. */
const around = 2

/** Both texts side by side where both were changed, with a choice for each such place: mine, theirs or both; and all else as it will be. */
export function pieceChoice({ words, name, ...texts }: ChosenPieces): SafeHtml {
  // Browsers send lines with returns that no stored text has: with them, every line would differ.
  const [mine, theirs] = [withoutReturns(texts.mine), withoutReturns(texts.theirs)]
  const was = texts.was === undefined ? undefined : withoutReturns(texts.was)
  const pieces = textPieces({ mine, theirs, was })
  const clashes = pieces.filter(({ kind }) => kind === 'clash').length
  let number = 0
  return html`<fieldset class="text-clash"><legend>${words.say('Somebody else changed this text while you wrote')}</legend>
<p>${clashes === 0 ? words.say('You changed different places, so both changes fit together. Look at what comes of it, and save.') : words.say('{count, plural, one {One place was changed by both of you. Choose what it shall say.} other {# places were changed by both of you. Choose what each shall say.}}', { count: clashes })} ${words.say('Nothing of either is lost until you save.')}</p>
<input type="hidden" name="pieces.${name}" value="${JSON.stringify({ mine, theirs, was: was ?? null })}">
${pieces.map((piece, at) => (piece.kind === 'clash' ? clash(piece, number++, name, words) : plain(piece, at === 0, at === pieces.length - 1, words)))}
</fieldset>`
}

function plain(
  { kind, text }: Exclude<TextPiece, { kind: 'clash' }>,
  isFirst: boolean,
  isLast: boolean,
  words: PageWords,
): SafeHtml {
  if (kind !== 'same')
    return html`<div class="text-piece is-${kind}"><p class="piece-whose">${kind === 'mine' ? words.say('You changed') : words.say('They changed')}</p><pre dir="auto">${text}</pre></div>`
  const lines = text.split(/(?<=\n)/)
  const hidden = lines.length - (isFirst ? 0 : around) - (isLast ? 0 : around)
  if (hidden <= 1) return html`<pre class="text-piece is-same" dir="auto">${text}</pre>`
  const [start, end] = [isFirst ? 0 : around, isLast ? lines.length : lines.length - around]
  const shown = (some: readonly string[]) =>
    some.length > 0 && html`<pre class="text-piece is-same" dir="auto">${some.join('')}</pre>`
  return html`${shown(lines.slice(0, start))}<details class="text-piece is-same"><summary>${words.say('{count, plural, one {# line that nobody changed} other {# lines that nobody changed}}', { count: hidden })}</summary><pre dir="auto">${lines.slice(start, end).join('')}</pre></details>${shown(lines.slice(end))}`
}

function clash(
  { mine, theirs, was }: Extract<TextPiece, { kind: 'clash' }>,
  number: number,
  name: string,
  words: PageWords,
): SafeHtml {
  const side = (title: string, text: string) =>
    html`<div><p class="piece-whose">${title}</p>${text === '' ? html`<p class="editor-help">${words.say('Taken away')}</p>` : html`<pre dir="auto">${text}</pre>`}</div>`
  const choice = (value: PieceChoice, label: string) =>
    html`<label><input type="radio" name="piece.${name}.${number}" value="${value}"${value === 'both' && html` checked`}> ${label}</label>`
  return html`<div class="text-piece is-clash" role="group" aria-label="${words.say('Place {number}', { number: number + 1 })}">
<div class="piece-sides">${side(words.say('Yours'), mine)}${side(words.say('Theirs'), theirs)}</div>
${was !== '' && html`<details><summary>${words.say('What it was before')}</summary><pre dir="auto">${was}</pre></details>`}
<p class="piece-choice">${choice('mine', words.say('Take mine'))} ${choice('theirs', words.say('Take theirs'))} ${choice('both', words.say('Keep both, mine first'))}</p></div>`
}

/** The texts that a form's choices make, by the OLX names of their fields. */
export function chosenTexts(form: URLSearchParams): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  for (const [key, value] of form) {
    if (!key.startsWith('pieces.')) continue
    const name = key.slice('pieces.'.length)
    const clashing = clashIn(value)
    if (!clashing) continue
    const pieces = textPieces(clashing)
    const choices = Array.from({ length: pieces.length }, (_, at) =>
      choiceIn(form.get(`piece.${name}.${at}`)),
    )
    texts.set(name, mergedText(pieces, choices))
  }
  return texts
}

function choiceIn(value: string | null): PieceChoice | undefined {
  return (['mine', 'theirs', 'both'] as const).find((one) => one === value)
}

function clashIn(text: string): TextClash | undefined {
  try {
    const value = JSON.parse(text) as Json
    if (!isJsonObject(value)) return undefined
    const { mine, theirs, was } = value
    if (typeof mine !== 'string' || typeof theirs !== 'string') return undefined
    return { mine, theirs, was: typeof was === 'string' ? was : undefined }
  } catch {
    return undefined
  }
}

/** What a form posts, with what was chosen of texts in place of what stood in its fields. */
export function withChosenTexts(form: URLSearchParams): URLSearchParams {
  const chosen = chosenTexts(form)
  if (chosen.size === 0) return form
  const fields = new URLSearchParams([...form].filter(([name]) => !/^pieces?\./.test(name)))
  for (const [name, text] of chosen) fields.set(`field.${name}`, text)
  return fields
}
