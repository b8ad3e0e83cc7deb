import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canWalk, faultsOf, Story } from './story.js'

const course = encodeURIComponent('course-v1:O+C+R')
const unit = encodeURIComponent('block-v1:O+C+R+type@vertical+block@v')
const problem = 'block-v1:O+C+R+type@problem+block@p'

const policy = {
  GRADER: [{ type: 'Homework', short_label: 'HW', min_count: 1, drop_count: 0, weight: 1 }],
  GRADE_CUTOFFS: { Pass: 0.5 },
}
const files = {
  'course.xml': `<course org="O" course="C" url_name="R" display_name="Astronomy"><chapter url_name="c" display_name="The sky">
<sequential url_name="s" display_name="Planets" format="Homework" graded="true" due="2026-06-02T20:00:00Z"><vertical url_name="v" display_name="Inner planets">
<problem url_name="p" display_name="Red planet" max_attempts="2" weight="4"><multiplechoiceresponse><label>Which planet is red?</label><choicegroup>
<choice correct="false">Venus</choice><choice correct="true">Mars</choice></choicegroup></multiplechoiceresponse></problem></vertical></sequential></chapter></course>`,
  'policies/R/grading_policy.json': JSON.stringify(policy),
}
const names: Readonly<Record<string, string>> = {
  u1: 'Ada Lovelace',
  u2: 'Grace Hopper',
  u3: 'Alan Turing',
  staff: 'Sten Staffer',
  staff2: 'Olga Other',
}

