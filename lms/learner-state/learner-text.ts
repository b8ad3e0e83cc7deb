/** What no store keeps as text: NUL, and half of a surrogate pair. */
const unkeepable = /[\0\p{Surrogate}]/u
const mark = '\u0001'

/** A learner's id as a text that every store keeps: ids are other people's text, and may be none. */
export function learnerText(learner: string): string {
  return unkeepable.test(learner) || learner.startsWith(mark) ? `${mark}${JSON.stringify(learner)}` : learner
}

/** The learner of such a text. */
export function learnerOfText(text: string): string {
  return text.startsWith(mark) ? (JSON.parse(text.slice(mark.length)) as string) : text
}
