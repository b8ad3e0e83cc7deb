import { afterAll, beforeAll, expect, it } from 'vitest'
import { MadeSite } from './made-site.js'

const key = (type: string, id: string) => `block-v1:O+L+R+type@${type}+block@${id}`
const part = encodeURIComponent
const course = (language: string) => ({
  'course.xml': `<course org="O" course="L" url_name="R" language="${language}"><chapter url_name="c"><sequential url_name="s"><vertical url_name="u">
    <problem url_name="p" max_attempts="2"><stringresponse answer="oui"><label>Vrai ?</label><textline/></stringresponse></problem></vertical></sequential></chapter></course>`,
})

let site: MadeSite
beforeAll(async () => {
  site = await MadeSite.open({ author: (_request, { id }) => id === 'author' })
  await site.publish(course('fr'))
}, 60_000)
afterAll(() => site.close())

const content = async (learner: string, language: string) => {
  const page = await (
    await site.get(`/units/${part(key('vertical', 'u'))}`, learner, { 'accept-language': language })
  ).text()
  return page.slice(
    page.indexOf('</div>', page.indexOf('unit-head')),
    page.indexOf('<nav class="neighbours"'),
  )
}
const attempts = (html: string) => /<p class="problem-attempts" id="[^"]*"([^>]*)>/.exec(html)?.[1]

it.each([
  ['ar', '<div lang="fr" dir="ltr">', ' lang="ar" dir="rtl"'],
  ['en', '<div lang="fr" dir="ltr">', ' lang="en"'],
  ['fr', undefined, ''],
  ['fr-CA', undefined, ''],
])(
  'a French course says so to who reads %s, and our words in it what they are',
  async (language, around, marks) => {
    const first = await content(`one-${language}`, language)
    if (around === undefined) expect(first).not.toContain('lang=')
    else expect(first).toContain(around)
    expect(attempts(first)).toBe(marks)
    // What is shared of it is the same to whoever reads the same.
    expect(await content(`two-${language}`, language)).toBe(
      first.replaceAll(`one-${language}`, `two-${language}`),
    )
  },
)

it('says so on pages of other sites, whose language nobody knows', async () => {
  const { html } = (await (await site.embedded(key('vertical', 'u'), 'eve')).json()) as { html: string }
  expect(html).toMatch(/^<div lang="fr" dir="ltr">/)
  expect(attempts(html)).toBe(' lang="en"')
})

it('says so to an author who looks at a draft as somebody who reads Arabic', async () => {
  const path = `/author/previews/${part(key('vertical', 'u'))}?language=ar`
  const page = await (await site.get(path, 'author', { 'accept-language': 'es' })).text()
  expect(page).toContain('<div lang="ar" dir="rtl"><div lang="fr" dir="ltr">')
  expect(attempts(page)).toBe(' lang="ar" dir="rtl"')
})

it('says another language once the course is in another, though no unit of it changed', async () => {
  expect(attempts(await content('eve', 'en'))).toBe(' lang="en"')
  await site.publish(course('en'))
  const after = await content('eve', 'en')
  expect([attempts(after), after.includes('lang=')]).toEqual(['', false])
})
