import type { Course } from '../service/course.js'
import { Clock, type User } from '../service/standard-services.js'
import type { I18n } from '../service/translations.js'
import type { Catalogues } from '../words/catalogues.js'
import { languageMarks } from '../words/language-marks.js'
import type { NotePad } from './learner-notes.js'
import type { LearnersWorld } from './session-options.js'

/** The learner as one block sees them: whether they are staff is noted, and whoever looks at anything else shows what is theirs alone. */
export function notedUser(user: User, pad: NotePad): User {
  return new Proxy(user, {
    get(target, name) {
      if (name === 'isStaff') {
        pad.staff(target.isStaff)
        return target.isStaff
      }
      pad.own()
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
    has(target, name) {
      pad.own()
      return Reflect.has(target, name)
    },
    ownKeys(target) {
      pad.own()
      return Reflect.ownKeys(target)
    },
    getOwnPropertyDescriptor(target, name) {
      pad.own()
      return Reflect.getOwnPropertyDescriptor(target, name)
    },
  })
}

/** A course that says what names all that it tells. */
export type MarkedCourse = Course & { readonly mark: string }

export function isMarked(course: unknown): course is MarkedCourse {
  return typeof course === 'object' && course !== null && 'mark' in course
}

/** The course as one block sees it: what is told of it is noted, and shown to all for whom it is the same. */
export function notedCourse(course: MarkedCourse, pad: NotePad): Course {
  pad.course(course.mark)
  return course
}

/** The request's clock as one block sees it: what has passed is noted. */
export class NotedClock extends Clock {
  constructor(
    private readonly clock: Clock,
    private readonly pad: NotePad,
  ) {
    super()
  }

  now(): number {
    this.pad.own()
    return this.clock.now()
  }

  override isPast(instant: number): boolean {
    const past = this.clock.isPast(instant)
    this.pad.past(instant, past)
    return past
  }
}

/**
 * A plugin's words in the language of a request. That they were asked for is noted, so what is shown with them is given to
 * whoever has the same language, and the same time zone, or the same language of the course, where that was looked at.
 */
export function notedWords(
  words: Catalogues,
  { locale, timeZone, around }: LearnersWorld,
  pad: NotePad,
): I18n {
  pad.locale(locale)
  const i18n = words.in(locale, timeZone)
  return new Proxy(i18n, {
    get(target, name) {
      if (name === 'timeZone' || name === 'formatDate') pad.timeZone(timeZone)
      if (name === 'marks') {
        pad.around(around)
        return languageMarks(target.wordsLanguage, { course: around, page: locale })
      }
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}
