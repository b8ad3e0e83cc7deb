import fc from 'fast-check'
import { parse, stringify } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import {
  newToml,
  TomlDate,
  TomlText,
  tomlText,
  type TomlPath,
  type TomlValue,
} from '../../content/toml/index.js'

const document = `# A library.
[meta] # about the file
format_version = 1
created_at = 2025-10-05T18:23:45.180535Z

[learning_package]
title   =   'One' # the title
key = "lib:O:L"
description = """
Two
lines"""
tags = { level = "hard", 'odd key' = 1 }
site.name = "x"
list = [
    "a",  # first
    # about b
    'b',
]
line = [ "a", 'b' ]

# ### Versions

[[version]]
title = "New"
version_num = 2

[version.container]
children = []

[[version]]
title = "Old"
version_num = 1
`

function after(path: TomlPath, value: TomlValue | undefined, text = document): string {
  const toml = new TomlText(text, 'x.toml')
  return (value === undefined ? toml.remove(path) : toml.set(path, value)).text
}

/** The one place in which two texts differ: what stood there, and what stands there. */
function difference(one: string, other: string): [string, string] {
  let start = 0
  while (start < Math.min(one.length, other.length) && one[start] === other[start]) start++
  let end = 0
  while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end++
  return [one.slice(start, one.length - end), other.slice(start, other.length - end)]
}

