import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { htmlPieces } from '../../host/text-editor/html-pieces.js'
import { memoryStore, MemoryPlace } from '../../store/index.js'
import { Presence, type PresenceMessage } from '../../host/together/presence.js'
import { mergedText, textPieces, type TextPiece } from '../../host/together/text-pieces.js'

const kinds = (pieces: readonly TextPiece[]) => pieces.map(({ kind }) => kind)

describe('a text that two people changed', () => {
  it('takes what only one of them changed without asking', () => {
    const pieces = textPieces({ was: 'a\nb\nc\nd\ne\n', mine: 'A\nb\nc\nd\ne\n', theirs: 'a\nb\nc\nd\nE\n' })
    expect(kinds(pieces)).toEqual(['mine', 'same', 'theirs'])
    expect(mergedText(pieces, [])).toBe('A\nb\nc\nd\nE\n')
  })

  it.each([
    ['mine', 'a\nMINE\nc'],
    ['theirs', 'a\nTHEIRS\nc'],
    ['both', 'a\nMINE\nTHEIRS\nc'],
    [undefined, 'a\nMINE\nTHEIRS\nc'],
  ] as const)('says of a place that both changed what is chosen: %s', (choice, text) => {
    const pieces = textPieces({ was: 'a\nb\nc', mine: 'a\nMINE\nc', theirs: 'a\nTHEIRS\nc' })
    expect(kinds(pieces)).toEqual(['same', 'clash', 'same'])
    expect(mergedText(pieces, [choice])).toBe(text)
  })

  it('asks of no lines that both changed alike, as an editor writes a whole text anew', () => {
    const pieces = textPieces({ was: 'a b', mine: 'MINE\na\nb\n', theirs: 'THEIRS\na\nb\n' })
    expect(pieces).toEqual([
      { kind: 'clash', mine: 'MINE\n', theirs: 'THEIRS\n', was: 'a b' },
      { kind: 'same', text: 'a\nb\n' },
    ])
  })

  it('is compared in a moment, however long it is and however often its lines come again', () => {
    const long = (...lines: string[]) => Array.from({ length: 4900 }, (_, at) => lines[at % lines.length])
    const text = (lines: readonly unknown[]) => lines.map((line) => `${String(line)}\n`).join('')
    const began = performance.now()
    const pieces = textPieces({
      was: text(long('x', 'y')),
      mine: text(long('y', 'x')),
      theirs: text(long('x', 'x', 'y')),
    })
    const own = (piece: TextPiece) => (piece.kind === 'clash' ? piece.mine : piece.text)
    expect(pieces.map(own).join('')).toBe(text(long('y', 'x')))
    const [one, other] = [text([...long('x'), 'z']), text(['a', ...long('x')])]
    expect(kinds(textPieces({ was: text(long('x')), mine: one, theirs: other }))).not.toEqual([])
    expect(performance.now() - began).toBeLessThan(5000)
  })

  it('loses no line of either, whatever both did', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', 'd', '', '  x'), { maxLength: 8 })
      .map((lines) => lines.join('\n'))
    fc.assert(
      fc.property(text, text, fc.option(text, { nil: undefined }), (mine, theirs, was) => {
        const pieces = textPieces({ mine, theirs, was })
        const all = (choice: 'mine' | 'theirs') =>
          mergedText(
            pieces,
            pieces.map(() => choice),
          )
        const both = mergedText(pieces, [])
        const lines = (of: string) => of.split('\n').filter((line) => line !== '')
        const added = (of: string) => lines(of).filter((line) => !lines(was ?? '').includes(line))
        for (const line of was === undefined
          ? [...lines(mine), ...lines(theirs)]
          : [...added(mine), ...added(theirs)])
          expect(lines(both)).toContain(line)
        // Where only one changed it, it is what they wrote.
        if (was === theirs) expect(all('theirs')).toBe(mine)
        if (was === mine) expect(all('mine')).toBe(theirs)
      }),
      { seed: 3, numRuns: 300 },
    )
  })
})

