import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseUsageKey } from '../../runtime/index.js'
import { MadeSite, outcomeOf } from './made-site.js'

const context = 'course-v1:O+C+R'
const usage = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const [unit, problem] = [usage('vertical', 'u'), usage('problem', 'p')]
const inLibrary = `lb:O:L:problem:lp`
const path = encodeURIComponent
const partitions = [
  {
    id: 60,
    name: 'Cohorts',
    scheme: 'cohort',
    version: 3,
    groups: [1, 2].map((id) => ({ id, name: `Cohort ${id}`, version: 1 })),
  },
]
const numerical = (answer: number) =>
  `<numericalresponse answer="${answer}"><label>How many?</label><formulaequationinput/></numericalresponse><solution><p>It is ${answer}.</p></solution>`

/** A unit that opens in 2030, with a problem for one cohort and a bank that draws two of six. */
const course = {
  'course.xml': '<course url_name="R" org="O" course="C"/>',
  'course/R.xml': `<course display_name="Herding" user_partitions='${JSON.stringify(partitions)}'>
    <chapter url_name="ch"><sequential url_name="s" start="2030-01-01T00:00:00Z">
      <vertical url_name="u" display_name="Sheep">
        <html url_name="pic"><![CDATA[<img src="/static/note.png" alt="">]]></html>
        <problem url_name="p" max_attempts="2">${numerical(5)}</problem>
        <problem url_name="second" group_access='{"60": [2]}' display_name="For the second">${numerical(6)}</problem>
        <itembank url_name="bank" max_count="2" display_name="Six sheep">${[1, 2, 3, 4, 5, 6].map((one) => `<html url_name="sheep${one}" display_name="Sheep ${one}">Sheep ${one}</html>`).join('')}</itembank>
      </vertical></sequential></chapter></course>`,
  'static/note.png': 'of the draft',
}
const libraryV2 = {
  'package.toml':
    '[meta]\ncreated_at = 2026-01-01T00:00:00Z\n[learning_package]\nkey = "lib:O:L"\ntitle = "Of sheep"\n',
  'entities/xblock.v1/problem/lp.toml':
    '[entity]\ncan_stand_alone = true\nkey = "xblock.v1:problem:lp"\n[entity.draft]\nversion_num = 1\n[entity.published]\nversion_num = 1\n[[version]]\ntitle = "Legs"\nuuid = "4a3c5a6e-0000-4000-8000-000000000001"\nversion_num = 1\n',
  'entities/xblock.v1/problem/lp/component_versions/v1/block.xml': `<problem display_name="Legs">${numerical(4)}</problem>`,
}

