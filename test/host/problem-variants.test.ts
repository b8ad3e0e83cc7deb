import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'

const context = 'course-v1:O+C+R'
const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const problem = key('problem', 'p')
const at = encodeURIComponent

let folder: string
let host: Host

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'variants-'))
  host = await openHost({
    store: join(folder, 'store'),
    learner: (request) => ({ id: request.header('x-learner') ?? 'ann' }),
    author: (request) => request.header('x-learner') === 'author',
    threads: 0,
  })
  mkdirSync(join(folder, 'course'))
  writeFileSync(
    join(folder, 'course', 'course.xml'),
    `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="q"><vertical url_name="v"><problem url_name="p" display_name="Sum" rerandomize="per_student"><script type="loncapa/python">import random
a = random.randint(1, 1000000)
b = 'none' if a % 2 else a</script><p>What is $a?</p><numericalresponse answer="$b"><textline/></numericalresponse></problem></vertical></sequential></chapter></course>`,
  )
  await host.authoring.import(join(folder, 'course'))
}, 60_000)

afterAll(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

const call = (path: string, learner: string, body?: object | URLSearchParams) =>
  host.fetch(
    new Request(`http://localhost${path}`, {
      headers: {
        'x-learner': learner,
        ...(!(body instanceof URLSearchParams) && { 'content-type': 'application/json' }),
      },
      redirect: 'manual',
      ...(body && { method: 'POST', body: body instanceof URLSearchParams ? body : JSON.stringify(body) }),
    }),
  )
const asked = (text: string) => /What is (\d+)\?/.exec(text)?.[1]
const question = async (learner: string) =>
  asked(await (await call(`/units/${at(key('vertical', 'v'))}`, learner)).text())
const page = `/author/blocks/${at(problem)}/variants`

it('an author sees each variant with what is wrong with it, keeps the good ones, and later learners get these alone', async () => {
  const { variants, kept } = await host.variants.show(problem)
  expect([kept, variants.map(({ seed }) => seed)]).toEqual([[], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]])
  const good = variants.filter(({ fault }) => fault === undefined)
  for (const { html, fault } of variants)
    expect(fault === undefined).toBe(Number(asked(html ?? '')) % 2 === 0)
  expect(good.length).toBeGreaterThan(0)
  // Somebody who answered before has a variant that is dropped.
  const before = await question('ann')
  const id = `p${createHash('sha256').update(problem).digest('hex').slice(0, 16)}`
  const answer = await call(`/blocks/${at(problem)}/handlers/problem_save`, 'ann', {
    [`input_${id}_2_1`]: '1',
  })
  expect(answer.status).toBe(200)
  const seeds = good.map(({ seed }) => seed)
  const text = await (await call(`${page}?from=0`, 'author')).text()
  expect(text.match(/name="seed" value="\d+" checked/g)?.map((one) => Number(/\d+/.exec(one)?.[0]))).toEqual(
    seeds,
  )
  const draft = /name="draft" value="([^"]+)"/.exec(text)?.[1] ?? ''
  const form = new URLSearchParams({ what: 'keep', draft })
  for (const seed of seeds) form.append('seed', String(seed))
  expect((await call(page, 'author', form)).status).toBe(303)
  expect((await call(page, 'author', form)).status).toBe(412)
  expect((await host.variants.show(problem)).variants.map(({ seed }) => seed)).toEqual(seeds)
  await host.authoring.publish(context)
  const allowed = new Set(good.map(({ html }) => asked(html ?? '')))
  expect(allowed.has(before)).toBe(false)
  expect(await question('ann')).toBe(before)
  const got = new Set(
    await Promise.all(Array.from({ length: 30 }, (_, index) => question(`learner ${index}`))),
  )
  expect(got).toEqual(allowed)
  expect((await host.problemTests.test(context)).findings).toEqual([])
})

it('what are no seeds is refused, and learners see no page of variants', async () => {
  await expect(host.variants.keep(problem, [-1])).rejects.toMatchObject({ code: 'field-value' })
  await expect(host.variants.show(key('vertical', 'v'))).rejects.toMatchObject({ code: 'block-not-found' })
  expect((await call(page, 'ann')).status).toBe(403)
  const none = new URLSearchParams([['what', 'keep']])
  expect((await call(page, 'author', none)).status).toBe(400)
  await host.variants.keep(problem, [])
  expect((await host.variants.show(problem)).kept).toEqual([])
})
