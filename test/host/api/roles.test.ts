import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiSite, block, course, library, part, type ApiRequest } from './api-site.js'

const problem = 'lb:O:L:problem:one'
const ranks = ['nothing', 'read', 'author', 'admin'] as const
type Rank = (typeof ranks)[number]

/** The least that each permission takes (issue: roles admin, author, read). */
const least: Readonly<Record<string, Rank>> = {
  read: 'read',
  edit: 'author',
  publish: 'author',
  manage: 'admin',
}

/** What each person is in the library, and how they come by it. */
const people: Readonly<Record<string, Rank>> = {
  ann: 'admin', // by the host's `author`
  ada: 'admin', // by name
  gus: 'author', // by a group
  olga: 'read', // by an organisation
  both: 'author', // read by name, author by a group
  orga: 'author', // by a role in all libraries of the organisation
  wim: 'nothing', // writes elsewhere
  lea: 'nothing', // a learner
}

const memberships: Readonly<Record<string, object>> = {
  gus: { groups: ['teachers'], isAuthor: true },
  both: { groups: ['teachers', 'others'], isAuthor: true },
  olga: { organisations: ['Uni'], isAuthor: true },
  wim: { groups: ['others'], isAuthor: true },
}

let site: ApiSite
let calls: (ApiRequest & { readonly name: string; readonly needs: Rank })[]

beforeAll(async () => {
  site = await ApiSite.open({ memberships: ({ id }) => memberships[id] ?? {} })
  await site.host.siteLibraries.change(library, {
    roles: {
      users: { ada: 'admin', both: 'read' },
      groups: { teachers: 'author' },
      organisations: { Uni: 'read' },
    },
  })
  await site.host.siteLibraries.changeOrganisation('O', { users: { orga: 'author' } })
  calls = await callsOnLibrary()
}, 60_000)

afterAll(() => site.close())

/** A call of each operation that its document names a permission for, on the library; what is sent is mostly nonsense. */
async function callsOnLibrary() {
  const document = (await (await site.ask({ path: '/openapi.json' })).json()) as {
    paths: Record<string, Record<string, { operationId: string; 'x-permission': string }>>
  }
  const draft = await site.draft(library)
  const filled: Readonly<Record<string, string>> = { context: library, usage: problem, inner: problem }
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { operationId, 'x-permission': permission }]) => {
      const needs = least[permission]
      if (needs === undefined) return []
      const name = `${operationId} (${permission})`
      const at = path.replace(/\{(\w+)\}/g, (_, one: string) => part(filled[one] ?? 'none'))
      const sent = method === 'get' || method === 'delete' ? {} : { body: { nonsense: true } }
      return [{ name, needs, method: method.toUpperCase(), path: at, ifMatch: draft, ...sent }]
    }),
  )
}

/** How a call ended for somebody, as far as roles decide on it. */
async function outcome(call: ApiRequest, as: string): Promise<'taken' | 'too little' | 'not there'> {
  const answer = await site.ask({ ...call, as })
  const text = await answer.text()
  const { code } = (text.startsWith('{') ? JSON.parse(text) : {}) as { code?: string }
  if (code === 'library-role') return 'too little'
  if (code === 'context-not-published') return 'not there'
  expect([401, 403]).not.toContain(answer.status)
  return 'taken'
}

function expected(person: string, needs: Rank) {
  const rank = people[person] ?? 'nothing'
  if (rank === 'nothing') return 'not there'
  return ranks.indexOf(rank) >= ranks.indexOf(needs) ? 'taken' : 'too little'
}

