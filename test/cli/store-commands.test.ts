import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { openStore } from '../../store/index.js'

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

describe.skipIf(!existsSync(main))('the commands on a whole store', () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-commands-'))
  const [made, copy] = [join(folder, 'made'), join(folder, 'copy')]
  const run = (...words: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], { encoding: 'utf8' })
    return { status, stdout, stderr, json: () => JSON.parse(stdout) as Record<string, unknown> }
  }

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('check, collect and copy it, and say what they did; without a terminal no line of progress', async () => {
    const course = join(folder, 'course')
    mkdirSync(join(course, 'static'), { recursive: true })
    writeFileSync(join(course, 'static', 'a.txt'), 'a file')
    writeFileSync(
      join(course, 'course.xml'),
      `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s">
<vertical url_name="v"><html url_name="h">Text</html></vertical></sequential></chapter></course>`,
    )
    expect(run('import', course, '--store', made).status).toBe(0)
    const store = await openStore(made)
    await store.blobs.put([{ name: `node:${'1'.repeat(64)}`, text: 'of an import that was cut off' }])
    const listed = await store.blobs.having([`node:${'1'.repeat(64)}`])
    expect(listed.size).toBe(1)
    await store.close()

    const checked = run('store', 'check', '--store', made, '--json')
    expect(checked).toMatchObject({ status: 1, stderr: '' })
    expect(checked.json()['damage']).toEqual([
      { what: `node:${'1'.repeat(64)}`, message: 'What it holds is not what its name says.' },
    ])
    expect(run('store', 'gc', '--store', made, '--json').json()).toMatchObject({ blobs: 0, files: 0 })
    // The grace of others is of hours: this one is of none, but what was put at this very moment.
    const planned = run('store', 'gc', '--store', made, '--grace', '0', '--dry-run', '--json').json()
    expect(planned).toMatchObject({ dryRun: true, files: 0, drafts: 0 })
    const collected = run('store', 'gc', '--store', made, '--grace', '0', '--json').json()
    expect(collected).toEqual({ ...planned, dryRun: false })
    expect(run('store', 'check', '--store', made)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('all is well') as string,
    })

    const copied = run('store', 'copy', made, copy, '--json')
    expect(copied).toMatchObject({ status: 0, stderr: '' })
    expect(copied.json()).toMatchObject({ from: made, to: copy, files: 2 })
    expect(run('contexts', '--store', copy).stdout).toBe(run('contexts', '--store', made).stdout)
  }, 60_000)

  it('refuse what is no store, what is occupied, and numbers that are none', () => {
    const none = join(folder, 'none')
    const refused = run('store', 'check', '--store', none)
    expect(refused).toMatchObject({ status: 1, stdout: '' })
    expect(refused.stderr).toContain(`store-address: '${none}' has no store.`)
    expect(existsSync(none)).toBe(false)
    expect(run('store', 'copy', made, copy).stderr).toContain('store-occupied')
    expect(run('store', 'gc', '--store', made, '--keep', 'all').status).toBe(2)
    const foreign = join(folder, 'course')
    const before = readdirSync(foreign)
    expect(run('contexts', '--store', foreign).stderr).toContain('store-foreign')
    expect(readdirSync(foreign)).toEqual(before)
  }, 60_000)
})
