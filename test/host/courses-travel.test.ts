import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseUsageKey } from '../../runtime/index.js'
import { component, hashesIn, libraryTexts, sources } from '../content/travelling-courses.js'
import { courseOf } from '../content/made-olx.js'
import { MadeSite } from './made-site.js'

const course = 'course-v1:O+C+R'
const unit = 'block-v1:O+C+R+type@vertical+block@v'
const at = encodeURIComponent

const html = (id: string, text: string) => component('html', id, `<html><p>${text}</p></html>`)
const question = (id: string) =>
  component(
    'problem',
    id,
    `<problem display_name="Question"><numericalresponse answer="7"><label>Seven?</label><formulaequationinput/></numericalresponse></problem>`,
  )

let folder: string
let here: MadeSite
let there: MadeSite
let used: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'travel-'))
  here = await MadeSite.open({ domain: 'a.org' })
  there = await MadeSite.open({ domain: 'b.org', author: (_request, { isStaff }) => isStaff })
  used = (await here.publish(libraryTexts('Used', question('p'), html('h', 'Text of the library.')))).version
  await here.publish(libraryTexts('Followed', html('f', 'What is published last.')))
  // One of the same organisation and name, which has nothing to do with it.
  await there.publish(libraryTexts('Used', html('h', 'Text of another library.')))
  const overrides = `block_field_overrides='{"lb:O:Used:problem:p":{"display_name":"Ours","weight":3}}'`
  await here.publish(
    courseOf(
      [
        `<library_content_v2 url_name="one" library_blocks='["lb:O:Used:problem:p","lb:O:Used:html:h"]' ${overrides} ${sources(['Used', used])}/>`,
        `<library_content_v2 url_name="two" library_blocks='["lb:O:Followed:html:f"]' source_libraries='["lib:O:Followed"]'/>`,
      ].join(''),
    ),
  )
}, 60_000)
afterAll(async () => {
  await here.close()
  await there.close()
  rmSync(folder, { recursive: true, force: true })
})

let made = 0
function filesHolding(path: string, text: string): string[] {
  return Object.keys(hashesIn(path)).filter((file) => readFileSync(join(path, file)).includes(text))
}

async function travel(libraries: 'all' | 'needed' | 'none', context = course): Promise<string> {
  const path = join(folder, `made-${++made}.tar.gz`)
  await here.host.authoring.export(context, path, { libraries })
  return path
}

/** The page of the unit, with keys as the site of the library has them. */
async function page(site: MadeSite, learner = 'ada'): Promise<string> {
  const text = await (await site.get(`/units/${at(unit)}`, learner)).text()
  // Ids of inputs are made of keys.
  return text.replaceAll(/(lb(?::|%3A))a\.org(?::|%3A)/g, '$1').replaceAll(/p[0-9a-f]{16}/g, 'p')
}

