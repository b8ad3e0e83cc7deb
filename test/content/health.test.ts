import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import shippedBlocks from '../../blocks/index.js'
import { importPath, publish, type ImportOptions } from '../../content/index.js'
import { memoryStore as openMemory } from '../../store/index.js'
import { BlockTypeRegistry } from '../../plugins/index.js'
import { findingSummary } from '../../cli/finding-summary.js'
import type { Finding } from '../../runtime/index.js'
import { courseOf, memoryStore } from './made-olx.js'

const types = new BlockTypeRegistry()
types.register(shippedBlocks)
const usage = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`

const sources = `source_libraries='["lib:O:L:abc"]' library_blocks='["lb:O:L:problem:p"]'`

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'health-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let count = 0
function write(texts: Readonly<Record<string, string>>): string {
  const root = join(folder, String(++count))
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

async function take(texts: Readonly<Record<string, string>>, more: Partial<ImportOptions> = {}) {
  const { store } = memoryStore()
  const outcome = await importPath(write(texts), { types, store, ...more })
  return { ...outcome, store }
}

/** What was found, without the words. */
const told = (findings: readonly Finding[]) =>
  findings.map(({ code, level, file, line, column }) => [level, code, `${file}:${line}:${column}`].join(' '))

describe('a link into the course that leads nowhere', () => {
  it.each<[string, string, string]>([
    ['an image', '<p>\n  <img src="/static/gone.png"/></p>', 'static-file-missing html/h.html:2:13'],
    ['single quotes', "<a href='/static/gone.pdf'>x</a>", 'static-file-missing html/h.html:1:10'],
    ['no quotes', '<a href=/static/gone.pdf>x</a>', 'static-file-missing html/h.html:1:9'],
    ['a style', '<p style="background: url(/static/gone.png)">x</p>', 'static-file-missing html/h.html:1:27'],
    [
      'one of a set',
      '<img srcset="/static/here.png 1x, /static/gone.png 2x">',
      'static-file-missing html/h.html:1:35',
    ],
    ['with escapes', '<a href="/static/a&amp;b.pdf?x=1#p">x</a>', 'static-file-missing html/h.html:1:10'],
    [
      'the long form',
      '<img src="/asset-v1:O+C+R+type@asset+block@gone.png">',
      'static-file-missing html/h.html:1:11',
    ],
    ['a jump by id', '<a href="/jump_to_id/nowhere">x</a>', 'link-broken html/h.html:1:10'],
    [
      'a jump by key',
      `<a href="/jump_to/${usage('vertical', 'none')}">x</a>`,
      'link-broken html/h.html:1:10',
    ],
    [
      'a jump with its course',
      '<a href="/courses/course-v1:O+C+R/jump_to_id/none#x">x</a>',
      'link-broken html/h.html:1:10',
    ],
  ])('is an error with its place in the file: %s', async (_, html, place) => {
    const { findings } = await take({
      ...courseOf('<html url_name="h"/>'),
      'html/h.xml': '<html filename="h"/>',
      'html/h.html': html,
      'static/here.png': 'x',
    })
    expect(told(findings)).toEqual([`error ${place}`])
    expect(findings[0]?.usage).toBe(usage('html', 'h'))
  })

  it('is found in problems, too, each once a block', async () => {
    const { findings } = await take({
      ...courseOf('<problem url_name="p"/>'),
      'problem/p.xml':
        '<problem>\n<p><img src="/static/a.png"/><img src="/static/a.png"/></p>\n<stringresponse answer="x"><textline/></stringresponse></problem>',
    })
    expect(told(findings)).toEqual(['error static-file-missing problem/p.xml:2:14'])
  })

  it('is none where there is something, in whatever spelling, or where a script or another course is meant', async () => {
    const { findings } = await take({
      ...courseOf('<html url_name="h"/>'),
      'html/h.xml': '<html filename="h"/>',
      'html/h.html': `<img src="/static/my%20pic.png"><img src="/static/my pic.png"><a href="/static/my_pic.png?x">x</a>
        <a href="/jump_to_id/v">x</a><a href="/jump_to_id/s#top">x</a><a href="/jump_to/${usage('vertical', 'v')}">x</a>
        <a href="/jump_to/block-v1:A+B+C+type@html+block@x">x</a><a href="/courses/course-v1:A+B+C/jump_to_id/x">x</a>
        <a href="https://example.org/static/gone.png">x</a><script>f("/static/" + n + '/static/img_' + n)</script>
        <img src="/static/my%2520pic.png"><img src="/static/it's.png"><img src="/static/e_te_.png">
        <img srcset="/static/a,b.png 1x,/static/my%20pic.png 2x">`,
      'static/my pic.png': 'x',
      "static/it's.png": 'x',
      'static/e\u0301te\u0301.png': 'x',
      'static/a,b.png': 'x',
    })
    expect(told(findings)).toEqual([])
  })
})

describe('an import', () => {
  it('says of each type that nobody shows how many blocks there are, most first', async () => {
    const { findings } = await take(courseOf('<oddity/><rarity url_name="r"/><oddity/><oddity/>'))
    expect(findings.map(({ code, level, count: many, line }) => [code, level, many, line])).toEqual([
      ['block-type-unknown', 'error', 3, 1],
      ['block-type-unknown', 'error', 1, 1],
    ])
    expect(findings[0]?.message).toContain("3 blocks of the type 'oddity'")
  })

  it('says where a reference stands that leads nowhere, when it is imported and when it is published', async () => {
    const { references, store, context } = await take({
      ...courseOf('<library_content_v2 url_name="l"/>'),
      'library_content_v2/l.xml': `<!-- one -->\n<library_content_v2 ${sources}/>`,
    })
    const place = 'error library-version-missing library_content_v2/l.xml:2:1'
    expect(told(references)).toEqual([place])
    expect(told((await publish(context, { ...openMemory(), store, types })).findings)).toEqual([place])
  })

  it.each([
    [
      'a value that is none',
      '{\n  "problem/p": {\n    "max_attempts": "x"}}',
      'warning olx-attribute policies/R/policy.json:3:5',
    ],
    ['no object', '{"a": {},\n "problem/p": 3}', 'warning olx-policy policies/R/policy.json:2:2'],
    ['no JSON', '{"problem/p":\n  {"x": 1,}}', 'error olx-policy policies/R/policy.json:2:11'],
    ['an end too early', '{"problem/p": {"x": [1, 2', 'error olx-policy policies/R/policy.json:1:26'],
    ['a list', '[1]', 'error olx-policy policies/R/policy.json:1:1'],
  ])('says where a policy is wrong: %s', async (_, policy, place) => {
    const { findings } = await take({
      ...courseOf('<problem url_name="p" display_name="P"><p>x</p></problem>'),
      'policies/R/policy.json': policy,
    })
    expect(told(findings)).toEqual([place])
  })

  it.each([
    [
      'a weight below 0',
      '{"GRADER": [\n  {"type": "A", "weight": 1},\n  {"type": "B",\n   "weight": -1}],\n "GRADE_CUTOFFS": {"P": 0.5}}',
      ['error olx-policy policies/R/grading_policy.json:4:4'],
    ],
    ['no cut-offs', '{\n "GRADER": []}', ['error olx-policy policies/R/grading_policy.json:1:1']],
    [
      'an entry that is none',
      '{"GRADER": [\n {"type": 3}, 5], "GRADE_CUTOFFS": {"P": 0.5}}',
      [
        'error olx-policy policies/R/grading_policy.json:2:3',
        'error olx-policy policies/R/grading_policy.json:1:2',
      ],
    ],
    [
      'a type that stands twice, more dropped than there are, weights above 1, and nobody who passes',
      '{"GRADER": [{"type": "A", "weight": 0.7},\n {"type": "A", "weight": 0.7, "min_count": 2, "drop_count": 2}],\n"GRADE_CUTOFFS": {"P": 0}}',
      [
        'warning olx-policy policies/R/grading_policy.json:2:3',
        'warning olx-policy policies/R/grading_policy.json:2:47',
        'note olx-policy policies/R/grading_policy.json:1:2',
        'warning olx-policy policies/R/grading_policy.json:3:1',
      ],
    ],
    ['nothing', '{"GRADER": [{"type": "A", "weight": 1}], "GRADE_CUTOFFS": {"P": 0.5}}', []],
  ])('says where a grading policy is wrong: %s', async (_, policy, places) => {
    const { findings } = await take({
      ...courseOf('<problem url_name="p" display_name="P"><p>x</p></problem>'),
      'policies/R/grading_policy.json': policy,
    })
    expect(told(findings)).toEqual(places)
  })

  it('says where the TOML of a library is wrong', async () => {
    const entity = (key: string, more = '') =>
      `[entity]\nkey = "${key}"\n${more}[entity.published]\nversion_num = 2\n`
    const { findings } = await take({
      'package.toml': '[learning_package]\nkey = "lib:O:L"\n',
      'entities/a.toml': `${entity('unit1', '[entity.container.unit]\n')}[[version]]\nversion_num = 1\n[version.container]\nchildren = ["gone"]\n[[version]]\nversion_num = 2\n[version.container]\nchildren = [\n  "gone"\n]\n`,
      'entities/b.toml': entity('strange'),
      'entities/c.toml': 'x = = 3',
      'entities/xblock.v1/problem/d.toml': `${entity('xblock.v1:problem:d')}[[version]]\nversion_num = 2\n`,
    })
    expect(told(findings).sort()).toEqual([
      'error olx-file-missing entities/xblock.v1/problem/d.toml:2:7',
      'error olx-malformed entities/c.toml:1:5',
      'warning olx-attribute entities/b.toml:2:7',
      'warning olx-file-missing entities/a.toml:14:3',
    ])
  })

  it.each([
    ['a block nobody shows', courseOf('<oddity/>'), false],
    ['a reference', courseOf(`<library_content_v2 url_name="l" ${sources}/>`), false],
    ['a warning', courseOf('<problem max_attempts="x"><p>x</p></problem>'), true],
  ])('that is strict stores nothing over an error: %s', async (_, texts, stored) => {
    const { store, ...outcome } = await take(texts, { strict: true })
    expect(outcome).toMatchObject({ stored, changed: stored })
    expect(await store.contexts()).toEqual(stored ? [outcome.context] : [])
    expect(outcome.findings.length + outcome.references.length).toBe(1)
  })
})

describe('the summary of findings', () => {
  const finding = (level: Finding['level'], code: Finding['code'], more: Partial<Finding> = {}): Finding => ({
    level,
    code,
    message: `A ${code}.`,
    ...more,
  })

  it('groups them, worst first, and lists few of many', () => {
    const many = Array.from({ length: 9 }, (_, line) =>
      finding('warning', 'olx-attribute', { file: 'a.xml', line: line + 1, column: 2 }),
    )
    const lines = findingSummary([
      finding('note', 'olx-policy'),
      ...many,
      finding('error', 'olx-cycle'),
      finding('error', 'block-type-unknown', { count: 7 }),
    ])
    expect(lines[0]).toBe('8 errors, 9 warnings, 1 note')
    expect(lines.filter((line) => /^\S/.test(line)).map((line) => line.split(':')[0])).toEqual([
      '8 errors, 9 warnings, 1 note',
      'error block-type-unknown (7)',
      'error olx-cycle (1)',
      'warning olx-attribute (9)',
      'note olx-policy (1)',
    ])
    expect(lines).toContain('  a.xml:5:2: A olx-attribute.')
    expect(lines).not.toContain('  a.xml:6:2: A olx-attribute.')
    expect(lines).toContain('  and 4 more; --json lists all')
    expect(findingSummary([])).toEqual([])
  })
})
