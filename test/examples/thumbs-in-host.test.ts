import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'

const plugin = fileURLToPath(new URL('../../examples/thumbs', import.meta.url))
const course = `<course org="O" course="C" url_name="R"><chapter url_name="ch"><sequential url_name="s">
  <vertical url_name="unit" display_name="Sea"><html url_name="tides" display_name="Tides">The moon pulls.</html>
  </vertical></sequential></chapter></course>`
const unit = `/units/${encodeURIComponent('block-v1:O+C+R+type@vertical+block@unit')}`

describe.skipIf(!existsSync(join(plugin, 'dist/index.js')))('thumbs in a host', () => {
  let folder: string
  let host: Host
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'thumbs-'))
    mkdirSync(join(folder, 'course'))
    writeFileSync(join(folder, 'course/course.xml'), course)
    host = await openHost({
      store: join(folder, 'store'),
      plugins: [plugin],
      learner: (request) => ({ id: request.header('x-learner') ?? 'nobody' }),
      python: false,
      threads: 1,
    })
    expect(host.pluginDiagnostics).toEqual([])
    await host.authoring.import(join(folder, 'course'))
  }, 60_000)
  afterAll(async () => {
    await host.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const ask = (path: string, learner: string, body?: object) =>
    host.fetch(
      new Request(`http://host${path}`, {
        headers: { 'x-learner': learner, 'content-type': 'application/json' },
        ...(body && { method: 'POST', body: JSON.stringify(body) }),
      }),
    )
  const page = async (learner: string) => (await ask(unit, learner)).text()
  /** Where the client module of the thumbs beside the html block sends votes. */
  const votes = async () => {
    const at = /data-usage-key="aside-[^"]*type@html[^"]*"[^>]* data-handlers="([^"]+)"/.exec(
      await page('ada'),
    )
    return `${at?.[1] ?? ''}cast_vote`
  }
  const thumbsUp = /value="up" aria-pressed="(\w+)">\s*<span[^>]*>👍<\/span>\s*<span[^>]*>(\d+)</
  /** Whether the thumb up beside the html block is pressed, and its count. */
  const shown = async (learner: string) =>
    thumbsUp.exec((await page(learner)).replace(/^.*The moon pulls\./s, ''))?.slice(1)

  it('stand beside the unit and each block in it, with their client module', async () => {
    const text = await page('ada')
    for (const name of ['Sea', 'Tides']) expect(text.split(`aria-label="Rate: ${name}"`)).toHaveLength(2)
    const client = await ask('/client/thumbs.client.js', 'ada')
    expect(await client.text()).toContain('export const init')
  })

  it('lose none of fifty simultaneous votes, and show everybody the sum on the page', async () => {
    const address = await votes()
    expect(await shown('ada')).toEqual(['false', '0'])
    const learners = Array.from({ length: 50 }, (_, number) => `learner-${number}`)
    const answers = await Promise.all(learners.map((name) => ask(address, name, { vote: 'up' })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(await shown('ada')).toEqual(['false', '50'])
    expect(await shown('learner-7')).toEqual(['true', '50'])
    await ask(address, 'learner-7', { vote: null })
    expect(await shown('learner-7')).toEqual(['false', '49'])
  })

  it('refuse what is no vote', async () => {
    expect((await ask(await votes(), 'ada', { vote: 'sideways' })).status).toBe(400)
  })
})
