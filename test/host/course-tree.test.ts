import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiSite, part } from './api/api-site.js'

const course = 'course-v1:O+T+R'
const at = (type: string, id: string) => `block-v1:O+T+R+type@${type}+block@${id}`

const problem = (id: string, more = '') =>
  `<problem url_name="${id}" display_name="P ${id}" ${more}><numericalresponse answer="1"><formulaequationinput/></numericalresponse></problem>`
const files = {
  'course.xml': `<course org="O" course="T" url_name="R" display_name="Tree">
    <chapter url_name="open" display_name="Open"><sequential url_name="s" display_name="S" start="2020-01-01T00:00:00Z">
      <vertical url_name="v" display_name="V" graded="true">
        <html url_name="h"><![CDATA[text]]></html>
        <library_content url_name="bank" max_count="2">${['a', 'b', 'c', 'd', 'e', 'f'].map((id) => problem(id)).join('')}</library_content>
        ${problem('own', 'weight="3"')}${problem('hidden', 'visible_to_staff_only="true"')}${problem('later', 'start="2999-01-01T00:00:00Z"')}
        <problem url_name="broken"/>
      </vertical>
      <vertical url_name="w" display_name="W"><html url_name="h2"><![CDATA[more]]></html></vertical>
      <vertical url_name="staff" display_name="Staff" visible_to_staff_only="true">${problem('s1')}</vertical>
    </sequential></chapter>
    <chapter url_name="shut" display_name="Shut" start="2999-01-01T00:00:00Z"><sequential url_name="s2"><vertical url_name="x">${problem('x1')}</vertical></sequential></chapter>
  </course>`,
  'problem/broken.xml': '<problem><numericalresponse></problem>',
}

interface Tree {
  readonly root: string
  readonly blocks: readonly {
    readonly key: string
    readonly type: string
    readonly children?: readonly string[]
    readonly fields: Readonly<Record<string, unknown>>
    readonly counts?: Readonly<Record<string, number>>
  }[]
}

let site: ApiSite
beforeAll(async () => {
  site = await ApiSite.open({
    learner: (request) => {
      const id = request.header('x-learner')
      return id === undefined ? undefined : { id, isStaff: id === 'sue' }
    },
  })
  await site.import(files)
}, 60_000)
afterAll(() => site.close())

const ask = (as: string, query = '') => site.ask({ path: `/courses/${part(course)}/blocks?${query}`, as })
const treeOf = async (as: string, query = ''): Promise<Tree> => {
  const answer = await ask(as, query)
  const text = await answer.text()
  expect([answer.status, text.slice(0, 200)]).toEqual([200, text.slice(0, 200)])
  return JSON.parse(text) as Tree
}
const ids = (keys: readonly string[] = []) => keys.map((key) => key.split('@').at(-1) ?? '')
const childrenIn = ({ blocks }: Tree, key: string) => ids(blocks.find((one) => one.key === key)?.children)
const call = (as: string, path: string, body?: object) =>
  site.host.fetch(
    new Request(`http://localhost${path}`, {
      headers: { 'x-learner': as, 'content-type': 'application/json' },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    }),
  )
