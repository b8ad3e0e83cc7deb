import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'

const folder = mkdtempSync(join(tmpdir(), 'given-'))
const unit = `/units/${encodeURIComponent('block-v1:O+C+R+type@vertical+block@v')}`
let host: Host

/** Problems without a script, by the name of each. */
const problems = {
  own: '<p class="id-$anonymous_student_id">You are ${anonymous_student_id}, drawn by $seed</p><stringresponse answer="$anonymous_student_id"><textline label="Your id"/></stringresponse>',
  drawn:
    '<p>Sheet $seed of $seeds, $$seed for $price</p><numericalresponse answer="2*$seed"><additional_answer answer="[10$seed, 20$seed]"/><formulaequationinput label="Twice $seed"/></numericalresponse>',
  plain: '<p>It costs $5 or $tudent</p><stringresponse answer="x"><textline label="x"/></stringresponse>',
}

const send = (path: string, learner: string, body?: unknown, headers: Record<string, string> = {}) =>
  host.fetch(
    new Request(`http://localhost${path}`, {
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      headers: { 'x-learner': learner, 'content-type': 'application/json', ...headers },
    }),
  )

async function submit(learner: string, name: keyof typeof problems, answer: string): Promise<string> {
  const text = await (await send(unit, learner)).text()
  const part = text.slice(text.indexOf(`block@${name}`))
  const [, input = ''] = /name="(input_[^"]+)"/.exec(part) ?? []
  const key = encodeURIComponent(`block-v1:O+C+R+type@problem+block@${name}`)
  const answered = await send(`/blocks/${key}/handlers/problem_check`, learner, { [input]: answer })
  return ((await answered.json()) as { success: string }).success
}

describe('names that are given to every problem', () => {
  beforeAll(async () => {
    const course = join(folder, 'course')
    mkdirSync(course)
    const blocks = Object.entries(problems).map(
      ([name, xml]) => `<problem url_name="${name}">${xml}</problem>`,
    )
    writeFileSync(
      join(course, 'course.xml'),
      `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v">${blocks.join('')}</vertical></sequential></chapter></course>`,
    )
    host = await openHost({
      store: join(folder, 'store'),
      python: false,
      learner: (request) => ({ id: request.header('x-learner') ?? 'nobody' }),
    })
    const { findings } = await host.authoring.import(course)
    expect(findings).toEqual([])
  })
  afterAll(async () => {
    await host.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** The id a page shows its learner. */
  const idOn = (page: string) => /You are (\w+), drawn by 1</.exec(page)?.[1] ?? ''

  it('are filled in without Python, and are each learner’s own', async () => {
    const pages = await Promise.all(['ada', 'bob', 'ada'].map(async (one) => (await send(unit, one)).text()))
    const [ada = '', bob = '', again] = pages.map(idOn)
    expect(ada).toMatch(/^\w{8,}$/)
    expect(bob).toMatch(/^\w{8,}$/)
    expect(bob).not.toBe(ada)
    expect(again).toBe(ada)
    expect(pages[0]).toContain(`class="id-${ada}"`)
    expect(pages[1]).not.toContain(ada)
  })

  it('are not answered from what is kept of another learner', async () => {
    const mine = await send(unit, 'ada')
    const tag = mine.headers.get('etag')
    const other = await send(unit, 'bob', undefined, tag === null ? {} : { 'if-none-match': tag })
    expect(other.status).toBe(200)
    expect(idOn(await other.text())).not.toBe(idOn(await mine.text()))
  })

  it('are filled in where answers are compared', async () => {
    const id = idOn(await (await send(unit, 'ada')).text())
    expect(await submit('ada', 'own', id)).toBe('correct')
    expect(await submit('bob', 'own', id)).toBe('incorrect')
    expect(await submit('ada', 'drawn', '2')).toBe('correct')
    expect(await submit('bob', 'drawn', '150')).toBe('correct')
    expect(await submit('cleo', 'drawn', '300')).toBe('incorrect')
  })

  it('take the place of the longest word they begin, as at the incumbent, and leave other dollars alone', async () => {
    const page = await (await send(unit, 'ada')).text()
    expect(page).toContain('Sheet 1 of 1s, $1 for $price')
    expect(page).toContain('Twice 1')
    expect(page).toContain('It costs $5 or $tudent')
  })

  it('tell no learner’s id where all see the same', async () => {
    const key = encodeURIComponent('block-v1:O+C+R+type@problem+block@own')
    const data = await send(`/blocks/${key}/views/student_view_data`, 'ada')
    expect(data.status).toBe(200)
    const seen = await send(`/blocks/${key}/views/public_view`, 'ada')
    expect(await seen.text()).not.toContain(idOn(await (await send(unit, 'ada')).text()))
  })
})