describe('a TOML document', () => {
  it.each<[string, TomlPath, TomlValue | undefined, string, string]>([
    [
      'keeps quotes and remarks beside a text',
      ['learning_package', 'title'],
      'Two',
      "'One' # the",
      "'Two' # the",
    ],
    ['takes other quotes where a text needs them', ['learning_package', 'title'], "It's", "'One'", `"It's"`],
    [
      'writes texts of many lines in many lines',
      ['learning_package', 'description'],
      'A "b"\nc',
      'Two\nlines"""',
      'A \\"b\\"\nc"""',
    ],
    [
      'changes one value of an inline table',
      ['learning_package', 'tags', 'level'],
      'easy',
      '"hard"',
      '"easy"',
    ],
    ['adds to an inline table', ['learning_package', 'tags', 'new'], true, ' 1 }', ' 1, new = true }'],
    [
      'takes out of an inline table',
      ['learning_package', 'tags', 'level'],
      undefined,
      '{ level = "hard", ',
      '{ ',
    ],
    [
      'adds a key behind the last of its table',
      ['meta', 'by'],
      'me',
      '45.180535Z\n',
      '45.180535Z\nby = "me"\n',
    ],
    [
      'adds beside dotted keys',
      ['learning_package', 'site', 'url'],
      'y',
      'site.name = "x"\n',
      'site.name = "x"\nsite.url = "y"\n',
    ],
    ['takes a line away', ['learning_package', 'key'], undefined, 'key = "lib:O:L"\n', ''],
    [
      'adds a table at the end',
      ['library', 'kind'],
      'video',
      'version_num = 1\n',
      'version_num = 1\n\n[library]\nkind = "video"\n',
    ],
    [
      'adds a table to the right one of an array',
      ['version', 0, 'container', 'pins'],
      {},
      'children = []\n',
      'children = []\npins = {}\n',
    ],
    [
      'adds a table inside one of an array',
      ['version', 1, 'container', 'children'],
      ['x'],
      'version_num = 1\n',
      'version_num = 1\n\n[version.container]\nchildren = ["x"]\n',
    ],
    [
      'fills an empty list',
      ['version', 0, 'container', 'children'],
      ['x', 'y'],
      'children = []',
      'children = ["x", "y"]',
    ],
    [
      'adds to a list on many lines',
      ['learning_package', 'list'],
      ['a', 'b', 'c'],
      "'b',\n]",
      '\'b\',\n    "c",\n]',
    ],
    [
      'takes out of a list, with what is said of it',
      ['learning_package', 'list'],
      ['b'],
      '    "a",  # first\n',
      '',
    ],
    [
      'orders a list, remarks going along',
      ['learning_package', 'list'],
      ['b', 'a'],
      '\n    "a",  # first\n    # about b\n    \'b\',',
      '\n    # about b\n    \'b\',\n    "a",  # first',
    ],
    [
      'orders a list on one line',
      ['learning_package', 'line'],
      ['b', 'c', 'a'],
      `[ "a", 'b' ]`,
      `[ 'b', "c", "a" ]`,
    ],
    [
      'writes a date without quotes',
      ['meta', 'created_at'],
      new TomlDate('2026-01-02T03:04:05Z'),
      '2025-10-05T18:23:45.180535Z',
      '2026-01-02T03:04:05Z',
    ],
  ])('%s', (_, path, value, was, is) => {
    expect(document).toContain(was)
    expect(after(path, value)).toBe(document.replace(was, is))
  })

  it('keeps the line ends that it has', () => {
    const windows = document.replaceAll('\n', '\r\n')
    for (const [path, value] of [
      [['learning_package', 'description'], 'a'],
      [['library', 'kind'], 'video'],
      [
        ['learning_package', 'list'],
        ['a', 'z', 'b'],
      ],
    ] as const) {
      expect(after(path, value, windows)).toBe(after(path, value).replaceAll('\n', '\r\n'))
    }
    const changed = after(['learning_package', 'description'], 'a\nb', windows)
    expect(parse(changed)).toMatchObject({ learning_package: { description: 'a\nb' } })
    expect(changed.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  })

  it('is written whole, and reads as what it was made of', () => {
    const text = newToml({ a: { 'odd key': 'x\u0000\u007f"\\', n: 1.5 }, b: { c: { d: ['x', 'y'] } } })
    expect(parse(text)).toEqual({ a: { 'odd key': 'x\u0000\u007f"\\', n: 1.5 }, b: { c: { d: ['x', 'y'] } } })
  })

  it.each(['[a', 'a = 1\na = 2', 'a = "\ud800'])('is refused where it is none: %j', (text) => {
    expect(() => new TomlText(text, 'x.toml')).toThrowError(
      expect.objectContaining({ code: 'olx-malformed' }),
    )
  })

  const key = fc
    .oneof(fc.stringMatching(/^[a-z]{1,6}$/), fc.string({ minLength: 1, maxLength: 6, unit: 'grapheme' }))
    .filter((one) => one !== '__proto__')
  const leaf = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.integer(),
    fc.boolean(),
    fc.array(fc.string({ maxLength: 5 }), { maxLength: 6 }),
  )
  const tables = fc.dictionary(key, fc.dictionary(key, leaf, { minKeys: 1, maxKeys: 4 }), {
    minKeys: 1,
    maxKeys: 4,
  })

  it('says what is asked of it after any change, and changes one place', () => {
    fc.assert(
      fc.property(
        tables,
        key,
        key,
        fc.option(leaf),
        fc.boolean(),
        (content, name, inside, value, isThere) => {
          const text = stringify(content)
          const table = isThere ? (Object.keys(content)[0] ?? name) : name
          const member = isThere ? (Object.keys(content[table] ?? {})[0] ?? inside) : inside
          const changed = after([table, member], value ?? undefined, text)
          const expected = structuredClone(content) as Record<string, Record<string, unknown>>
          if (value === null) delete expected[table]?.[member]
          else (expected[table] ??= {})[member] = value
          expect(parse(changed)).toEqual(parse(stringify(expected)))
          const [was, is] = difference(text, changed)
          expect(was.split('\n').length).toBeLessThanOrEqual(3)
          expect(is.length).toBeLessThanOrEqual(
            tomlText(value ?? '').length * 2 + table.length * 4 + member.length * 4 + 20,
          )
        },
      ),
      { numRuns: 300 },
    )
  })
})
