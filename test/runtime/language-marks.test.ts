import { describe, expect, it } from 'vitest'
import { directionOf, languageMarks } from '../../runtime/words/index.js'

describe('marks of our words', () => {
  it.each([
    // words, course, page
    ['en', undefined, 'en', ''],
    ['en', 'en', 'en-GB', ''],
    ['fr', 'fr-CA', 'fr', ''],
    ['en', 'fr', 'en', ' lang="en"'],
    ['ar', 'fr', 'ar', ' lang="ar" dir="rtl"'],
    ['fr', 'ar', 'fr', ' lang="fr" dir="ltr"'],
    ['ar', 'fa', 'ar', ' lang="ar"'],
    // A course that says no language is written as its texts are where the page is from the right.
    ['ar', undefined, 'ar', ' dir="rtl"'],
    ['en', undefined, 'ar', ' lang="en" dir="ltr"'],
    // There are no words in the learner's language.
    ['en', undefined, 'de', ' lang="en"'],
  ])('in %s, in a course in %s on a page in %s', (words, course, page, marks) => {
    expect(languageMarks(words, { course, page }).text).toBe(marks)
  })

  it.each([
    ['ar-EG', 'rtl'],
    ['he', 'rtl'],
    ['az', 'ltr'],
    ['az-Arab', 'rtl'],
    ['ar-Latn', 'ltr'],
    ['no language!', 'ltr'],
  ])('are written as %s is', (tag, way) => expect(directionOf(tag)).toBe(way))
})