describe('a role in a library', () => {
  it('decides on every call of the API, for every person', async () => {
    expect(calls.length).toBeGreaterThan(20)
    for (const call of calls)
      for (const person of Object.keys(people))
        expect([call.name, person, await outcome(call, person)]).toEqual([
          call.name,
          person,
          expected(person, call.needs),
        ])
  }, 60_000)

  it('decides on every page in the same way', async () => {
    const [key, usage] = [part(library), part(problem)]
    const pages: readonly (readonly [method: string, path: string, needs: Rank])[] = [
      ['GET', `/author/contexts/${key}`, 'read'],
      ['GET', `/author/libraries/${key}`, 'read'],
      ['GET', `/author/blocks/${usage}`, 'read'],
      ['GET', `/author/previews/${usage}`, 'read'],
      ['GET', `/author/assets/${key}/none.png`, 'read'],
      ['POST', `/author/previews/${usage}/start-over`, 'read'],
      ['POST', `/author/blocks/${usage}`, 'author'],
      ['POST', `/author/blocks/${usage}/handlers/save_fields`, 'author'],
      ['POST', `/author/contexts/${key}/publish`, 'author'],
      ['POST', `/author/libraries/${key}/publish`, 'author'],
      ['POST', `/author/libraries/${key}/add`, 'author'],
    ]
    for (const [method, path, needs] of pages)
      for (const person of Object.keys(people)) {
        const wanted = expected(person, needs)
        // What succeeds would change the library; roles are what is asked for here.
        if (wanted === 'taken' && method === 'POST') continue
        const answer = await site.host.fetch(
          new Request(`http://localhost${path}`, {
            method,
            headers: { 'x-learner': person, accept: 'application/json', 'sec-fetch-site': 'same-origin' },
          }),
        )
        const body = await answer.text()
        const { error } = (body.startsWith('{') ? JSON.parse(body) : {}) as { error?: { code?: string } }
        const got = { 'library-role': 'too little', 'context-not-published': 'not there' }[error?.code ?? '']
        expect([path, person, got ?? 'taken']).toEqual([path, person, wanted])
      }
  }, 60_000)

  it('hides a library from whoever has none, so that it looks like one that is not there', async () => {
    const said = async (key: string, person: string) =>
      (await (await site.ask({ path: `/libraries/${part(key)}`, as: person })).text()).replaceAll(key, 'X')
    for (const person of ['wim', 'lea'])
      expect(await said(library, person)).toBe(await said('lib:O:None', person))
    const listed = async (person: string) =>
      (await (await site.ask({ path: '/libraries', as: person })).json()) as { items: { role: string }[] }
    expect((await listed('wim')).items).toEqual([])
    expect((await listed('gus')).items).toMatchObject([{ context: library, role: 'author' }])
  })

  it('is told to admins alone, beside one’s own', async () => {
    const told = async (as: string) => (await site.ask({ path: `/libraries/${part(library)}`, as })).json()
    expect(await told('ada')).toMatchObject({ role: 'admin', roles: { groups: { teachers: 'author' } } })
    const reader = await told('olga')
    expect(reader).toMatchObject({ role: 'read' })
    expect(reader).not.toHaveProperty('roles')
  })

  it('ends at once when it is taken away, in the middle of an edit', async () => {
    const path = `/blocks/${part(problem)}`
    const shown = await site.ask({ path, as: 'gus' })
    const ifMatch = /"(.*)"/.exec(shown.headers.get('etag') ?? '')?.[1]
    const edit = { method: 'PATCH', path, ifMatch, body: { set: { max_attempts: 2 } }, as: 'gus' }
    await site.host.siteLibraries.change(library, { roles: { groups: { teachers: null } } })
    expect((await site.ask(edit)).status).toBe(404)
    await site.host.siteLibraries.change(library, { roles: { groups: { teachers: 'read' } } })
    expect((await site.ask(edit)).status).toBe(403)
    expect(await site.draft(library)).toBe(ifMatch)
    await site.host.siteLibraries.change(library, { roles: { groups: { teachers: 'author' } } })
    expect((await site.ask(edit)).status).toBe(200)
  })

  it('of reading goes to all who write here where the library is open, and never to learners', async () => {
    await site.host.siteLibraries.change(library, { publicReading: true })
    const path = `/libraries/${part(library)}`
    expect((await site.ask({ path, as: 'wim' })).status).toBe(200)
    expect((await site.ask({ path, as: 'lea' })).status).toBe(404)
    await site.host.siteLibraries.change(library, { publicReading: false })
    expect((await site.ask({ path, as: 'wim' })).status).toBe(404)
  })

  it('of an author in all libraries of an organisation lets make more of them, which the maker is admin of', async () => {
    const made = (as: string, key: string) =>
      site.ask({ method: 'POST', path: '/libraries', body: { key }, as })
    expect((await made('orga', 'lib:O:New')).status).toBe(201)
    expect((await made('orga', 'lib:P:New')).status).toBe(403)
    expect((await made('ada', 'lib:O:Other')).status).toBe(403)
    const told = await (await site.ask({ path: `/libraries/${part('lib:O:New')}`, as: 'orga' })).json()
    expect(told).toMatchObject({ role: 'admin', title: 'New' })
  })
})