/** Problems on a learner's page of the unit, in their order. */
const onPage = async (as: string) => {
  const text = await (await call(as, `/units/${part(at('vertical', 'v'))}`)).text()
  return [...text.matchAll(/data-usage-key="[^"]*type@problem\+block@([^"]*)"/g)].map(([, id]) => id ?? '')
}

describe('the tree of a course for a learner', () => {
  it('has what their banks draw in its order, before they come and after, and nothing that is closed to them or cannot be read', async () => {
    for (const learner of ['bob', 'eve', 'kim', 'lee']) {
      const before = await treeOf(learner)
      const drawn = childrenIn(before, at('library_content', 'bank'))
      expect(drawn).toHaveLength(2)
      expect([...drawn, 'own']).toEqual(await onPage(learner))
      expect(await treeOf(learner)).toEqual(before)
      expect(ids(before.blocks.map(({ key }) => key))).toEqual([
        'course',
        'open',
        's',
        'v',
        'h',
        'bank',
        ...drawn,
        'own',
        'w',
        'h2',
      ])
    }
    const draws = await Promise.all(['bob', 'eve', 'kim', 'lee', 'mia', 'noa'].map((one) => treeOf(one)))
    const all = new Set(draws.map((tree) => childrenIn(tree, at('library_content', 'bank')).join()))
    expect(all.size).toBeGreaterThan(1)
  })

  it('is for staff also that of somebody else, and of what is closed; nobody else may ask for another’s', async () => {
    const own = await treeOf('sue')
    expect(ids(own.blocks.map(({ key }) => key))).toEqual(
      expect.arrayContaining(['hidden', 'later', 'staff', 's1', 'x1', 'broken']),
    )
    expect(await treeOf('sue', 'learner=bob')).toEqual(await treeOf('bob'))
    const refused = await ask('eve', 'learner=bob')
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([403, 'staff-only'])
    expect(await treeOf('bob', 'learner=bob')).toEqual(await treeOf('bob'))
  })

  it('goes as deep as asked, from where asked, counts types below each block and tells only fields that are for learners', async () => {
    const flat = await treeOf('bob', 'depth=1&counts=problem,html&fields=display_name&fields=graded,start')
    expect(flat.blocks).toEqual([
      {
        key: at('course', 'course'),
        type: 'course',
        children: [at('chapter', 'open')],
        fields: { display_name: 'Tree' },
        counts: { problem: 3, html: 2 },
      },
      {
        key: at('chapter', 'open'),
        type: 'chapter',
        fields: { display_name: 'Open' },
        counts: { problem: 3, html: 2 },
      },
    ])
    const root = await treeOf('bob', `root=${part(at('sequential', 's'))}&depth=0&fields=start,display_name`)
    expect(root.blocks).toEqual([
      {
        key: at('sequential', 's'),
        type: 'sequential',
        fields: { display_name: 'S', start: '2020-01-01T00:00:00Z' },
      },
    ])
    const one = await treeOf(
      'bob',
      `root=${part(at('problem', 'own'))}&fields=display_name,graded,weight,has_score,visible_to_staff_only`,
    )
    expect(one.blocks).toEqual([
      {
        key: at('problem', 'own'),
        type: 'problem',
        fields: { display_name: 'P own', graded: true, weight: 3, has_score: true },
      },
    ])
    for (const key of ['hidden', 'later', 'x1', 's1', 'none'])
      expect([key, (await ask('bob', `root=${part(at('problem', key))}`)).status]).toEqual([key, 404])
    for (const field of ['data', 'markdown', 'group_access', '__proto__'])
      expect([field, (await ask('sue', `fields=${field}`)).status]).toEqual([field, 400])
    expect(
      (await site.ask({ path: `/courses/${part('course-v1:No+No+No')}/blocks`, as: 'bob' })).status,
    ).toBe(404)
  })

  it('follows what the learner does and what is published, though it is kept until then', async () => {
    const completion = async () => {
      const { blocks } = await treeOf('ida', 'fields=completion')
      return blocks.flatMap(({ key, fields }) => (ids([key])[0] === 'own' ? [fields['completion']] : []))
    }
    expect([await completion(), await completion()]).toEqual([[0], [0]])
    const page = await (await call('ida', `/units/${part(at('vertical', 'v'))}`)).text()
    const input = /name="(input_[^"]*)"/.exec(page.slice(page.indexOf(at('problem', 'own'))))?.[1] ?? ''
    const path = `/blocks/${part(at('problem', 'own'))}/handlers/problem_check`
    expect((await call('ida', path, { [input]: '1' })).status).toBe(200)
    expect(await completion()).toEqual([1])
    await site.import({
      ...files,
      'course.xml': files['course.xml'].replace('display_name="W"', 'display_name="Anew"'),
    })
    const { blocks } = await treeOf('ida', 'fields=display_name')
    expect(blocks.find(({ key }) => key === at('vertical', 'w'))?.fields).toEqual({ display_name: 'Anew' })
  })
})
