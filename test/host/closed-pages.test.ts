import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MadeSite } from './made-site.js'

const context = 'course-v1:O+C+R'
const library = 'lib:O:L'
const unit = 'block-v1:O+C+R+type@vertical+block@v'
const problem = 'block-v1:O+C+R+type@problem+block@p'
const course = (name: string) => ({
  'course.xml': `<course org="O" course="${name}" url_name="R" display_name="Sealed"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v" display_name="Sealed">
<problem url_name="p" display_name="Sealed"><stringresponse answer="Sealed"><label>Sealed</label><textline/></stringresponse></problem></vertical></sequential></chapter></course>`,
})

/** All addresses of pages for those who teach and for authors, whoever adds one. */
const all = readdirSync(new URL('../../host/routes/', import.meta.url)).flatMap((file) => {
  const text = readFileSync(new URL(`../../host/routes/${file}`, import.meta.url), 'utf8')
  return [...text.matchAll(/'(GET|POST) (\/(?:staff|author)[^']*)'/g)].map(([, method = '', path = '']) => ({
    method,
    path,
  }))
})
const routes = all.filter(({ method }) => method === 'GET').map(({ path }) => path)
const deeds = all
  .filter(({ method, path }) => method === 'POST' && path.startsWith('/staff'))
  .map(({ path }) => path)
const pathOf = (route: string, job: string) =>
  route
    .replace(':context', encodeURIComponent(context))
    .replace(/:library|:pathway/, encodeURIComponent(library))
    .replace(':learner', 'ada')
    .replace(':id', job)
    .replace(':name*', 'a.png')
    .replace(/:(policy|as|view)/g, 'one')
    .replace(
      /:key|:usage/g,
      encodeURIComponent(route.includes('/units/') || route.includes('previews') ? unit : problem),
    )

describe('pages for those who teach and for authors', () => {
  let site: MadeSite
  let job = ''
  beforeAll(async () => {
    site = await MadeSite.open({
      contact: 'help@example.org',
      memberships: ({ id }) => (id === 'other' ? { isAuthor: true } : {}),
      people: {
        directory: (ids) => ids.map((id) => ({ id, name: `Name of ${id}`, email: `${id}@example.net` })),
      },
      access: (_request, { id }, asked) =>
        id === 'staff' || (id === 'other' && asked.includes('+Own+')) ? 'staff' : 'learner',
    })
    await site.publish(course('C'))
    await site.publish(course('Own'))
    const sent = await site.post(`/staff/blocks/${encodeURIComponent(problem)}/rescore-all`, {}, 'staff')
    expect(sent.status).toBe(202)
    job = (sent.headers.get('location') ?? '').split('/').at(-1) ?? ''
  }, 60_000)
  afterAll(() => site.close())

  /** What somebody gets of each page: who may be asked there, and whether it tells of what is sealed. */
  const walked = async (who: string | undefined, locale = 'en') => {
    const found = new Map<string, { readonly status: number; readonly text: string }>()
    for (const route of routes) {
      const headers = new Headers({ accept: 'text/html', 'accept-language': locale })
      if (who !== undefined) headers.set('x-learner', who)
      const answer = await site.host.fetch(new Request(`http://localhost${pathOf(route, job)}`, { headers }))
      found.set(route, { status: answer.status, text: await answer.text() })
    }
    return found
  }
  /** What whoever writes at this site finds open, with what is theirs in it. */
  const homes = new Set(['/author', '/author/libraries', '/author/pathways'])

  it.each([
    ['a learner', 'ada', [400, 403, 404]],
    ['staff of another course', 'other', [400, 403, 404]],
    ['nobody', undefined, [400, 401, 404]],
  ])('tell %s whom to ask, or to sign in, and nothing of what is in them', async (_who, id, statuses) => {
    expect(routes.length).toBeGreaterThan(40)
    const pages = [...(await walked(id))].filter(([route]) => id !== 'other' || !homes.has(route))
    expect(pages.filter(([, { status }]) => !statuses.includes(status))).toEqual([])
    expect(pages.filter(([, { text }]) => text.includes('Sealed'))).toEqual([])
    const helps = /help@example\.org|Sign in/
    expect(pages.filter(([, { text }]) => !helps.test(text)).map(([route]) => route)).toEqual([])
  })

  it('let nobody of them do anything there, to others or to themselves', async () => {
    expect(deeds.length).toBeGreaterThan(7)
    for (const route of deeds)
      for (const who of ['ada', 'other']) {
        const body = 'learner=ada&score=1&reason=why&usage=none&earned=1&due=2026-01-01T00:00&sort=name'
        expect([route, (await site.form(pathOf(route, job), body, who)).status]).toEqual([route, 403])
      }
  })

  it('tell staff of one course no name or address of who learns in another', async () => {
    const own = encodeURIComponent('course-v1:O+Own+R')
    const block = encodeURIComponent(problem.replace('+C+', '+Own+'))
    for (const path of [`/staff/contexts/${own}/learners/ada`, `/staff/blocks/${block}?learner=ada`]) {
      const shown = await site.get(path, 'other', { accept: 'text/html' })
      const text = await shown.text()
      expect([shown.status, text.includes('Name of ada'), text.includes('ada@')]).toEqual([200, false, false])
    }
  })

  it.each([
    ['ar', 'هذه الصفحة'],
    ['es', 'Esta página'],
    ['fr', 'Cette page'],
    ['zh', '此页面|本页|该页面|页面'],
  ])('do so in %s', async (locale, begin) => {
    const pages = [...(await walked('ada', locale))]
    const title = (text: string) => /<h1[^>]*>(.*?)<\/h1>/s.exec(text)?.[1] ?? ''
    expect(pages.map(([, { text }]) => title(text)).filter((text) => !new RegExp(begin).test(text))).toEqual(
      [],
    )
  })
})
