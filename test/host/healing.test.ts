import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import type { ImportSettings } from '../../host/authoring-work.js'
import { component, libraryTexts, writeTexts } from '../content/travelling-courses.js'
import { MadeSite } from './made-site.js'

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const [library, course] = ['lib:O:L', 'course-v1:O+C+R']
const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const text = (id: string) => `<html display_name="${id}"><p>Text of ${id}.</p></html>`
const files = libraryTexts('L', ...['a', 'b', 'c', 'd'].map((id) => component('html', id, text(id))))

/** What the version is called that an import of the library makes, worked out at another site. */
async function versionOf(settings: ImportSettings): Promise<string> {
  const site = await MadeSite.open({ threads: 0 })
  sites.push(site)
  return (await site.host.authoring.import(writeTexts(join(site.folder, 'library'), files), settings)).version
}

/** A course whose references pin a version or follow the latest, of one block, of several, and of all; and a copy that is linked. */
async function courseTexts(settings: ImportSettings): Promise<Record<string, string>> {
  const pinned = `source_libraries='["${library}:${await versionOf(settings)}"]'`
  const following = `source_libraries='["${library}:latest"]'`
  const pool = (id: string) => `'["lb:O:L:html:${id}"]'`
  return {
    'course.xml': `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s"><vertical url_name="u">
      <html url_name="own"><p>Of the course.</p></html>
      <library_content_v2 url_name="pinned" ${pinned} library_blocks=${pool('a')}/>
      <library_content_v2 url_name="following" ${following} library_blocks=${pool('b')}/>
      <randomized url_name="drawn" count="1" ${pinned} pool=${pool('c')}/>
      <randomized url_name="whole" ${following}/>
      <html url_name="copy" display_name="a" upstream_block="lb:O:L:html:a" upstream_block_version="1"><p>Copied.</p></html>
    </vertical></sequential></chapter></course>`,
  }
}

const sites: MadeSite[] = []
afterAll(() => Promise.all(sites.map((site) => site.close())))

async function settled(site: MadeSite, id: string): Promise<void> {
  await expect.poll(async () => (await site.host.jobs.jobs.find(id))?.state, { timeout: 20_000 }).toBe('done')
}

/** How a library comes to a site that has a course waiting for it. */
const ways: Readonly<Record<string, (site: MadeSite, folder: string) => Promise<unknown>>> = {
  'is imported': ({ host }, folder) => host.authoring.import(folder),
  'is imported as a draft, and published': async ({ host }, folder) => {
    await host.authoring.import(folder, { draft: true })
    await host.authoring.publish(library, undefined, undefined, { name: 'First' })
  },
  'is imported and published by jobs': async (site, folder) => {
    const { authoring } = site.host
    await settled(site, (await authoring.startImport(folder, { draft: true })).id)
    await settled(site, (await authoring.startPublish(library, { name: 'First' })).id)
  },
  'is imported from the command line': async (site, folder) => {
    const words = ['import', folder, '--store', join(site.folder, 'store')]
    const { status, stderr } = spawnSync(process.execPath, [main, ...words], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([0, ''])
  },
}

it.each(Object.entries(ways).filter(([way]) => !way.includes('command line') || existsSync(main)))(
  'references and links without their library are hidden and told of, and heal when it %s',
  async (way, arrives) => {
    const site = await MadeSite.open({ author: () => true, threads: 0 })
    sites.push(site)
    const { findings } = await site.publish(await courseTexts({ draft: way.includes('publish') }))
    const lost = new Set(findings.filter(({ level }) => level === 'error').map(({ usage }) => usage))
    const references = ['pinned', 'following'].map((id) => key('library_content_v2', id))
    const banks = ['drawn', 'whole'].map((id) => key('randomized', id))
    expect(lost).toEqual(new Set([...references, ...banks]))
    const unit = `/units/${encodeURIComponent(key('vertical', 'u'))}`
    const page = async (learner: string) => (await site.get(unit, learner)).text()
    expect(await page('ada')).toContain('Of the course.')
    expect(await page('ada')).toContain('Copied.')
    expect(await page('ada')).not.toMatch(/Text of|lib:O:L|library/i)
    for (const told of ['lb:O:L:html:a', 'lb:O:L:html:b', 'lb:O:L:html:c'])
      expect(await page('staff')).toContain(told)
    const { upstreams } = site.host
    expect((await upstreams.report(course)).broken).toEqual([key('html', 'copy')])
    const before = await site.host.drafts.head(course)

    await arrives(site, writeTexts(join(site.folder, 'library'), files))
    const shown = async () => [...new Set((await page('ada')).match(/Text of \w/g))].sort()
    await expect.poll(shown, { timeout: 5000 }).toEqual(['Text of a', 'Text of b', 'Text of c', 'Text of d'])
    expect((await upstreams.report(course)).broken).toEqual([])
    expect(await page('staff')).not.toMatch(/is not there|missing/i)
    // The draft is what it was: nobody's edit is in it.
    expect((await site.host.drafts.head(course)).draft).toBe(before.draft)
  },
  60_000,
)