describe('the pieces of a text of HTML', () => {
  it.each([
    ['<p>a</p>\n<p>b <b>c</b></p>', ['words', 'space', 'words']],
    ['<p class="x">a</p><h2>b</h2>', ['island', 'words']],
    [
      'words<p>a <a href="/static/x">b</a></p><!-- c --><table><tr><td>1</td></tr></table>',
      ['island', 'words', 'island', 'island'],
    ],
    ['<ul><li>a</li><li>b<br>c</li></ul>', ['words']],
    ['<p>open <b>a</p>', ['island']],
    ['<p><img src="a"></p>', ['island']],
    ['', []],
  ])('are those that can be written as they look, and islands: %s', (text, expected) => {
    const pieces = htmlPieces(text)
    expect(pieces.map(({ kind }) => kind)).toEqual(expected)
    expect(pieces.map(({ source }) => source).join('')).toBe(text)
  })

  it('are the text to the letter, whatever it is', () => {
    const bits = fc.constantFrom(
      '<p>',
      '</p>',
      '<b>',
      '</b>',
      '<div a="1>">',
      '</div>',
      '<br/>',
      '<!-- x -->',
      '<',
      '>',
      'w',
      ' ',
      '\r\n',
      '&lt;',
      '<li>',
      '<ul>',
      '</ul>',
      '<![CDATA[',
      ']]>',
    )
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 14 }), (all) => {
        const text = all.join('')
        expect(
          htmlPieces(text)
            .map(({ source }) => source)
            .join(''),
        ).toBe(text)
      }),
      { seed: 5, numRuns: 500 },
    )
  })
})

describe('who has a block open', () => {
  const [ann, bob, eve] = [
    { id: 'a', name: 'Ann' },
    { id: 'b', name: 'Bob' },
    { id: 'e', name: 'Eve' },
  ]
  /** What a page is told: the names of who is there, or who saved. */
  const pageOn = (presence: Presence, usage: string, person = ann) => {
    const reader = presence.join(usage, person).getReader()
    const next = async (): Promise<readonly string[] | string> => {
      for (;;) {
        const { value, done } = await reader.read()
        if (done) return 'end'
        const [, data] = /^data: (.*)\n/.exec(Buffer.from(value).toString()) ?? []
        if (data === undefined) continue
        const message = JSON.parse(data) as PresenceMessage
        return message.kind === 'here'
          ? message.people.map(({ name }) => name)
          : `saved by ${message.by.name}`
      }
    }
    /** The next that is not what was told before, as each pulse tells it again. */
    let last: unknown
    const news = async () => {
      for (;;) {
        const told = await next()
        if (JSON.stringify(told) === JSON.stringify(last)) continue
        last = told
        return told
      }
    }
    return { next, news, leave: () => reader.cancel() }
  }

  it('is told to all pages on it as people come, save and leave, each of them once', async () => {
    const presence = new Presence()
    const { next } = pageOn(presence, 'k')
    expect(await next()).toEqual(['Ann'])
    const again = presence.join('k', ann)
    expect(await next()).toEqual(['Ann'])
    const other = presence.join('k', bob)
    expect(await next()).toEqual(['Ann', 'Bob'])
    presence.join('another', bob)
    presence.saved('k', bob)
    expect(await next()).toBe('saved by Bob')
    await again.cancel()
    expect(await next()).toEqual(['Ann', 'Bob'])
    await other.cancel()
    expect(await next()).toEqual(['Ann'])
    expect(presence.at('k')).toEqual([ann])
    await presence.close()
    expect(await next()).toBe('end')
  })

  it('is told at all processes over one store; one that ends without a word is gone after three pulses', async () => {
    const place = new MemoryPlace()
    const [one, other] = [memoryStore(place), memoryStore(place)]
    const heads = () => one.heads.names('')
    const dead = JSON.stringify({ beat: 1, open: { k: [eve], j: [bob] }, saved: [] })
    await one.heads.change([{ name: 'now:present:dead', before: undefined, after: dead }])
    const [here, there] = [new Presence(one.heads, 20), new Presence(other.heads, 20)]
    const page = pageOn(here, 'k')
    expect(await page.news()).toEqual(['Ann'])
    expect(await page.news()).toEqual(['Ann', 'Eve'])
    const second = pageOn(there, 'k', bob)
    const seen: unknown[] = []
    do seen.push(await page.news())
    while (JSON.stringify(seen.at(-1)) !== '["Ann","Bob"]')
    expect(await heads()).not.toContain('now:present:dead')
    // Whoever saves may be at a process where nobody has the block open.
    const third = new Presence(memoryStore(place).heads, 20)
    third.saved('k', eve)
    expect(await page.news()).toBe('saved by Eve')
    await second.leave()
    do seen.push(await page.news())
    while (JSON.stringify(seen.at(-1)) !== '["Ann"]')
    await Promise.all([here, there, third].map((presence) => presence.close()))
    expect(await heads()).toEqual([])
  })
})