describe('an author who previews a draft as a learner', () => {
  let site: MadeSite
  const page = async (key: string, as = '', who = 'ann') =>
    (await site.get(`/author/previews/${path(key)}?${as}`, who, { accept: 'text/html' })).text()
  const open = 'name=Ada&at=2030-06-01T12:00'
  const call = (
    input: object,
    { as = open, who = 'ann', handler = 'problem_check', key = unit, of = problem } = {},
  ) =>
    site.post(
      `/author/previews/${path(key)}/as/${path(as)}/blocks/${path(of)}/handlers/${handler}`,
      input,
      who,
    )
  const shownAt = `/author/previews/${path(unit)}?${new URLSearchParams(open).toString()}`
  const startOver = () => site.form(`/author/previews/${path(unit)}/start-over`, `as=${path(open)}`, 'ann')
  const answerName = async () => /name="(input_[^"]+)"/.exec(await page(unit, open))?.[1] ?? ''
  const answered = async (who = 'ann') => (await call({ [await answerName()]: '5' }, { who })).status
  const drawn = (text: string) => [...text.matchAll(/>(Sheep \d)<\/a>/g)].map(([, name]) => name)

  beforeAll(async () => {
    site = await MadeSite.open({
      author: (request) => ['ann', 'bea', 'oslo'].includes(request.header('x-learner') ?? ''),
      learner: (request) => {
        const id = request.header('x-learner')
        return id === undefined ? undefined : { id, ...(id === 'oslo' && { timeZone: 'Europe/Oslo' }) }
      },
    })
    await site.publish(course)
    await site.publish(libraryV2)
  }, 60_000)
  afterAll(() => site.close())

  it('sees what is not open yet as the learner is told of it, and at a later date as the learner will', async () => {
    expect(await page(unit, 'name=Ada')).toContain(
      'Ada does not see this: This part of the course opens 2030-01-01.',
    )
    const later = await page(unit, open)
    expect(later).toContain('How many?')
    expect(later).not.toContain('It is 5.')
  })

  it('says the date in their own time zone', async () => {
    const local = (at: string) => page(unit, `name=Ada&at=${at}&zone=Europe/Oslo`, 'oslo')
    expect(await local('2030-01-01T00:30')).toContain('Ada does not see this')
    const summer = await local('2030-06-01T14:00')
    expect(summer).toMatch(/in your time \(Europe\/Oslo\)[^]*name="at"[^>]* value="2030-06-01T14:00"/)
    expect(summer).toContain(encodeURIComponent('at=2030-06-01T12%3A00'))
  })

  it('chooses groups by their names', async () => {
    expect(await page(unit, open)).not.toContain('For the second')
    const form = await page(unit, `${open}&group-60=2`)
    expect(form).toMatch(/<option value="2" selected>Cohort 2/)
    expect(form).toContain('For the second')
  })

  it('is told what was drawn, which stays for one learner, differs between learners, and is drawn anew on starting over', async () => {
    const learners = Array.from({ length: 12 }, (_one, index) => `name=L${index}&at=2030-06-01T12:00`)
    const draws = async () => Promise.all(learners.map(async (as) => drawn(await page(unit, as)).join()))
    const first = await draws()
    expect(first.every((one) => one.split(',').length === 2)).toBe(true)
    expect(new Set(first).size).toBeGreaterThan(1)
    expect(await draws()).toEqual(first)
    const answer = await startOver()
    expect([answer.status, answer.headers.get('location')]).toEqual([303, shownAt])
    expect(await draws()).not.toEqual(first)
  })

  it('works on problems as a learner does, until attempts are used up, and begins anew on starting over', async () => {
    expect([await answered(), await answered()]).toEqual([200, 200])
    expect(await page(unit, open)).toContain('You have used 2 of 2 attempts.')
    expect(await answered()).toBe(409)
    await startOver()
    expect(await page(unit, open)).toContain('You have used 0 of 2 attempts.')
    expect(await answered()).toBe(200)
  })

  it('works without scripts: a form leads back to the page of the same learner', async () => {
    await startOver()
    const [, address = ''] = /action="([^"]+problem_check)"/.exec(await page(unit, open)) ?? []
    const sent = await site.host.fetch(
      new Request(`http://localhost${address}`, {
        method: 'POST',
        headers: {
          'x-learner': 'ann',
          accept: 'text/html',
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
        },
        body: `${await answerName()}=5`,
      }),
    )
    const back = sent.headers.get('location') ?? ''
    expect([sent.status, back]).toEqual([303, `${shownAt}#notice`])
    const cookie = sent.headers.get('set-cookie') ?? ''
    expect(cookie).toContain('Path=/author/previews;')
    const headers = { accept: 'text/html', cookie: cookie.split(';')[0] ?? '' }
    const told = await (await site.get(back, 'ann', headers)).text()
    expect(told).toContain('You have used 1 of 2 attempts.')
    expect(told).toMatch(/<p class="notice" id="notice"[^>]*>[^<]+</)
  })

  it('previews one block alone, and a block of a library that learners have no way to', async () => {
    expect(await page(problem, open)).toContain('How many?')
    expect(await outcomeOf(await site.get(`/units/${path(inLibrary)}`))).toBe('404 context-not-published')
    expect(await page(inLibrary)).toContain('How many?')
    expect(
      (await call({}, { key: inLibrary, of: inLibrary, handler: 'problem_get', as: 'name=Ada' })).status,
    ).toBe(200)
  })

  it('reads files of the draft', async () => {
    const text = await page(unit, open)
    const [, address = ''] = /<img src="([^"]+)"/.exec(text) ?? []
    expect(address).toBe(`/author/assets/${path(context)}/note.png`)
    expect(await (await site.get(address, 'ann')).text()).toBe('of the draft')
    expect(await outcomeOf(await site.get(address, 'ada'))).toBe('403 author-only')
    expect(await outcomeOf(await site.get(`/author/assets/${path(context)}/none.png`, 'ann'))).toBe(
      '404 file-not-found',
    )
  })

  it('keeps what each author tries apart from other authors', async () => {
    await startOver()
    expect([await answered(), await answered(), await answered()]).toEqual([200, 200, 409])
    expect(await answered('bea')).toBe(200)
  })

  it('leaves nothing with learners: no records, no events, no grade, no way in', async () => {
    site.now = Date.parse('2030-06-01T12:00:00Z')
    const stored = await site.host.courseware.staff.learnersAt(parseUsageKey(unit), {
      usageKey: problem,
      by: site.host.learner('staff', 'staff', true),
    })
    expect(stored.learners).toEqual([])
    const log = join(site.folder, 'store', 'events.jsonl')
    expect(existsSync(log) ? readFileSync(log, 'utf8') : '').toBe('')
    expect(await outcomeOf(await site.get(`/author/previews/${path(inLibrary)}`))).toBe(
      '404 context-not-published',
    )
    for (const ask of [
      site.get(`/author/previews/${path(unit)}`),
      call({}, { who: 'ada' }),
      site.form(`/author/previews/${path(unit)}/start-over`, '', 'ada'),
    ])
      expect(await outcomeOf(await ask)).toBe('403 author-only')
  })

  it('refuses a date or group that is none, in words', async () => {
    expect(await outcomeOf(await site.get(`/author/previews/${path(unit)}?at=tomorrow`, 'ann'))).toBe(
      '400 handler-input',
    )
    expect(await outcomeOf(await site.get(`/author/previews/${path(unit)}?group-60=first`, 'ann'))).toBe(
      '400 handler-input',
    )
  })

  it('shows the draft, while learners see what is published', async () => {
    await startOver()
    const form = new URLSearchParams({ 'field.max_attempts': '7' })
    const { isSaved } = await site.host.drafts.save(parseUsageKey(problem), { form, base: '' })
    expect(isSaved).toBe(true)
    expect(await page(unit, open)).toContain('0 of 7 attempts')
    const learners = await site.get(`/units/${path(unit)}`, 'ada', { accept: 'text/html' })
    expect(await learners.text()).toContain('0 of 2 attempts')
  })

  it('finds its way from the editor of a block', async () => {
    const editor = await (
      await site.get(`/author/blocks/${path(problem)}`, 'ann', { accept: 'text/html' })
    ).text()
    expect(editor).toContain(`<a href="/author/previews/${path(problem)}">Preview as a learner</a>`)
  })
})
