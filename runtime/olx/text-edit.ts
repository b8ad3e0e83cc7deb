/** A piece of a text in the place of another; offsets in UTF-16 units. */
export interface TextEdit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** A text with some of its pieces replaced; all else stays. Of pieces put at one place, the first comes first. @param edits none of which overlap */
export function editedText(text: string, edits: readonly TextEdit[]): string {
  let edited = ''
  let at = 0
  for (const edit of edits.toSorted((one, other) => one.start - other.start || one.end - other.end)) {
    edited += text.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return edited + text.slice(at)
}
