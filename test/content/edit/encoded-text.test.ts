import { expect, it } from 'vitest'
import fc from 'fast-check'
import { EncodedText } from '../../../content/source/index.js'
import { parseXml } from '../../../runtime/olx/index.js'

/** Bytes of `before`, `inside` and `after` in an encoding, by a table that is not the code's own. */
const encoders: readonly (readonly [
  name: string,
  declaration: string,
  encode: (text: string) => Buffer,
  letters: string,
  has: (one: string) => boolean,
])[] = [
  ['UTF-8', '', (text) => Buffer.from(text), 'aé漢😀', () => true],
  ['UTF-8 with a mark', '', (text) => Buffer.from(`\ufeff${text}`), 'aé漢😀', () => true],
  ['UTF-16LE', '', (text) => Buffer.from(`\ufeff${text}`, 'utf16le'), 'aé漢😀', () => true],
  ['UTF-16BE', '', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), 'aé漢😀', () => true],
  ['UTF-16LE without a mark', '', (text) => Buffer.from(text, 'utf16le'), 'aé漢😀', () => true],
  [
    'declared latin-1',
    '<?xml version="1.0" encoding="iso-8859-1"?>',
    (text) => Buffer.from(text, 'latin1'),
    'aé÷ÿ',
    (one) => one < '\u0080' || (one >= '\u00a0' && one <= '\u00ff'),
  ],
  ['undeclared windows-1252', '', (text) => Buffer.from(text, 'latin1'), 'é÷ÿ', (one) => one < '\u0080'],
  [
    'declared ASCII',
    "<?xml version='1.0' encoding='us-ascii'?>",
    (text) => Buffer.from(text),
    'ab\r\n',
    (one) => one < '\u0080',
  ],
]

it.each(encoders)(
  'replaces a part of a text in %s, all other bytes staying',
  (_name, declaration, encode, letters, has) => {
    const word = fc.array(fc.constantFrom(...Array.from(letters), ' ', '\r\n', '\t'), {
      minLength: 1,
      maxLength: 12,
    })
    fc.assert(
      fc.property(word, word, word, fc.string({ unit: 'grapheme', maxLength: 8 }), (one, two, three, raw) => {
        const replacement = raw.replace(/[<&>\r\n\]\p{C}]/gu, '_')
        const [head, old, tail] = [
          `${declaration}<a>${letters}${one.join('')}`,
          `<b>${two.join('')}</b>`,
          `${three.join('')}</a>`,
        ]
        const file = new EncodedText(encode(head + old + tail))
        expect(file.text).toBe(head + old + tail)
        const written = file.with(
          [{ start: head.length, end: head.length + old.length, text: `<b>${replacement}</b>` }],
          'xml',
        )
        const [before, after] = [encode(head), encode(tail)]
        expect(written.subarray(0, before.length)).toEqual(before)
        const rest = encode(`x${tail}`).subarray(encode('x').length).subarray(0, after.length)
        expect(written.subarray(written.length - rest.length)).toEqual(rest)
        const again = new EncodedText(written)
        expect(again.text.startsWith(head) && again.text.endsWith(tail)).toBe(true)
        expect(parseXml(again.text).element('b')?.text()).toBe(replacement)
        if (Array.from(replacement).every(has)) expect(again.text).toBe(`${head}<b>${replacement}</b>${tail}`)
      }),
      { seed: 9, numRuns: 60 },
    )
  },
)

it('writes what an encoding lacks as references, interrupting CDATA, and in JSON as escapes', () => {
  const latin = new EncodedText(Buffer.from('<?xml version="1.0" encoding="latin1"?><a>ÿ</a>', 'latin1'))
  const at = latin.text.indexOf('ÿ')
  const edit = { start: at, end: at + 1, text: 'é漢<![CDATA[é漢😀b]]>' }
  expect(latin.with([edit], 'xml').toString('latin1')).toBe(
    '<?xml version="1.0" encoding="latin1"?><a>é&#28450;<![CDATA[]]>é&#28450;&#128512;<![CDATA[b]]></a>',
  )
  const odd = new EncodedText(Buffer.from('{"a": "\u00ff"}', 'latin1'))
  expect(odd.with([{ start: 7, end: 8, text: 'é😀' }], 'json').toString('latin1')).toBe(
    '{"a": "\\u00e9\\ud83d\\ude00"}',
  )
})

it('keeps a file that says less than it is read as', () => {
  const file = new EncodedText(Buffer.from('<?xml version="1.0" encoding="latin1"?><a>x</a>'))
  const at = file.text.indexOf('>x<') + 1
  const written = file.with([{ start: at, end: at + 1, text: 'Ã©' }], 'xml')
  expect(parseXml(new EncodedText(written).text).text()).toBe('Ã©')
})

it('finds characters of two bytes by decoding them', () => {
  const bytes = Buffer.concat([
    Buffer.from('<?xml version="1.0" encoding="shift_jis"?><a>'),
    Buffer.from([0x93, 0xfa, 0x96, 0x7b]),
    Buffer.from('<b/></a>'),
  ])
  const file = new EncodedText(bytes)
  expect(file.text).toContain('<a>日本<b/>')
  const at = file.text.indexOf('<b/>')
  const written = file.with([{ start: at, end: at + 4, text: '本é' }], 'xml')
  expect(new EncodedText(written).text).toContain('<a>日本本&#233;</a>')
  expect(written.subarray(0, at + 2)).toEqual(bytes.subarray(0, at + 2))
})
