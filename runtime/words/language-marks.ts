import { html, type SafeHtml } from '../html/safe-html.js'

/** Scripts that are written from right to left. */
const fromTheRight = new Set(['Adlm', 'Arab', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Syrc', 'Thaa'])

/** How a language is written. @param tag as in BCP 47; `ltr` for what is none */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  try {
    return fromTheRight.has(new Intl.Locale(tag).maximize().script ?? '') ? 'rtl' : 'ltr'
  } catch {
    return 'ltr'
  }
}

/** What stands around words of ours in a course. */
export interface AroundWords {
  /** The language of the course, as in BCP 47; undefined where its authors do not say. */
  readonly course: string | undefined
  /** The language of the page. */
  readonly page: string
}

/** By what they are made of: languages of pages are few, those of courses are what authors write. */
const made = new Map<string, SafeHtml>()

const mostMade = 500

/**
 * What the start tag around words of ours says of them, so that they are read out, and laid out, in their own language among the
 * course's: ` lang="ar" dir="rtl"`, or as much of it as differs from what stands around; nothing mostly.
 * @param language of the words, as in BCP 47
 */
export function languageMarks(language: string, { course, page }: AroundWords): SafeHtml {
  const around = course ?? page
  const name = `${language} ${course ?? ''} ${page}`
  let marks = made.get(name)
  if (!marks) {
    if (made.size >= mostMade) made.clear()
    const direction = directionOf(language)
    // A course that says no language is written as its texts are, on pages from right to left.
    const isOtherWay =
      course === undefined
        ? directionOf(page) === 'rtl' || direction === 'rtl'
        : directionOf(course) !== direction
    marks = html`${baseOf(language) !== baseOf(around) && html` lang="${language}"`}${isOtherWay && html` dir="${direction}"`}`
    made.set(name, marks)
  }
  return marks
}

function baseOf(tag: string): string {
  return tag.split('-', 1)[0]?.toLowerCase() ?? ''
}
