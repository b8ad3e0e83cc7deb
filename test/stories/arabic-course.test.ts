import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canWalk, faultsOf, Story } from './story.js'

const course = {
  'course.xml': `<course org="O" course="Ar" url_name="R" display_name="أسس الإحصاء" language="ar" start="2020-01-01T00:00:00Z">
<chapter url_name="c" display_name="وصف البيانات"><sequential url_name="s" display_name="المتوسطات" format="واجب" graded="true" due="2026-06-04T14:00:00Z">
<vertical url_name="one" display_name="ما يقوله المتوسط"><html url_name="text"><![CDATA[<p>المتوسط هو ما يكون عليه كل عدد لو تساوت الأعداد.</p>]]></html></vertical>
<vertical url_name="two" display_name="تمرين"><problem url_name="p"><numericalresponse answer="5"><label>ما متوسط 2 و4 و9؟</label><formulaequationinput/></numericalresponse></problem></vertical>
</sequential></chapter>
<chapter url_name="d" display_name="مراجعة"><sequential url_name="t" display_name="أسئلة"><vertical url_name="three" display_name="استطلاع"><problem url_name="q" max_attempts="2" showanswer="always"><multiplechoiceresponse><label>أي الأعداد زوجي؟</label><choicegroup><choice correct="true">أربعة</choice><choice correct="false">خمسة</choice></choicegroup></multiplechoiceresponse><demandhint><hint>يقبل القسمة على اثنين.</hint></demandhint></problem>
<poll url_name="v" display_name="رأيك" question="هل فهمت؟" answers='[["y", {"label": "نعم", "img": ""}], ["n", {"label": "لا", "img": ""}]]'/><word_cloud url_name="w" display_name="كلمات"/></vertical>
</sequential></chapter></course>`,
}
const unit = (id: string) => `/units/${encodeURIComponent(`block-v1:O+Ar+R+type@vertical+block@${id}`)}`

/** Texts of the content that are in Arabic letters but not said to be Arabic, or in Latin ones and not said to be French. */
const textsInOtherLanguage = `(() => {
  const found = []
  const root = document.querySelector('div[lang="ar"]')
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  let seen = 0
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const holder = text.parentElement
    const said = text.textContent.trim()
    if (holder.closest('script, style') || !/\\p{L}/u.test(said)) continue
    seen += 1
    const letters = /\\p{Script=Arabic}/u.test(said) ? 'ar' : 'fr'
    const spoken = holder.closest('[lang]').lang
    const way = getComputedStyle(holder).direction
    if (spoken !== letters || way !== (letters === 'ar' ? 'rtl' : 'ltr')) found.push([said, spoken, way].join(' '))
  }
  return seen > 15 ? found : ['only ' + seen + ' texts']
})()`

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

  it('keeps what is Arabic apart from our words for somebody who reads French, in titles and in blocks', async () => {
    const page = await story.window('eve', { locale: 'fr' })
    await page.goto(unit('one'))
    expect(await page.locator('html').getAttribute('lang')).toBe('fr')
    expect(await page.locator('div[lang="ar"]').getAttribute('dir')).toBe('rtl')

    await page.goto(unit('three'))
    await page.getByRole('radio', { name: 'أربعة' }).check()
    await page.getByRole('button', { name: 'Indice' }).click()
    await page.getByText('يقبل القسمة على اثنين.').waitFor()
    await page.getByRole('radio', { name: 'أربعة' }).check()
    await page.locator('button.problem-submit').click()
    await page
      .getByText('Note\u00a0: 1 sur 1')
      .or(page.getByText(/^Correct/))
      .first()
      .waitFor()
    await page.getByRole('button', { name: 'Afficher la réponse' }).click()
    await page.getByText('Bonne réponse').waitFor()
    await page.getByRole('radio', { name: 'نعم' }).check()
    await page.getByRole('button', { name: 'Voter' }).click()
    await page.getByText('(votre réponse)').waitFor()
    const inOtherLanguage = await page.evaluate<string[]>(textsInOtherLanguage)
    expect(inOtherLanguage).toEqual([])
    expect(await faultsOf(page)).toEqual([])
    await page.context().close()
  })
})
