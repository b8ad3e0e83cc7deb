import { Container } from 'inversify'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  Block,
  block,
  Cache,
  CatalogI18n,
  Clock,
  Completion,
  Fragment,
  Grades,
  HandlerUrls,
  html,
  I18n,
  LearnerState,
  needs,
  Partitions,
  Random,
  Settings,
  Urls,
  User,
  view,
  wants,
} from '../../runtime/index.js'
import { composed, runtimeOf, stored } from './memory-session.js'

@block('plain')
class Plain extends Block({}) {
  @view studentView() {
    return new Fragment(html`${this.service(I18n).gettext('Hello')}`)
  }
  @view clockView() {
    return new Fragment(html`${this.service(Clock).now()}`)
  }
}

@needs(Random)
@wants(Settings)
@block('needy')
class Needy extends Block({}) {
  @view studentView() {
    return new Fragment(html`${this.optionalService(Settings) === undefined}`)
  }
  @view randomView() {
    return new Fragment(html`${this.service(Random).next()}`)
  }
}

@needs(User)
@block('child')
class Child extends Needy {
  @view userView() {
    return new Fragment(html`${this.service(User).name}`)
  }
}

@needs(Completion)
@needs(Grades)
@needs(LearnerState)
@block('achieving')
class Achieving extends Block({}) {
  @view studentView() {
    this.service(Completion).emit(0.5)
    this.service(Grades).publish(1, 2, { onlyIfHigher: true })
    return new Fragment(html``)
  }
  @view otherView() {
    return { other: this.service(LearnerState).of('block-v1:O+C+R+type@plain+block@p9') ?? null }
  }
  @view strangerView() {
    return { stranger: this.service(LearnerState).of('block-v1:O+C+OTHER+type@plain+block@p9') ?? null }
  }
  @view tooMuchView(): Fragment {
    this.service(Completion).emit(1.5)
    return new Fragment(html``)
  }
  @view oddGradeView(): Fragment {
    this.service(Grades).publish(3, 2)
    return new Fragment(html``)
  }
}

const classes = [Plain, Needy, Child, Achieving]

function open(bind?: (services: Container) => void, data = stored()) {
  const runtime = runtimeOf(classes)
  return runtime.session({ fieldData: data, ...(bind && { bind }) })
}

describe('asking for a service', () => {
  it('that was not declared is an error which lists what the block may ask for', async () => {
    await expect(open().view(composed('plain'), 'clock_view')).rejects.toMatchObject({
      code: 'service-undeclared',
      message: "plain did not declare 'Clock' with @needs or @wants; it may ask for: I18n.",
    })
  })

  it('that the block needs and nobody binds is an error which lists what there is', async () => {
    const bind = (services: Container) => services.bind(User).toConstantValue({} as User)
    await expect(open(bind).view(composed('needy'), 'random_view')).rejects.toMatchObject({
      code: 'service-missing',
      message: expect.stringMatching(
        /needs 'Random'.*: User, I18n, Completion, Grades, LearnerState, Learners, Submissions, Files\.$/,
      ),
    })
  })

  it('that the block needs and nobody binds fails the block, whatever of it is shown', async () => {
    await expect(open().view(composed('needy'), 'student_view')).rejects.toMatchObject({
      code: 'service-missing',
      message: expect.stringContaining("needs 'Random'"),
    })
  })

  it('that the block only wants gives nothing', async () => {
    const bind = (services: Container) => services.bind(Random).toConstantValue({ next: () => 0 })
    expect((await open(bind).fragment(composed('needy'), 'student_view')).content.text).toContain('true')
  })

  it('may rest on a declaration of a parent class', async () => {
    const bind = (services: Container) => {
      services.bind(User).toConstantValue({ id: 'a', anonymousId: 'a', isStaff: false, name: 'Ada' })
      services.bind(Random).toConstantValue({ next: () => 0.25 })
    }
    const one = open(bind)
    expect((await one.fragment(composed('child'), 'user_view')).content.text).toContain('Ada')
    expect((await one.fragment(composed('child'), 'random_view')).content.text).toContain('0.25')
  })
})

describe('services of the kernel', () => {
  it('publish completion and grades of the block', async () => {
    const one = open()
    const achieving = composed('achieving')
    await one.fragment(achieving, 'student_view')
    expect(one.events.map(({ type, payload }) => [type, payload])).toEqual([
      ['completion', { value: 0.5 }],
      ['grade', { value: 1, maxValue: 2, onlyIfHigher: true }],
    ])
    expect(one.touchedLearner(achieving)).toBe(true)
  })

  it.each([
    ['too_much_view', 'completion is from 0 to 1, not 1.5'],
    ['odd_grade_view', 'not 3 of 2'],
    ['stranger_view', 'this block of course-v1:O+C+R'],
  ])('refuse what makes no sense: %s', async (name, reason) => {
    await expect(open().view(composed('achieving'), name)).rejects.toMatchObject({
      code: 'service-use',
      message: expect.stringContaining(reason),
    })
  })

  it('read what this learner did at another block of the course', async () => {
    const data = stored([
      { scope: 'userState', id: 'block-v1:O+C+R+type@plain+block@p9', values: { attempts: 2 } },
    ])
    expect(await open(undefined, data).view(composed('achieving'), 'other_view')).toEqual({
      other: { attempts: 2 },
    })
  })
})

describe('texts in the learner’s language', () => {
  const german = { Hello: 'Hallo', '{n} file': { one: '{n} Datei', other: '{n} Dateien' } }

  it('are the author’s own where nobody binds any, the same for all', async () => {
    const one = open()
    expect((await one.fragment(composed('plain'), 'student_view')).content.text).toContain('Hello')
    expect(one.touchedLearner(composed('plain'))).toBe(false)
  })

  it('make the view the learner’s own where the host chose a language for them', async () => {
    const one = open((services) => services.bind(I18n).toConstantValue(new CatalogI18n('de', { de: german })))
    const plain = composed('plain')
    expect((await one.fragment(plain, 'student_view')).content.text).toContain('Hallo')
    expect(one.touchedLearner(plain)).toBe(true)
  })

  it.each([
    ['de-AT', 'Hello', 'Hallo'],
    ['de', 'Bye', 'Bye'],
    ['fr', 'Hello', 'Hello'],
    ['de', 'constructor', 'constructor'],
  ])('fall back from %s by language to the text itself: %s', (locale, text, shown) => {
    expect(new CatalogI18n(locale, { de: german }).gettext(text)).toBe(shown)
  })

  it.each([
    ['de', 1, '{n} Datei'],
    ['de', 0, '{n} Dateien'],
    ['en', 1, '{n} file'],
    ['en', 0, '{n} files'],
  ])('have the form of %s for %i', (locale, count, shown) => {
    expect(new CatalogI18n(locale, { de: german }).ngettext('{n} file', '{n} files', count)).toBe(shown)
  })
})

describe('docs/services.md', () => {
  const text = readFileSync(new URL('../../docs/services.md', import.meta.url), 'utf8')
  const standard = [
    User,
    I18n,
    Completion,
    Grades,
    Clock,
    Random,
    Urls,
    HandlerUrls,
    Partitions,
    Settings,
    Cache,
    LearnerState,
  ]
  it.each(standard.map(({ name }) => name))('has a section with an example for %s', (name) => {
    const section = text.split('\n## ').find((one) => one.startsWith(`${name}\n`))
    expect(section).toMatch(/```ts\n[^]+?\n```/)
    expect(section).toMatch(new RegExp(`(service|optionalService)\\(${name}\\)`))
  })
})
