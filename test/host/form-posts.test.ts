import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'

const folder = mkdtempSync(join(tmpdir(), 'forms-'))
const unit = `/learn/units/${encodeURIComponent('block-v1:O+C+R+type@vertical+block@v')}`
let host: Host

const course = `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v">
<problem url_name="p" max_attempts="2"><numericalresponse answer="4"><label>Two and two?</label><formulaequationinput/></numericalresponse>
<demandhint><hint>It is even.</hint></demandhint></problem>
<problem url_name="boxes"><choiceresponse><label>Even?</label><checkboxgroup><choice correct="true">2</choice>
<choice correct="true">4</choice><choice correct="false">5</choice></checkboxgroup></choiceresponse></problem></vertical></sequential></chapter></course>`

/** A browser that runs no scripts: it sends forms as they stand in a page, keeps cookies and goes where it is led. */
class PlainBrowser {
  #cookie = ''
  #html = ''

  constructor(private readonly learner: string) {}

  async get(path: string): Promise<string> {
    const answer = await this.#send(path)
    this.#html = await answer.text()
    return this.#html
  }

  /** Sends the form of a block, by the button with a label. */
  async press(block: string, label: string, fields: readonly (readonly [number, string])[]): Promise<string> {
    const form =
      [...this.#html.matchAll(/<form[\s\S]*?<\/form>/g)]
        .map(([text]) => text)
        .find((text) => text.includes(block)) ?? ''
    const [, own = ''] = new RegExp(`formaction="([^"]+)">${label}<`).exec(form) ?? []
    const [, usual = ''] = /action="([^"]+)"/.exec(form) ?? []
    const names = [...new Set([...form.matchAll(/name="(input_[^"]+)"/g)].map(([, name]) => name ?? ''))]
    const body = new URLSearchParams(fields.map(([at, value]): [string, string] => [names[at] ?? '', value]))
    const answer = await this.#send(own || usual, { method: 'POST', body })
    expect(answer.status).toBe(303)
    return this.get(answer.headers.get('location')?.replace(/#.*/, '') ?? '')
  }

  async #send(path: string, init: RequestInit = {}): Promise<Response> {
    const answer = await host.fetch(
      new Request(`http://localhost${path}`, {
        ...init,
        headers: { 'x-learner': this.learner, accept: 'text/html,*/*;q=0.8', cookie: this.#cookie },
      }),
    )
    const set = answer.headers.get('set-cookie')
    if (set !== null) this.#cookie = set.includes('Max-Age=0') ? '' : (set.split(';')[0] ?? '')
    return answer
  }
}

const notice = (html: string) => /id="notice"[^>]*>([^<]*)</.exec(html)?.[1]

beforeAll(async () => {
  host = await openHost({
    store: join(folder, 'store'),
    base: '/learn',
    learner: (request) => ({ id: request.header('x-learner') ?? '' }),
    python: false,
    threads: 1,
  })
  mkdirSync(join(folder, 'course'))
  writeFileSync(join(folder, 'course/course.xml'), course)
  await host.authoring.import(join(folder, 'course'))
}, 60_000)

afterAll(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a problem in a browser that runs no scripts', () => {
  it('is submitted, and the page shows the answer, its grade and what happened, once', async () => {
    const browser = new PlainBrowser('ada')
    await browser.get(unit)
    const page = await browser.press('Two and two?', 'Submit', [[0, '4']])
    expect(notice(page)).toBe('Correct (1 of 1).')
    expect(page).toMatch(/value="4"/)
    expect(page).toMatch(/class="status correct"/)
    expect(page).toContain('1 of 2 attempts')
    expect(notice(await browser.get(unit))).toBeUndefined()
  })

  it('keeps an answer that cannot be read, and says why', async () => {
    const browser = new PlainBrowser('bea')
    await browser.get(unit)
    const page = await browser.press('Two and two?', 'Submit', [[0, 'about four']])
    expect(notice(page)).toContain('about')
    expect(page).toContain('value="about four"')
    expect(page).toContain('0 of 2 attempts')
  })

  it('says why an answer is refused', async () => {
    const browser = new PlainBrowser('cem')
    const open = await browser.get(unit)
    for (const answer of ['5', '6']) await browser.press('Two and two?', 'Submit', [[0, answer]])
    const name = /name="(input_[^"]+)"/.exec(open)?.[1] ?? ''
    const path = /action="([^"]+problem_check)"/.exec(open)?.[1] ?? ''
    const late = await host.fetch(
      new Request(`http://localhost${path}`, {
        method: 'POST',
        body: new URLSearchParams({ [name]: '4' }),
        headers: { 'x-learner': 'cem', accept: 'text/html' },
      }),
    )
    expect([late.status, late.headers.get('location')]).toEqual([303, `${unit}#notice`])
    expect(late.headers.get('set-cookie')).toMatch(/; Path=\/learn\/units; HttpOnly; SameSite=Lax/)
  })

  it('takes several boxes', async () => {
    const browser = new PlainBrowser('dov')
    await browser.get(unit)
    const page = await browser.press('Even?', 'Submit', [
      [0, 'choice_0'],
      [0, 'choice_1'],
    ])
    expect(notice(page)).toBe('Correct (1 of 1).')
    expect(page.match(/ checked/g)).toHaveLength(2)
  })

  it('saves and gives hints by buttons of their own', async () => {
    const browser = new PlainBrowser('eva')
    await browser.get(unit)
    const saved = await browser.press('Two and two?', 'Save', [[0, '3']])
    expect(saved).toContain('value="3"')
    expect(saved).toContain('0 of 2 attempts')
    const hinted = await browser.press('Two and two?', 'Hint', [[0, '3']])
    expect(hinted).toContain('It is even.')
    expect(hinted).toContain('value="3"')
  })

  it('leads programs and pages of other sites nowhere', async () => {
    const page = await new PlainBrowser('fay').get(unit)
    const path = /action="([^"]+problem_check)"/.exec(page)?.[1] ?? ''
    const post = (headers: Record<string, string>) =>
      host.fetch(
        new Request(`http://localhost${path}`, {
          method: 'POST',
          body: new URLSearchParams({ a: 'b' }),
          headers: { 'x-learner': 'fay', ...headers },
        }),
      )
    expect((await post({ accept: 'application/json' })).status).toBe(400)
    expect((await post({ accept: 'text/html', 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  })

  it('tells no notice that was meant for another unit, or that is none', async () => {
    for (const value of ['', 'x', Buffer.from('["u","<b>"]').toString('base64url')]) {
      const answer = await host.fetch(
        new Request(`http://localhost${unit}`, {
          headers: { 'x-learner': 'gus', cookie: `unit_compositor_notice=${value}` },
        }),
      )
      expect(notice(await answer.text())).toBeUndefined()
    }
  })
})