describe.skipIf(!canWalk)('a teacher’s grading evening', () => {
  let story: Story
  beforeAll(async () => {
    story = await Story.open({
      contact: 'help@example.org',
      people: {
        directory: (ids) =>
          ids.map((id) => ({
            id,
            name: names[id] ?? id,
            email: `${id}@example.org`,
            cohort: id === 'u1' ? 'Red' : 'Blue',
          })),
      },
    })
    await story.site.publish(files)
    const submit = async (learner: string, choice: string) => {
      const page = await (await story.site.get(`/units/${unit}`, learner)).text()
      const [, name = ''] = /name="(input_[^"]+)"/.exec(page) ?? []
      const path = `/blocks/${encodeURIComponent(problem)}/handlers/problem_check`
      expect((await story.site.post(path, { [name]: choice }, learner)).status).toBe(200)
    }
    await submit('u1', 'choice_0')
    await submit('u1', 'choice_0')
    await submit('u2', 'choice_1')
    await submit('u3', 'choice_1')
  }, 60_000)
  afterAll(() => story[Symbol.asyncDispose]())

  it('finds who is stuck, reads what they answered, gives a score, attempts and a date, takes a table home, and takes the score back', async () => {
    const page = await story.window('staff', { locale: 'en' })
    const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
    const news = (text: string) => page.getByRole('status').filter({ hasText: text }).waitFor()

    await page.goto(`/contexts/${course}`)
    await page.getByRole('link', { name: 'Gradebook' }).click()
    await heading('Gradebook')
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('link', { name: 'Total' }).click()
    await page.getByRole('link', { name: 'Total' }).click()
    const first = page.getByRole('row').nth(1)
    expect(await first.textContent()).toMatch(/Ada Lovelace.*0%.*–.*0%/s)

    await page.getByRole('link', { name: 'Ada Lovelace' }).click()
    await heading('Ada Lovelace')
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('link', { name: 'Inner planets' }).click()
    const attempts = page.getByRole('listitem').filter({ hasText: /^Attempt \d/ })
    expect(await attempts.count()).toBe(2)
    expect(await attempts.first().textContent()).toMatch(/0 of 4.*Which planet is red\?.*Venus.*Incorrect/s)

    await page.getByRole('link', { name: 'Red planet' }).click()
    await heading('Ada Lovelace at “Red planet”')
    expect(await faultsOf(page)).toEqual([])
    await page.getByLabel('Score, of 4 points').fill('3')
    await page.getByLabel('Reason, which only staff read').fill('Meant Mars, see her notes')
    await page.getByRole('button', { name: 'Give this score' }).click()
    await news('The score is given.')
    await page.getByText('Score: 3 of 4 points').waitFor()
    await page.getByText('Given by Sten Staffer: Meant Mars, see her notes').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await news('what was earned counts again')
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Given by Sten Staffer: Meant Mars, see her notes').waitFor()
    await page.getByRole('button', { name: 'Reset attempts' }).click()
    await news('The attempts are reset')
    await page.getByRole('button', { name: 'Undo' }).click()
    await news('as they were before')
    await page.getByText('2 attempts are used.').waitFor()

    await page.getByRole('link', { name: 'All their work in this course' }).click()
    await page.getByText('Grade so far: 75%').waitFor()
    await page.getByRole('link', { name: 'Change Planets' }).click()
    await page.getByLabel(/^Due, in your time/).fill('2026-06-05T20:00')
    await page.getByLabel('Reason, which only staff read').first().fill('Was ill')
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Give this date' }).click()
    await news('The due date is given.')
    expect(await page.getByRole('row', { name: /Planets/ }).textContent()).toMatch(
      /3 of 4.*Jun 5, 2026.*extended/s,
    )
    const told = await page.getByRole('list').last().textContent()
    expect(told).toMatch(
      /due date for “Planets”.*Sten Staffer: Was ill.*undid the reset.*Staff gave a score for “Red planet” 75%Sten Staffer: Meant Mars.*took the given score.*Submitted an answer/s,
    )

    await page.getByRole('link', { name: 'Gradebook' }).first().click()
    const csv = await page.getByRole('link', { name: 'Download all as CSV' }).getAttribute('href')
    const lines = (await (await story.site.get(csv ?? '', 'staff')).text()).trim().split(/\r?\n/)
    expect(lines[0]).toBe('Id,Name,Username,Mail,Cohort,Total,Grade,HW: Planets')
    expect(lines.slice(1).sort()).toEqual([
      'u1,Ada Lovelace,,u1@example.org,Red,0.75,Pass,0.75',
      'u2,Grace Hopper,,u2@example.org,Blue,1,Pass,1',
      'u3,Alan Turing,,u3@example.org,Blue,1,Pass,1',
    ])

    await page.goto(`/staff/blocks/${encodeURIComponent(problem)}?learner=u1`)
    await page.getByRole('button', { name: 'Take the given score back' }).click()
    await news('what was earned counts again')
    await page.getByText('Score: 0 of 4 points').waitFor()

    // Another of staff gives a score while this one thinks of theirs.
    await page.getByLabel('Score, of 4 points').fill('1')
    await page.getByLabel('Reason, which only staff read').fill('Half of it')
    const given = 'learner=u1&score=2&reason=Heard+her&seen='
    const path = `/staff/blocks/${encodeURIComponent(problem)}/override`
    expect((await story.site.form(path, given, 'staff2')).status).toBe(303)
    await page.getByRole('button', { name: 'Give this score' }).click()
    await news('somebody changed this meanwhile')
    await page.getByText('Given by Olga Other: Heard her').waitFor()
    expect(await page.getByLabel('Reason, which only staff read').inputValue()).toBe('Half of it')
    await page.getByRole('button', { name: 'Give this score' }).click()
    await page.getByText('Score: 1 of 4 points').waitFor()

    await page.setViewportSize({ width: 390, height: 800 })
    await page.goto(`/staff/contexts/${course}/gradebook?show=points`)
    await page.getByLabel('Cohort or team').selectOption('Blue')
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByText('2 of 3 learners').waitFor()
    expect(await page.getByRole('row').count()).toBe(3)
    await page.getByText('Assignments').first().click()
    await page.getByRole('term').filter({ hasText: 'HW' }).first().waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    expect(await faultsOf(page)).toEqual([])
  }, 60_000)

  it('is nobody’s but the staff’s, and others are told whom to ask', async () => {
    const page = await story.window('u2')
    await page.goto(`/staff/contexts/${course}/learners/u1`)
    await page.getByRole('heading', { name: 'This page is for those who teach the course' }).waitFor()
    await page.getByText('You are signed in as u2.').waitFor()
    expect(await page.getByRole('link', { name: 'help@example.org' }).getAttribute('href')).toBe(
      'mailto:help@example.org',
    )
    expect(await faultsOf(page)).toEqual([])
    for (const path of ['gradebook', 'gradebook.csv', 'learners/u1'])
      expect((await story.site.get(`/staff/contexts/${course}/${path}`, 'u2')).status).toBe(403)
    for (const path of ['gradebook/order', 'learners/u1/extension', 'learners/u1/override'])
      expect((await story.site.form(`/staff/contexts/${course}/${path}`, 'sort=name', 'u2')).status).toBe(403)
  })
})