describe('a library', () => {
  const refer = async (to: string) =>
    site.ask({
      method: 'POST',
      path: `/contexts/${part(course)}/operations`,
      ifMatch: await site.draft(course),
      body: {
        operations: [
          {
            do: 'add',
            parent: block('vertical', 'v'),
            olx: `<library_content_v2 source_libraries='["${to}:${await site.draft(library)}"]' library_blocks='["${problem}"]'/>`,
          },
        ],
      },
    })

  it('that is archived takes no edit on any way in and no new reference, until it is restored', async () => {
    const id = `/libraries/${part(library)}`
    expect((await site.ask({ method: 'POST', path: `${id}/archive`, as: 'ada' })).status).toBe(200)
    const draft = await site.draft(library)
    for (const call of calls.filter(({ needs, name }) => needs === 'author' && !name.includes('import'))) {
      const answer = await site.ask({ ...call, as: 'ada' })
      expect([call.name, ((await answer.json()) as { code: string }).code]).toEqual([
        call.name,
        'library-archived',
      ])
    }
    await expect(site.host.drafts.operate(library, [{ do: 'delete', usage: problem }])).rejects.toMatchObject(
      { code: 'library-archived' },
    )
    await expect(site.host.content.revert(library, '1')).rejects.toMatchObject({ code: 'library-archived' })
    expect(await site.draft(library)).toBe(draft)
    expect(await (await refer(library)).json()).toMatchObject({ code: 'library-closed' })
    expect((await site.ask({ method: 'POST', path: `${id}/restore`, as: 'ada' })).status).toBe(200)
    expect((await refer(library)).status).toBe(200)
  })

  it('that names who may refer to it is closed to others: when authored, published, and with a finding on import', async () => {
    const names = (mayRefer: readonly string[] | null) =>
      site.host.siteLibraries.change(library, { mayRefer })
    await names(['P', 'course-v1:O+C+other'])
    expect((await refer(library)).status).toBe(409)
    await expect(site.host.authoring.publish(course)).rejects.toMatchObject({ code: 'library-closed' })
    await names(['O'])
    expect((await refer(library)).status).toBe(200)
    await names([course])
    await site.host.authoring.publish(course)
    await names(['P'])
    // What was referred to before may stay.
    await site.host.authoring.publish(course)
    const imported = await site.import({
      'course.xml': `<course org="O" course="C" url_name="I"><chapter url_name="a"><sequential url_name="b"><vertical url_name="c">
        <library_content_v2 url_name="d" source_libraries='["${library}:${await site.draft(library)}"]' library_blocks='["${problem}"]'/>
      </vertical></sequential></chapter></course>`,
    })
    expect(imported.findings).toContainEqual(
      expect.objectContaining({ code: 'library-closed', level: 'error' }) as object,
    )
    expect(imported.published).toBe(false)
    await names(null)
  })

  it('is deleted only by who says how many use it, and is then nowhere', async () => {
    const path = `/libraries/${part(library)}`
    const refused = await site.ask({ method: 'DELETE', path: `${path}?uses=0`, as: 'ada' })
    expect(refused.status).toBe(409)
    const { message } = (await refused.json()) as { message: string }
    const count = Number(/used by (\d+)/.exec(message)?.[1])
    expect(count).toBe(2)
    const done = await site.ask({ method: 'DELETE', path: `${path}?uses=${count}`, as: 'ada' })
    expect(done.status).toBe(200)
    expect((await site.ask({ path, as: 'ann' })).status).toBe(404)
    expect((await site.ask({ path, as: 'ada' })).status).toBe(404)
    await expect(site.host.published(library)).rejects.toMatchObject({ code: 'context-not-published' })
  })
})
