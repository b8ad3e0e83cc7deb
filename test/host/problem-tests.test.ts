import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'
import { publishedBy } from '../../host/jobs/publish-job.js'

const library = 'lib:O:T'
const number = (answer: string) => `<numericalresponse answer="${answer}"><textline/></numericalresponse>`
const custom = `<script type="loncapa/python">import random
a = random.randint(1, 9)
def check(expect, given):
    return given == str(a) and a != 5</script><customresponse cfn="check" expect="$a"><textline/></customresponse>`

let folder: string
let host: Host

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'problem-tests-'))
  host = await openHost({ store: join(folder, 'store'), learner: () => ({ id: 'ann' }), threads: 0 })
  const files: Record<string, string> = {
    'package.toml': `[learning_package]\nkey = "${library}"\ntitle = "T"\n`,
  }
  for (const [id, inside] of Object.entries({ right: number('2'), wrong: number('two'), drawn: custom })) {
    const path = `entities/xblock.v1/problem/${id}`
    files[`${path}.toml`] =
      `[entity]\nkey = "xblock.v1:problem:${id}"\n[entity.draft]\nversion_num = 1\n[entity.published]\nversion_num = 1\n[[version]]\ntitle = ""\nversion_num = 1\n`
    files[`${path}/component_versions/v1/block.xml`] = `<problem display_name="${id}">${inside}</problem>`
  }
  files['entities/xblock.v1/problem/right/tests.json'] = JSON.stringify(
    {
      cases: [
        { answers: { '2_1': '2' }, verdict: 'correct' },
        { name: 'three', answers: { '2_1': '3' }, points: 1 },
      ],
    },
    null,
    1,
  )
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, 'library', dirname(path)), { recursive: true })
    writeFileSync(join(folder, 'library', path), text)
  }
  await host.authoring.import(join(folder, 'library'))
}, 60_000)

afterAll(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

it('problems of a library are graded by their own answers and cases, contained Python included; what fails is told with its place', async () => {
  const report = await host.problemTests.test(library, { version: 'published', seeds: 40 })
  expect(report).toMatchObject({ context: library, problems: 3, cases: 2, untested: [] })
  const found = report.findings.map(({ code, level, usage, file, line, message }) => [
    code,
    level,
    usage?.replace(/.*:/, ''),
    file?.replace('entities/xblock.v1/problem/', ''),
    line,
    message.includes('seeds:'),
  ])
  expect(found).toEqual([
    ['problem-answer', 'error', 'drawn', 'drawn/component_versions/v1/block.xml', 1, true],
    ['problem-case', 'error', 'right', 'right/tests.json', 11, true],
    ['problem-answer', 'error', 'wrong', 'wrong/component_versions/v1/block.xml', 1, true],
  ])
  expect(report.findings[0]?.message).toContain("'5'")
})

it('publishing a library tries what changed and tells of it, and the version is published', async () => {
  const types = {
    do: 'edit',
    edit: {
      usage: 'lb:O:T:problem:right',
      content: {
        data: `<problem><optionresponse><optioninput options="('a','b')" correct="c"/></optionresponse></problem>`,
      },
      settings: {},
      reset: [],
    },
  } as const
  const { version } = await host.drafts.operate(library, [types])
  const job = await host.jobs.ended((await host.authoring.startPublish(library, { name: 'Second' })).id)
  const { findings } = publishedBy(job)
  expect(findings.filter(({ code }) => code.startsWith('problem-')).map(({ usage }) => usage)).toEqual([
    'lb:O:T:problem:right',
    'lb:O:T:problem:right',
    'lb:O:T:problem:right',
  ])
  expect((await host.published(library)).publication.version).toBe(version)
})

it('tests end when their time is up, and say what was left; their files are no learner’s', async () => {
  const report = await host.problemTests.test(library, { budget: 0 })
  expect(report).toMatchObject({ problems: 0, findings: [{ code: 'problem-untried', count: 3 }] })
  await expect(host.problemTests.test(library, { usages: ['lb:O:T:problem:none'] })).rejects.toMatchObject({
    code: 'block-not-found',
  })
  for (const name of ['tests.json', 'lb:O:T:problem:right/tests.json']) {
    const answer = await host.fetch(
      new Request(`http://localhost/assets/${encodeURIComponent(library)}/${name}`),
    )
    expect(answer.status).toBe(404)
  }
})
