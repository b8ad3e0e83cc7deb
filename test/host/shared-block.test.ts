import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'
import { parseUsageKey } from '../../runtime/index.js'

const context = 'course-v1:O+C+R'
const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const library = 'lib:O:L'

let folder: string
let host: Host

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shared-block-'))
  host = await openHost({
    store: join(folder, 'store'),
    learner: (request) => {
      const id = request.header('x-learner') ?? 'ann'
      return { id, isStaff: id === 'staff' }
    },
    python: false,
    threads: 0,
  })
  const write = (path: string, text: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
    return join(folder, path, '..')
  }
  const question = '<numericalresponse answer="1"><textline/></numericalresponse>'
  await host.authoring.import(
    write(
      'course/course.xml',
      `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="q" graded="true" format="Quiz"><vertical url_name="v"><problem url_name="p" display_name="P" max_attempts="5" due="2040-01-01T00:00:00Z">${question}</problem><html url_name="h">Text</html><wrapper url_name="w"><problem url_name="inner">${question}</problem></wrapper></vertical></sequential></chapter></course>`,
    ),
  )
  const entity = 'library/entities/xblock.v1/problem/p'
  write(`${entity}/component_versions/v1/block.xml`, '<problem><p>Another one of this id</p></problem>')
  write(
    `${entity}.toml`,
    '[entity]\nkey = "xblock.v1:problem:p"\n[entity.draft]\nversion_num = 1\n[entity.published]\nversion_num = 1\n[[version]]\ntitle = "P"\nversion_num = 1\n',
  )
  await host.authoring.import(
    write('library/package.toml', `[learning_package]\nkey = "${library}"\ntitle = "L"\n`),
  )
}, 60_000)

afterAll(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

const call = (path: string, learner: string, body?: object) =>
  host.fetch(
    new Request(`http://localhost${path}`, {
      headers: { 'x-learner': learner, 'content-type': 'application/json' },
      redirect: 'manual',
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    }),
  )
const at = encodeURIComponent
const check = async (usage: string, newest: string, learner: string, value: string) => {
  const id = `p${createHash('sha256').update(newest).digest('hex').slice(0, 16)}`
  const body = { [`input_${id}_2_1`]: value }
  return (await call(`/blocks/${at(usage)}/handlers/problem_check`, learner, body)).status
}
const page = async (learner: string) => (await call(`/units/${at(key('vertical', 'v'))}`, learner)).text()
/** What a learner sees of their attempts and answers, in order. */
const seen = async (learner: string) =>
  (await page(learner)).match(/value="[^"]*"|You have used \d+ of \d+[^<]*|\d+(?:\.\d+)?\/\d+ points?[^<]*/g)
const record = async (usage: string, learner: string) => {
  const answer = await call(`/staff/blocks/${at(usage)}/submissions?learner=${learner}`, 'staff')
  expect(answer.status).toBe(200)
  // Inputs are named after the key; all else is what it was.
  return (await answer.text()).replaceAll(/p[0-9a-f]{16}_/g, 'ID_').replaceAll(usage, 'KEY')
}

it('a course block made a library’s keeps what every learner did, on pages and in records, under both its keys', async () => {
  const [p, inner] = [key('problem', 'p'), key('problem', 'inner')]
  for (const [learner, value] of [
    ['ann', '1'],
    ['bob', '2'],
    ['bob', '3'],
  ] as const)
    expect(await check(p, p, learner, value)).toBe(200)
  expect(await check(inner, inner, 'ann', '1')).toBe(200)
  const before = await Promise.all(
    ['ann', 'bob'].map(async (one) => [await seen(one), await record(p, one), await record(inner, one)]),
  )
  const shared = await host.migrations.share(p, library)
  expect(shared.component).toMatch(/^lb:O:L:problem:[0-9a-f]{32}$/)
  expect(shared.reference).toBe(key('library_content_v2', 'p'))
  expect(shared.usage).toBe(`cb::${shared.reference}::${shared.component}`)
  const wrapper = await host.migrations.share(key('wrapper', 'w'), library)
  expect(wrapper.component).toBe('lb:O:L:wrapper:w')
  expect(await record(p, 'bob')).toEqual(before[1]?.[1])
  await host.authoring.publish(context)
  const innerNow = `cb::${wrapper.reference}::lb:O:L:problem:inner`
  const after = await Promise.all(
    ['ann', 'bob'].map(async (one) => [
      await seen(one),
      await record(shared.usage, one),
      await record(innerNow, one),
    ]),
  )
  expect(after).toEqual(before)
  // The old address goes on leading there, and an attempt counts on.
  expect(await check(p, shared.usage, 'bob', '1')).toBe(200)
  expect(await page('bob')).toContain('You have used 3 of 5')
  expect(await check(inner, innerNow, 'ann', '2')).toBe(200)
})

it('what is the course’s own stays with the reference; what cannot be referred to is refused, and nothing changes', async () => {
  const view = await host.drafts.block(parseUsageKey(key('library_content_v2', 'p')))
  expect(JSON.stringify(view)).toContain('2040-01-01')
  const { draft } = (await host.drafts.outline(context)).head
  await expect(host.migrations.share(key('vertical', 'v'), library)).rejects.toMatchObject({
    code: 'draft-fixed',
  })
  await expect(host.migrations.share(key('html', 'h'), context)).rejects.toMatchObject({
    code: 'draft-fixed',
  })
  expect((await host.drafts.outline(context)).head.draft).toBe(draft)
})

it('a block moved to a library is there with where it came from, and gone from the course', async () => {
  const moved = await host.migrations.transfer(key('html', 'h'), { parent: library, move: true })
  expect(moved).toMatchObject({ usage: 'lb:O:L:html:h', from: key('html', 'h'), renamedFiles: {} })
  const back = await host.migrations.transfer('lb:O:L:html:h', { parent: key('vertical', 'v') })
  expect(await host.upstreams.status(back.usage)).toMatchObject({ upstream: 'lb:O:L:html:h' })
  expect((await host.migrations.originalUsage(back.usage)).original).toBe('lb:O:L:html:h')
  await expect(host.upstreams.status(key('html', 'h'))).rejects.toMatchObject({ code: 'block-not-found' })
})
