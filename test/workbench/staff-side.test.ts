import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { hostRequestOf } from '../../host/http/fetch-adapter.js'
import { Stage } from '../../workbench/stage.js'
import { Workbench } from '../../workbench/workbench.js'

const entry = fileURLToPath(new URL('../host/essay-plugin.ts', import.meta.url))
const folder = fileURLToPath(new URL('.', import.meta.url))
const key = 'block-v1:Workbench+Scenarios+1+type@essay+block@essay'

let workbench: Workbench
beforeAll(async () => {
  workbench = await Workbench.open({ plugins: [{ entry, folder }], openStage: Stage.open.bind(Stage) })
})
afterAll(() => workbench.close())

const place = (person: string) => `/scenarios/${encodeURIComponent('essay/essay')}/as/${person}/at/now`
async function ask(path: string, body?: object) {
  const init = body && { method: 'POST', body: JSON.stringify(body) }
  const answer = await workbench.answer(
    hostRequestOf(new Request(`http://localhost:8100${path}`, init ?? {})),
  )
  return { status: answer.status, text: Buffer.from(answer.body).toString('utf8') }
}
const call = (person: string, handler: string, body?: object) =>
  ask(`${place(person)}/blocks/${encodeURIComponent(key)}/handlers/${handler}`, body)
const list = async () => JSON.parse((await call('staff', 'list')).text) as unknown

it('a workbench has the staff’s side of its blocks: several learners, grades, collections and jobs', async () => {
  for (const person of ['ada', 'bob']) expect((await call(person, 'write', { text: person })).text).toBe('1')
  expect((await call('ada', 'list')).status).toBe(403)
  expect(await list()).toEqual({
    items: [
      ['ada', 'ada', 1, null],
      ['bob', 'bob', 1, null],
    ],
    next: null,
  })
  expect((await call('staff', 'grade', { learner: 'ada', score: 4, comment: 'So.' })).status).toBe(200)
  expect((await ask(`${place('ada')}/views/student_view`)).text).toContain('ada: 4 of 10: So.')
  expect((await ask(`${place('bob')}/views/student_view`)).text).toContain('bob: no grade')
  await call('bob', 'remark', { by: 'bob', text: 'A remark.' })
  expect((await ask(`${place('ada')}/views/student_view`)).text).toContain('<q>A remark.</q>')
  expect((await call('staff', 'grade_everybody', {})).text).toContain('full_points')
  expect(await list()).toMatchObject({
    items: [
      ['ada', 'ada', 1, 9],
      ['bob', 'bob', 1, 9],
    ],
  })
})
