import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'

const built = existsSync(new URL('../../examples/done/dist/index.js', import.meta.url))
const done = fileURLToPath(new URL('../../examples/done', import.meta.url))
const script = fileURLToPath(new URL('./poll-in-host.mjs', import.meta.url))

const course = `<course org="Test" course="Polls" url_name="2026" display_name="Polls">
  <chapter url_name="c"><sequential url_name="s"><vertical url_name="unit" display_name="All of them">
    <straw_poll url_name="drinks" question="Tea or coffee?" answers='[["T", {"label": "Tea"}], ["C", {"label": "Coffee"}]]'/>
    <word_wall url_name="sky" num_inputs="2"/>
    <tick_off url_name="read"/>
  </vertical></sequential></chapter>
</course>`

interface Answer {
  readonly status: number
  readonly type: string
  readonly text: string
}

describe.skipIf(!built)('the example plugins in a host', () => {
  let answers: Record<'before' | 'vote' | 'words' | 'done' | 'after' | 'other' | 'client', Answer> & {
    readonly diagnostics: readonly unknown[]
  }
  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), 'examples-'))
    try {
      mkdirSync(join(folder, 'course'))
      writeFileSync(join(folder, 'course/course.xml'), course)
      const dependencies = { 'unit-compositor-done': '^0.1.0' }
      writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'host', dependencies }))
      mkdirSync(join(folder, 'node_modules'))
      symlinkSync(done, join(folder, 'node_modules/unit-compositor-done'), 'junction')
      answers = JSON.parse(
        execFileSync(process.execPath, [script, folder], { encoding: 'utf8' }),
      ) as typeof answers
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }, 60_000)

  it('are found by folder or among its dependencies, imported and shown', () => {
    expect(answers.diagnostics).toEqual([])
    expect(answers.before.status).toBe(200)
    for (const text of ['Tea or coffee?', 'Word 2', 'Mark as complete'])
      expect(answers.before.text).toContain(text)
    expect(answers.before.text).not.toContain('could not be shown')
  })

  it('take what a learner sends, and show it to them', () => {
    expect([answers.vote, answers.words, answers.done].map(({ status }) => status)).toEqual([200, 200, 200])
    expect(answers.after.text).toMatch(/Tea\s+<output>1<\/output>/)
    expect(answers.after.text).toContain('rain')
    expect(answers.after.text).toContain('aria-pressed="true"')
  })

  it('tell nobody what others answered before they answered themselves', () => {
    expect(answers.other.text).not.toContain('<output>')
    expect(answers.other.text).not.toContain('rain')
    expect(answers.other.text).toContain('aria-pressed="false"')
  })

  it('bring their client modules', () => {
    expect(answers.client.type).toContain('javascript')
    expect(answers.client.text).toContain('export const init')
  })
})
