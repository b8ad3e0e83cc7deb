import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { referenceCommands } from '../../cli/commands/reference-commands.js'
import { staffCommands } from '../../cli/commands/staff-commands.js'
import { openHost } from '../../host/index.js'
import { libraryFiles } from '../host/references/reference-site.js'

const library = 'lib:O:L'
const lb = (id: string) => `${library.replace('lib', 'lb')}:problem:${id}`
const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const unit = key('vertical', 'v')
const [ordered, drawn] = [key('library_content_v2', 'r'), key('randomized', 'r')]

const folder = mkdtempSync(join(tmpdir(), 'reference-commands-'))
const store = join(folder, 'store')

/** Runs a command as `unit-compositor` does, on the one store. @returns what it prints */
async function run(...words: readonly string[]): Promise<string> {
  const program = new Command('unit-compositor').exitOverride()
  referenceCommands(program)
  staffCommands(program)
  const printed: string[] = []
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
  try {
    await program.parseAsync([...words, '--store', store], { from: 'user' })
  } finally {
    write.mockRestore()
  }
  return printed.join('')
}

beforeAll(async () => {
  const host = await openHost({ store, python: false, jobs: false })
  const imported = async (name: string, files: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name, path)), { recursive: true })
      writeFileSync(join(folder, name, path), text)
    }
    await host.authoring.import(join(folder, name), { publish: true })
  }
  await imported('library', libraryFiles)
  await imported('course', {
    'course.xml': `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v">
      <library_content_v2 url_name="r"/>
      <randomized url_name="bank" source_libraries='["${library}"]' pool='["${lb('p1')}", "${lb('p2')}", "${lb('p3')}"]' max_count="2"/>
    </vertical></sequential></chapter></course>`,
  })
  await host.close()
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('commands on references', () => {
  it.each<[what: string, words: readonly string[], prints: RegExp]>([
    ['say what is missing', ['show', ordered], /\nwarning: No library is chosen\. Choose the library/s],
    ['list versions', ['versions', library], /^\d+\t[0-9a-f]{64}\t.*\tlatest\n$/],
    [
      'name a library and blocks',
      ['set', ordered, '--library', library, '--blocks', lb('p2'), lb('p1')],
      /^block-v1.*\+block@r\ndraft [0-9a-f]{64}\n$/,
    ],
    ['change nothing that is so already', ['set', ordered, '--blocks', lb('p2'), lb('p1')], /as it was/],
    [
      'show what it brings',
      ['show', ordered],
      /version [0-9a-f]{64}\nall of 2 blocks, in order\n.*:p2\tPears\n.*:p1\tApples\n$/s,
    ],
    ['order its blocks', ['order', ordered, lb('p1'), lb('p2')], /draft/],
    ['set overrides', ['overrides', ordered, '--set', 'max_attempts=3'], /^draft \d+, version/],
    ['show overrides', ['overrides', ordered], /^all blocks\tmax_attempts\t3\n$/],
    ['draw instead', ['set', ordered, '--random', '--count', '1'], /^block-v1.*type@randomized\+block@r\n/],
    ['show a bank', ['show', drawn], /\n1 of 2 blocks, drawn\n.*:p1\tApples\n.*:p2\tPears\n$/s],
    ['take a subset', ['set', drawn, '--collection', 'week', '--count', '-1'], /draft/],
    ['show the subset', ['show', drawn], /\nall of 2 blocks, drawn\n.*:p4\tCherries/s],
    ['match it', ['matching', drawn], /^2 found\n$/],
    [
      'make another',
      ['add', unit, '--library', library, '--type', 'html'],
      /type@library_content_v2\+block@/,
    ],
    ['have no update', ['updates', 'course-v1:O+C+R'], /^(?!block-v1).*\n$/],
  ])('%s', async (_what, words, prints) => {
    expect(await run('reference', ...words)).toMatch(prints)
  })

  it.each<[what: string, words: readonly string[], refusal: object]>([
    ['drawn and in order at once', ['set', drawn, '--random', '--ordered'], { code: 'field-value' }],
    ['a block that is not there', ['set', drawn, '--blocks', lb('none')], { code: 'library-block-missing' }],
    ['a version of none', ['set', drawn, '--version', 'Never'], { code: 'version-unknown' }],
    ['a bad override', ['overrides', drawn, '--set', 'colour=red'], { code: 'field-value' }],
    ['a block that refers to nothing', ['show', unit], { code: 'draft-fixed' }],
    ['no number', ['set', drawn, '--count', 'many'], { exitCode: 1, code: 'commander.invalidArgument' }],
    ['a bank to no author', ['set', drawn, '--as', 'mallory'], { code: 'author-only' }],
  ])('refuse %s', async (_what, words, refusal) => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    await expect(run('reference', ...words)).rejects.toMatchObject(refusal)
    vi.restoreAllMocks()
  })

  it('explain what a bank shows a learner, as text and as JSON', async () => {
    const bank = key('randomized', 'bank')
    const text = await run('explain', bank, '--learner', 'lea')
    expect(text.split('\n')[0]).toMatch(/^block-v1.*block@bank {2}2 of 3, not stored yet, seed lea\|block-v1/)
    const { draws } = JSON.parse(await run('explain', unit, '--learner', 'lea', '--json')) as {
      draws: { usage: string; selected: { component: string }[] }[]
    }
    const shown = draws.find(({ usage }) => usage === bank)?.selected.map(({ component }) => component) ?? []
    expect(shown).toHaveLength(2)
    for (const component of shown) expect(text).toContain(component)
  })
})
