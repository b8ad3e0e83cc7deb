import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outlinePath, statisticsCourse, unitPath } from './statistics-course.js'
import { canWalk, faultsOf, Story } from './story.js'

/** Bytes that a page and what it loads may be, as they are and as they are sent, and requests. */
const budgets = {
  home: { plain: 90_000, sent: 26_000, requests: 4 },
  outline: { plain: 95_000, sent: 27_000, requests: 4 },
  unit: { plain: 125_000, sent: 38_000, requests: 7 },
}

describe.skipIf(!canWalk)('a learner’s first week', () => {
  let story: Story
  let page: Page
  beforeAll(async () => {
    story = await Story.open()
    await story.site.publish(statisticsCourse(['2026-06-04T14:00:00Z', '2026-06-12T14:00:00Z']))
    page = await story.window('ada', { timezoneId: 'Europe/Berlin' })
  }, 60_000)
  afterAll(() => story[Symbol.asyncDispose]())

  const answer = async (question: RegExp, text: string) => {
    await page.getByRole('textbox', { name: question }).fill(text)
    await page.getByRole('button', { name: 'Submit' }).first().click()
    await page
      .getByText(/^(Correct|Incorrect)/)
      .first()
      .waitFor()
  }

  it('begins at the home page, goes on from unit to unit, and is taken up again where it was left', async () => {
    await page.goto('/')
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('link', { name: 'Start: What a mean says' }).click()
    expect(await page.getByRole('navigation', { name: 'Course', exact: true }).innerText()).toMatch(
      /Foundations of statistics\s*Describing data\s*Averages/,
    )
    await page.getByRole('link', { name: 'The one in the middle →' }).click()
    await answer(/median of 3, 9 and 4/, '4')
    await page.getByText('Score: 1 of 1').waitFor()
    await page.locator('.sequence a.is-done').nth(1).waitFor()
    expect(await faultsOf(page)).toEqual([])

    await page.goto('/')
    const card = page.getByRole('listitem').filter({ hasText: 'Foundations of statistics' })
    expect(await card.innerText()).toContain('3 of 11 activities done')
    // By the browser's clock, as nobody said where the learner is.
    expect(await card.innerText()).toContain('Due next: Homework 1, Thu, Jun 4, 2026, 4:00 PM (in 3 days)')
    await card.getByRole('link', { name: 'Continue: Practice' }).click()
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Practice')
  })

  it('sees on the outline what is done, what it counts for and when it is due', async () => {
    await page.goto(outlinePath)
    expect(await faultsOf(page)).toEqual([])
    const homework = page.locator('#part-hw1')
    expect(await homework.innerText()).toMatch(/Homework 1\s+Homework\s+Due Thu, Jun 4, 2026, 4:00 PM/)
    expect(await page.locator('#part-averages').innerText()).toContain('3 of 5 activities done')
    expect(await page.locator('#part-chance').innerText()).toContain('0 of 3 activities done')
    await page.getByRole('link', { name: 'Means of groups' }).click()
    expect(await page.locator('.unit-standing').innerText()).toContain('Homework')
    expect(await page.locator('.unit-standing').innerText()).toContain('Due Thu, Jun 4, 2026, 4:00 PM')
  })

  it('opens the section from the side on a phone, and closes it by Escape, back where it was', async () => {
    const phone = await story.window('ada', {
      viewport: { width: 390, height: 800 },
      javaScriptEnabled: false,
    })
    await phone.goto(unitPath('median'))
    const button = phone.getByRole('button', { name: 'This section' })
    await button.focus()
    await phone.keyboard.press('Enter')
    const section = phone.getByRole('navigation', { name: 'This section' })
    expect(await section.getByRole('link', { name: 'Homework 1' }).isVisible()).toBe(true)
    await phone.keyboard.press('Escape')
    expect(await section.isVisible()).toBe(false)
    await phone.keyboard.press('Enter')
    await section.getByRole('link', { name: 'Homework 1' }).click()
    expect(await phone.getByRole('heading', { level: 1 }).innerText()).toBe('Means of groups')
    await phone.context().close()
  })

  it.each([
    ['home', '/'],
    ['outline', outlinePath],
    ['unit', unitPath('median')],
  ] as const)('costs little: %s', async (name, path) => {
    const { plain, sent, requests } = budgets[name]
    const fresh = await story.window('eve')
    const sizes: Promise<{ body: number; sent: number }>[] = []
    fresh.on('requestfinished', (request) => {
      const size = async () => {
        const body = (await (await request.response())?.body())?.length ?? 0
        return { body, sent: (await request.sizes()).responseBodySize }
      }
      sizes.push(size())
    })
    await fresh.goto(path, { waitUntil: 'networkidle' })
    const all = await Promise.all(sizes)
    const sum = (of: (one: { body: number; sent: number }) => number) =>
      all.reduce((bytes, one) => bytes + of(one), 0)
    expect([all.length <= requests, all.length]).toEqual([true, all.length])
    expect([sum(({ body }) => body) <= plain, sum(({ body }) => body)]).toEqual([
      true,
      sum(({ body }) => body),
    ])
    expect([sum((one) => one.sent) <= sent, sum((one) => one.sent)]).toEqual([true, sum((one) => one.sent)])
    await fresh.context().close()
  })
})
