import { cleanHtml, SafeHtml, type Json } from '../../runtime/index.js'
import type { Draft } from '../drafts/draft.js'
import type { HostParts } from '../host-parts.js'
import { blockAddress } from '../pages/authors/author-pages.js'
import type { RefusedEdits } from '../pages/authors/editor-form.js'
import { pieceChoice } from '../pages/authors/piece-choice.js'
import { textEditor } from '../pages/authors/text-editor.js'
import { htmlPieces } from '../text-editor/html-pieces.js'
import type { PageWords } from '../words/index.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'variants'>

/** The field that a text is written in. */
export const textFields = ['data'] as const

/** The editor of a text of the draft: as it was posted and refused, else as it is; where others changed it, too, the choice between both. */
export function textEditorOf(
  host: Parts,
  { block }: Draft,
  { words, refused }: { readonly words: PageWords; readonly refused: RefusedEdits | undefined },
): SafeHtml {
  const [name] = textFields
  const text = refused?.typed[name] ?? textIn(block.fields[name]) ?? ''
  const theirs = textIn(refused?.theirs?.[name])
  if (theirs !== undefined)
    return pieceChoice({ words, name, mine: text, theirs, was: textIn(refused?.was?.[name]) })
  const error = refused?.errors[name]
  return textEditor({
    words,
    name,
    text,
    shown: new SafeHtml(shownHtml(host, text, block.key)),
    errors: error === undefined ? [] : error.split('\n'),
    pieces: `${blockAddress(host.base, block.key)}/text`,
  })
}

/** The pieces of a text, each with what is shown of it. */
export function shownPieces(
  host: Parts,
  text: string,
  usage: string,
): readonly { readonly [name: string]: Json }[] {
  return htmlPieces(text).map(({ kind, source }) => ({
    kind,
    source,
    html: kind === 'space' ? '' : shownHtml(host, source, usage),
    // Addresses stand in what is written as their author wrote them.
    ...(kind === 'words' && { words: cleanHtml(source) }),
  }))
}

function shownHtml({ variants }: Parts, text: string, usage: string): string {
  return variants.linked(cleanHtml(text), usage)
}

function textIn(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
