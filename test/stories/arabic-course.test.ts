import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canWalk, faultsOf, Story } from './story.js'

const course = {
  'course.xml': `<course org="O" course="Ar" url_name="R" display_name="أسس الإحصاء" language="ar" start="2020-01-01T00:00:00Z">
<chapter url_name="c" display_name="وصف البيانات"><sequential url_name="s" display_name="المتوسطات" format="واجب" graded="true" due="2026-06-04T14:00:00Z">
<vertical url_name="one" display_name="ما يقوله المتوسط"><html url_name="text"><![CDATA[<p>المتوسط هو ما يكون عليه كل عدد لو تساوت الأعداد.</p>]]></html></vertical>
<vertical url_name="two" display_name="تمرين"><problem url_name="p"><numericalresponse answer="5"><label>ما متوسط 2 و4 و9؟</label><formulaequationinput/></numericalresponse></problem></vertical>
</sequential></chapter></course>`,
}
const unit = (id: string) => `/units/${encodeURIComponent(`block-v1:O+Ar+R+type@vertical+block@${id}`)}`

describe.skipIf(!canWalk)('an Arabic course', () => {
  let story: Story
  beforeAll(async () => {
    story = await Story.open()
    await story.site.publish(course)
  }, 60_000)
  afterAll(() => story[Symbol.asyncDispose]())

  it.each([
    ['a wide window', 1280],
    ['a phone', 390],
  ])('is read from the right, in Arabic words and dates, in %s', async (_, width) => {
    const page = await story.window(`ada${width}`, {
      locale: 'ar',
      timezoneId: 'Asia/Riyadh',
      viewport: { width, height: 800 },
    })
    await page.goto('/')
    expect(await page.locator('html').evaluate((html) => [html.lang, html.dir])).toEqual(['ar', 'rtl'])
    await page.getByRole('link', { name: 'ابدأ: ما يقوله المتوسط' }).click()
    const [back, heading] = [page.locator('.crumbs li').first(), page.getByRole('heading', { level: 1 })]
    const right = async (place: typeof back) => {
      const box = await place.boundingBox()
      return box === null ? 0 : box.x + box.width
    }
    // What comes first stands to the right, and headings begin there.
    expect(await right(back)).toBeGreaterThan(await right(page.locator('.crumbs li').nth(1)))
    expect(Math.abs((await right(heading)) - (await right(back)))).toBeLessThan(30)
    expect(await faultsOf(page)).toEqual([])

    await page.getByRole('link', { name: /تمرين.*←$/ }).click()
    await page.getByRole('textbox', { name: 'ما متوسط 2 و4 و9؟' }).fill('5')
    await page.locator('button.problem-submit').click()
    await page.getByText('الدرجة: 1 من 1').waitFor()

    await page.goto(`/contexts/${encodeURIComponent('course-v1:O+Ar+R')}`)
    await page.getByText('اكتمل كل شيء').first().waitFor()
    const due = await page.locator('#part-s time').innerText()
    // Two in the afternoon in London is five in Riyadh.
    expect(due).toMatch(/4 يونيو 2026.*5:00 م/)
    expect(await faultsOf(page)).toEqual([])
    await page.context().close()
  })

  it('keeps Arabic titles together in a page of another language', async () => {
    const page = await story.window('eve', { locale: 'fr' })
    await page.goto(unit('one'))
    expect(await page.locator('html').getAttribute('lang')).toBe('fr')
    expect(await page.locator('div[lang="ar"]').getAttribute('dir')).toBe('rtl')
    await page.context().close()
  })
})
