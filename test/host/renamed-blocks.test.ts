import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { learnerToken, openHost, type Host } from '../../host/index.js'

const page = 'https://page.example.org'
const tokenKey = 'k'.repeat(32)
const context = 'course-v1:O+C+R'
const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`

let folder: string
let host: Host

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'renamed-'))
  host = await openHost({
    store: join(folder, 'store'),
    learner: (request) => {
      const id = request.header('x-learner') ?? 'ann'
      return { id, isStaff: id === 'staff' }
    },
    embedding: { origins: [page], key: tokenKey },
    python: false,
    threads: 0,
  })
  mkdirSync(join(folder, 'course'))
  writeFileSync(
    join(folder, 'course', 'course.xml'),
    '<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="q"><vertical url_name="v"><video url_name="a" youtube_id_1_0="abcdefghijk"/></vertical></sequential></chapter></course>',
  )
  await host.authoring.import(join(folder, 'course'))
})

afterEach(async () => {
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
const save = (id: string, learner: string, position: string) =>
  call(`/blocks/${encodeURIComponent(key('video', id))}/handlers/save_user_state`, learner, {
    saved_video_position: position,
  })
const position = async (id: string, learner: string) => {
  const answer = await call(
    `/blocks/${encodeURIComponent(key('video', id))}/views/student_view_user_state`,
    learner,
  )
  return ((await answer.json()) as { saved_video_position?: unknown }).saved_video_position
}

it('a block that was renamed keeps what learners have, and is found by its old key', async () => {
  expect((await save('a', 'ann', '00:00:05')).status).toBe(200)
  const before = await position('a', 'ann')
  const { usages } = await host.drafts.operate(context, [
    { do: 'rename', usage: key('video', 'a'), urlName: 'b' },
    { do: 'rename', usage: key('vertical', 'v'), urlName: 'w' },
  ])
  expect(usages).toEqual([key('video', 'b'), key('vertical', 'w')])
  await host.authoring.publish(context)
  expect(before).not.toBe(await position('b', 'bob'))
  expect(await position('b', 'ann')).toEqual(before)
  const page = await call(`/units/${encodeURIComponent(key('vertical', 'v'))}`, 'ann')
  expect([page.status, page.headers.get('location')]).toEqual([
    303,
    expect.stringContaining(encodeURIComponent(key('vertical', 'w'))),
  ])
  expect((await save('a', 'ann', '00:00:09')).status).toBe(200)
  expect(await position('b', 'ann')).not.toEqual(before)
  expect(await position('a', 'ann')).toEqual(await position('b', 'ann'))
})

it('a block that was renamed is found by its old key on pages of others and by staff', async () => {
  await save('a', 'ann', '00:00:05')
  await host.drafts.operate(context, [
    { do: 'rename', usage: key('video', 'a'), urlName: 'b' },
    { do: 'rename', usage: key('vertical', 'v'), urlName: 'w' },
  ])
  await host.authoring.publish(context)

  const token = learnerToken({ id: 'ann', unit: key('vertical', 'v'), key: tokenKey })
  const embedded = await host.fetch(
    new Request(`http://localhost/units/${encodeURIComponent(key('vertical', 'v'))}/embedded`, {
      headers: { origin: page, authorization: `Bearer ${token}` },
    }),
  )
  expect(embedded.status).toBe(200)
  const { html } = (await embedded.json()) as { html: string }
  const [, place] = /\/embedded\/([^/"&]+)\//.exec(html) ?? []
  for (const id of ['a', 'b']) {
    const at = `http://localhost/embedded/${place}/blocks/${encodeURIComponent(key('video', id))}`
    const headers = { origin: page, 'content-type': 'application/json' }
    const body = JSON.stringify({ saved_video_position: `00:00:0${id === 'a' ? 6 : 7}` })
    const saved = await host.fetch(
      new Request(`${at}/handlers/save_user_state`, { method: 'POST', headers, body }),
    )
    const read = await host.fetch(new Request(`${at}/views/student_view_user_state`, { headers }))
    expect([id, saved.status, read.status]).toEqual([id, 200, 200])
  }
  expect(await position('b', 'ann')).toEqual(await position('a', 'ann'))

  const learners = await call(
    `/staff/blocks/${encodeURIComponent(key('video', 'a'))}/learners?limit=5`,
    'staff',
  )
  expect(learners.status).toBe(200)
  const deleted = await call(`/staff/blocks/${encodeURIComponent(key('video', 'a'))}/delete-state`, 'staff', {
    learner: 'ann',
  })
  expect([deleted.status, await deleted.json()]).toEqual([200, { deleted: true }])
})
