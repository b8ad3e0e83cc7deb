import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HostRequest, HostResponse } from '../../host/index.js'
import type { Role } from '../../host/admission.js'
import { HostProcess } from './host-process.js'
import { MadeSite } from './made-site.js'

const built = fileURLToPath(new URL('../../dist/host/index.js', import.meta.url))

const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const path = `/units/${encodeURIComponent(key('vertical', 'v1'))}`
const check = `/blocks/${encodeURIComponent(key('problem', 'p'))}/handlers/problem_check`

const courseOf = (text: string, start = '2020-01-01T00:00:00Z') => ({
  'course.xml': `<course org="O" course="C" url_name="R" start="${start}"><chapter url_name="ch"><sequential url_name="s">
    <vertical url_name="v1" display_name="One"><problem url_name="p" max_attempts="9"><stringresponse answer="x"><label>x?</label><textline/></stringresponse></problem><html url_name="h1"><![CDATA[<p>${text}</p>]]></html></vertical>
    </sequential></chapter></course>`,
})

function requestOf(learner: string, headers: Readonly<Record<string, string>> = {}): HostRequest {
  const all: Readonly<Record<string, string>> = { ...headers, 'x-learner': learner }
  return {
    method: 'GET',
    path,
    query: new URLSearchParams(),
    header: (name: string) => all[name],
    bytes: async () => new Uint8Array(),
    text: async () => '',
  }
}

const textOf = ({ body }: HostResponse) => Buffer.from(body).toString()

describe('pages that are kept', () => {
  let site: MadeSite
  const roles = new Map<string, Role>()

  beforeAll(async () => {
    const access = (_request: unknown, { id }: { readonly id: string }): Role => roles.get(id) ?? 'learner'
    site = await MadeSite.open({ access })
    await site.publish(courseOf('first edition'))
  }, 60_000)
  afterAll(() => site.close())

  const ask = (learner: string, headers = {}) => site.host.answer(requestOf(learner, headers))
  /** What is answered at once, to a learner who was here before. */
  const atOnce = async (learner: string): Promise<HostResponse> => {
    await ask(learner)
    // Once what the first view stores is stored.
    await site.get(path, learner)
    const answer = ask(learner)
    if (answer instanceof Promise) throw new Error(`The page of ${learner} was waited for.`)
    return answer
  }

  it('are sent as they are, without waiting for anything, from the second view on', async () => {
    const first = textOf(await ask('ada'))
    const again = await atOnce('ada')
    expect([again.status, textOf(again)]).toEqual([200, first])
    const unchanged = ask('ada', { 'if-none-match': again.headers['etag'] ?? '' })
    expect(unchanged).toMatchObject({ status: 304, body: '' })
  })

  it('are those of one learner as they are now, whoever was here before', async () => {
    for (const learner of ['ada', 'ben', 'cem'])
      expect(textOf(await atOnce(learner))).toContain('used 0 of 9')
    const input = /name="(input_[^"]+)"/.exec(textOf(await ask('ben')))?.[1] ?? 'none'
    for (const used of [1, 2, 3]) {
      await site.post(check, { [input]: `try ${used}` }, 'ben')
      expect(textOf(await ask('ben'))).toContain(`used ${used} of 9`)
      expect(textOf(await ask('ben'))).toContain(`used ${used} of 9`)
      for (const other of ['ada', 'cem']) expect(textOf(await ask(other))).toContain('used 0 of 9')
    }
  })

  it('are shown to nobody who is not let in any more, nor with what only staff see', async () => {
    await atOnce('dia')
    roles.set('dia', 'none')
    expect((await ask('dia')).status).toBe(404)
    roles.set('dia', 'staff')
    expect(textOf(await ask('dia'))).toContain('/staff/units/')
    roles.set('dia', 'learner')
    expect(textOf(await ask('dia'))).not.toContain('/staff/units/')
  })

  it('are of what is published now', async () => {
    await atOnce('eve')
    await site.publish(courseOf('second edition'))
    expect(textOf(await ask('eve'))).toContain('second edition')
    expect(textOf(await ask('ada'))).toContain('second edition')
    await site.publish(courseOf('third edition', '2030-01-01T00:00:00Z'))
    expect((await ask('eve')).status).toBe(403)
    site.now = Date.parse('2030-01-02T00:00:00Z')
    expect(textOf(await ask('eve'))).toContain('third edition')
  })

  it.skipIf(!existsSync(built))(
    'are all that a browser asks for again: every file that they name goes by what is in it',
    async () => {
      await using host = await HostProcess.start(join(site.folder, 'store'))
      for (const at of ['/', path, '/nothing']) {
        const page = (await host.get(at, '')).text
        const files = [...page.matchAll(/(?:src|href)="([^"]*\/client\/[^"]*)"/g)].map(
          ([, file = '']) => file,
        )
        expect(files.length).toBeGreaterThan(1)
        for (const file of files) {
          const { 'cache-control': caching } = (await host.get(file, '')).headers
          expect(caching, file).toBe('public, max-age=31536000, immutable')
        }
      }
    },
  )
})
