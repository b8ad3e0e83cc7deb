import { describe, expect, it } from 'vitest'
import { findRoot, MemorySource } from '../../content/source/index.js'
import { Findings } from '../../content/olx/findings.js'
import { readOlx } from '../../content/olx/read-olx.js'
import { courseOf, testTypes } from './made-olx.js'

/** Reads a course whose files are given as texts and bytes. */
async function read(texts: Readonly<Record<string, string | Buffer>>) {
  const findings = new Findings()
  const files = Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)] as const)
  const course = await readOlx(findRoot(new MemorySource('test', files)), {
    types: testTypes,
    findings,
    draft: false,
  })
  const content = (id: string) =>
    [...course.blocks.values()].find(({ key }) => key.endsWith(`@${id}`))?.content['data']
  return { course, findings: findings.list, content }
}

const latin1 = (text: string) => Buffer.from(text, 'latin1')
const utf16 = (text: string, order: 'le' | 'be', mark = true) => {
  const bytes = Buffer.from((mark ? '\uFEFF' : '') + text, 'utf16le')
  return order === 'le' ? bytes : bytes.swap16()
}

describe('the encoding of a file', () => {
  it.each<[string, Buffer | string, string]>([
    [
      'Latin-1 as declared',
      latin1('<?xml version="1.0" encoding="ISO-8859-1"?><quiz>caf\xe9</quiz>'),
      'café',
    ],
    ['single quotes', latin1("<?xml version='1.0' encoding='latin1' ?>\n<quiz>na\xefve</quiz>"), 'naïve'],
    [
      'Windows quotes',
      latin1('<?xml version="1.0" encoding="Windows-1252"?><quiz>\x93a\x94 \x80</quiz>'),
      '“a” €',
    ],
    ['Latin-9', latin1('<?xml version="1.0" encoding="ISO-8859-15"?><quiz>\xa4</quiz>'), '€'],
    ['Cyrillic', latin1('<?xml version="1.0" encoding="windows-1251"?><quiz>\xef\xf0\xe8</quiz>'), 'при'],
    [
      'UTF-16, little end first',
      utf16('<?xml version="1.0" encoding="UTF-16"?><quiz>é €</quiz>', 'le'),
      'é €',
    ],
    ['UTF-16, big end first', utf16('<quiz>é €</quiz>', 'be'), 'é €'],
    ['UTF-16 without a mark', utf16('<quiz>é</quiz>', 'le', false), 'é'],
    ['UTF-16 declared in plain bytes', '<?xml version="1.0" encoding="utf-16"?><quiz>é</quiz>', 'é'],
    ['UTF-8 with a mark', '\uFEFF<?xml version="1.0" encoding="utf-8"?><quiz>é €</quiz>', 'é €'],
    [
      'UTF-8 with a mark, whatever it declares',
      '\uFEFF<?xml version="1.0" encoding="iso-8859-1"?><quiz>é €</quiz>',
      'é €',
    ],
    ['UTF-8 that says it is ASCII', '<?xml version="1.0" encoding="us-ascii"?><quiz>é</quiz>', 'é'],
    [
      'Shift JIS',
      Buffer.concat([
        Buffer.from('<?xml version="1.0" encoding="Shift_JIS"?><quiz>'),
        Buffer.from('93fa', 'hex'),
        Buffer.from('</quiz>'),
      ]),
      '日',
    ],
  ])('is heeded: %s', async (_, file, text) => {
    const { content, findings } = await read(courseWith(file))
    expect(content('q')).toBe(text)
    expect(findings).toEqual([])
  })

  it.each<[string, Buffer, string, number, number]>([
    ['Latin-1 that names no encoding', latin1('<quiz>\n caf\xe9</quiz>'), 'café', 2, 5],
    [
      'Latin-1 that says UTF-8',
      latin1('<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\x93x\x94</quiz>'),
      '“x”',
      2,
      7,
    ],
    [
      'one bad byte in UTF-8',
      Buffer.concat([Buffer.from('<quiz>ünd €\n'), latin1('\xfc'), Buffer.from('€</quiz>')]),
      'ünd €\nü€',
      2,
      1,
    ],
    [
      'UTF-8 that says Latin-1',
      Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?>\n<quiz>fête €</quiz>'),
      'fête €',
      2,
      8,
    ],
    [
      'UTF-8 that says KOI8-R',
      Buffer.from('<?xml version="1.0" encoding="koi8-r"?><quiz>при</quiz>'),
      'при',
      1,
      46,
    ],
    [
      'an encoding nobody knows',
      latin1('<?xml version="1.0" encoding="x-nobody"?><quiz>\xe9</quiz>'),
      'é',
      1,
      48,
    ],
  ])('loses nothing and is a finding with its line: %s', async (_, file, text, line, column) => {
    const { content, findings } = await read(courseWith(file))
    expect(content('q')).toBe(text)
    expect(findings).toMatchObject([
      { level: 'warning', code: 'text-encoding', file: 'quiz/q.xml', line, column },
    ])
  })

  const courseWith = (file: Buffer | string) => ({ ...courseOf('<quiz url_name="q"/>'), 'quiz/q.xml': file })
})

describe('a file', () => {
  const composed = '\u00e9t\u00e9'
  const decomposed = 'e\u0301te\u0301'

  it.each([
    ['an archive of macOS', composed, decomposed],
    ['a text of macOS', decomposed, composed],
    ['percent escapes', encodeURIComponent(composed), decomposed],
    ['escapes of macOS', encodeURIComponent(decomposed), composed],
  ])('is found under every spelling of its name: %s', async (_, written, stored) => {
    const { course, findings } = await read({
      ...courseOf(`<quiz filename="${written}"/><note url_name="${written}"/>`),
      [`quiz/${stored}.xml`]: '<quiz>found</quiz>',
      [`note/${stored}.xml`]: '<note>found too</note>',
      [`static/${stored}.png`]: 'x',
    })
    expect(findings).toEqual([])
    const contents = [...course.blocks.values()].map(({ content }) => content['data'] ?? content['content'])
    expect(contents).toContain('found')
    expect(contents).toContain('found too')
    expect([...course.assets]).toEqual([[`${composed}.png`, `static/${stored}.png`]])
  })

  it('is the one with exactly its name where two spellings are there', async () => {
    const { course } = await read({
      ...courseOf(`<quiz filename="${decomposed}"/>`),
      [`quiz/${composed}.xml`]: '<quiz>composed</quiz>',
      [`quiz/${decomposed}.xml`]: '<quiz>decomposed</quiz>',
    })
    expect([...course.blocks.values()].map(({ content }) => content['data'])).toContain('decomposed')
  })
})