describe('a course at another site', () => {
  it('shows no library block where neither library nor bundle is there, tells staff, and heals when one comes', async () => {
    const report = await there.host.authoring.import(await travel('none'), { publish: true })
    // Keys leave with the course as they are: they are those of the other site’s own libraries, of which none has this version.
    const missing = report.findings.filter(({ code }) => code === 'library-version-missing')
    expect(missing.map(({ usage, level }) => [usage, level])).toEqual([
      ['block-v1:O+C+R+type@library_content_v2+block@one', 'error'],
      ['block-v1:O+C+R+type@library_content_v2+block@two', 'error'],
    ])
    expect(missing.every(({ remedy }) => (remedy ?? '') !== '')).toBe(true)
    const learners = await page(there)
    expect(learners).not.toMatch(/Text of|Seven|published last|another library/)
    expect(learners).not.toContain(used)
    const staff = await page(there, 'staff')
    expect(staff).toContain(used)
    await there.host.authoring.import(await travel('needed'), { publish: true })
    expect(await page(there)).toContain('Text of the library.')
  })

  it('shows learners what it shows at home, and is graded so', async () => {
    // A browser tells learners apart by a mark, which each site makes its own way.
    const unmarked = (text: string) => text.replace(/ data-learner="[^"]*"/, '')
    const [home, away] = [unmarked(await page(here)), unmarked(await page(there))]
    expect(home).toContain('Ours')
    expect(home).toContain('What is published last.')
    expect(away).toBe(home)
    const problem = `cb::block-v1:O+C+R+type@library_content_v2+block@one::lb:a.org:O:Used:problem:p`
    const [, input = ''] =
      /name="(input_[^"]+)"/.exec(await (await there.get(`/units/${at(unit)}`)).text()) ?? []
    const answered = await there.post(`/blocks/${at(problem)}/handlers/problem_check`, { [input]: '7' })
    expect(answered.status).toBe(200)
    const progress = await there.host.courseware.progress(parseUsageKey(unit), there.host.learner('ada'))
    expect(progress).toMatchObject({ score: { earned: 3, possible: 3 } })
  })

  it('keeps libraries of the other site apart from its own: not listed, not edited, two of one name side by side', async () => {
    const { drafts, content, libraries, authoring } = there.host
    expect((await drafts.contexts()).map(({ context }) => context)).toEqual([course, 'lib:O:Used'])
    expect((await drafts.fromElsewhere()).map(({ context }) => context)).toEqual([
      'lib:a.org:O:Followed',
      'lib:a.org:O:Used',
    ])
    const listed = (await (await there.get('/api/v1/libraries', 'staff')).json()) as {
      items: { key: string }[]
    }
    expect(JSON.stringify(listed)).not.toContain('a.org')
    const foreign = 'lib:a.org:O:Used'
    const edit = libraries.operate(foreign, [{ do: 'delete', usage: 'lb:a.org:O:Used:html:h' }])
    await expect(edit).rejects.toMatchObject({ code: 'library-elsewhere' })
    await expect(libraries.change(foreign, { title: 'Mine' })).rejects.toMatchObject({
      code: 'library-elsewhere',
    })
    await expect(authoring.startPublish(foreign, { name: 'Mine' })).rejects.toMatchObject({
      code: 'library-elsewhere',
    })
    expect((await content.head('lib:O:Used')).published).not.toBe(used)
  })

  it('has a place for the address of its site and a token, which nothing gives away again', async () => {
    const foreign = 'lib:a.org:O:Used'
    const token = 'kept-to-itself'
    const asked = new Request(`http://localhost/api/v1/libraries/${at(foreign)}/access`, {
      method: 'PATCH',
      headers: { 'x-learner': 'staff', 'content-type': 'application/json' },
      body: JSON.stringify({ origin: { address: 'https://studio.a.org', token } }),
    })
    const answered = await there.host.fetch(asked)
    const told = await answered.text()
    expect([answered.status, JSON.parse(told).origin]).toEqual([
      200,
      { address: 'https://studio.a.org', hasToken: true },
    ])
    const standing = await there.host.siteLibraries.standing(foreign)
    const path = join(folder, `made-${++made}`)
    await there.host.authoring.export(course, path, { libraries: 'all' })
    expect(JSON.stringify([told, standing, Object.keys(hashesIn(path))])).not.toContain(token)
    expect(filesHolding(path, token)).toEqual([])
    expect(filesHolding(join(there.folder, 'store'), token)).toEqual([])
    const { change } = there.host.siteLibraries
    const refused = change.call(there.host.siteLibraries, foreign, { origin: { address: 'http://a.org' } })
    await expect(refused).rejects.toMatchObject({ code: 'handler-input' })
    const page = async (path: string, sent?: Record<string, string>) => {
      const answer = await there.host.fetch(
        new Request(`http://localhost/author/libraries/${at(foreign)}/${path}`, {
          headers: { 'x-learner': 'staff', 'sec-fetch-site': 'same-origin' },
          ...(sent && { method: 'POST', body: new URLSearchParams(sent).toString() }),
        }),
      )
      return [answer.status, await answer.text()] as const
    }
    const another = 'typed-on-the-page'
    const saved = await page('origin', { address: 'https://studio.a.org', token: another })
    const [, shown] = await page('settings')
    expect([saved[0], shown.includes('One is kept.'), shown.includes(another)]).toEqual([303, true, false])
    expect((await there.host.siteLibraries.standing(foreign)).origin.hasToken).toBe(true)
    const wrong = await page('origin', { address: 'http://a.org', token: another })
    expect([wrong[0], wrong[1].includes(another)]).toEqual([400, false])
    // It is for the site that it was given with.
    await there.host.siteLibraries.change(foreign, { origin: { address: 'https://elsewhere.org' } })
    expect((await there.host.siteLibraries.standing(foreign)).origin.hasToken).toBe(false)
  })

  it('is its site’s own when it comes home, with keys without a domain', async () => {
    const path = join(folder, `made-${++made}.zip`)
    const { libraries } = await there.host.authoring.export(course, path, { libraries: 'all' })
    expect(libraries.map(({ library }) => library)).toEqual(['lib:a.org:O:Followed', 'lib:a.org:O:Used'])
    const before = await here.host.content.head(course)
    const report = await here.host.authoring.import(path)
    expect([report.imported, report.changed, report.published]).toEqual([before.draft, false, true])
    expect((await here.host.drafts.fromElsewhere()).length).toBe(0)
  })
})
