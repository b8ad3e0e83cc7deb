import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const context = 'course-v1:O+C+R'
const key = (type: string, id: string, run = 'R') => `block-v1:O+C+${run}+type@${type}+block@${id}`

describe.skipIf(!existsSync(main))('commands that change the blocks of a draft', () => {
  const folder = mkdtempSync(join(tmpdir(), 'block-commands-'))
  const store = join(folder, 'store')
  const text =
    '<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="q"><vertical url_name="v"><html url_name="h">x</html></vertical></sequential></chapter></course>\n'

  const run = (...words: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words, '--store', store], {
      encoding: 'utf8',
    })
    return {
      status,
      stderr,
      said: stdout.startsWith('{') ? (JSON.parse(stdout) as Record<string, unknown>) : {},
    }
  }

  beforeAll(() => {
    mkdirSync(join(folder, 'course'))
    writeFileSync(join(folder, 'course', 'course.xml'), text)
    expect(run('import', join(folder, 'course')).status).toBe(0)
  }, 60_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('say what was made, write the files that hold it, and refuse what is none or meant another draft', () => {
    const olx = join(folder, 'new.xml')
    writeFileSync(olx, '<html url_name="n">New</html>')
    const added = run('block', 'add', key('vertical', 'v'), olx, '--index', '0', '--json', '--author', 'ada')
    expect(added).toMatchObject({ status: 0, said: { context, changed: true, usages: [key('html', 'n')] } })
    expect(run('export', context, join(folder, 'out')).status).toBe(0)
    expect(readFileSync(join(folder, 'out', 'course.xml'), 'utf8')).toBe(
      text.replace('<html', '<html url_name="n">New</html><html'),
    )
    const steps = join(folder, 'steps.json')
    writeFileSync(
      steps,
      JSON.stringify([
        { do: 'rename', usage: key('html', 'n'), urlName: 'm' },
        { do: 'delete', usage: key('html', 'gone') },
      ]),
    )
    expect(run('block', 'steps', context, steps)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('block-not-found'),
    })
    expect(run('block', 'delete', key('html', 'n'), '--if-draft', 'another')).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('draft-changed'),
    })
    expect(run('block', 'move', key('html', 'n')).status).toBe(2)
    expect(run('block', 'rename', key('html', 'n'), 'm', '--json').said['usages']).toEqual([key('html', 'm')])
    const copied = run('copy-run', context, 'course-v1:O+C+Next', '--json')
    expect(copied).toMatchObject({ status: 0, said: { context: 'course-v1:O+C+Next' } })
    const made = run('new-course', 'course-v1:O+New+R', '--title', 'Nothing yet', '--json')
    expect(made).toMatchObject({ status: 0, said: { context: 'course-v1:O+New+R', title: 'Nothing yet' } })
  }, 180_000)
})
