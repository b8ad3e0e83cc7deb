import { describe, expect, it } from 'vitest'
import { cueAt, vttCues } from '../../../blocks/video/client/vtt-cues.js'
import { srtToVtt, transcriptToVtt } from '../../../blocks/video/index.js'

describe('SubRip as WebVTT', () => {
  it('keeps cues, with their times in the other notation', () => {
    const srt = '1\n00:00:01,500 --> 00:00:04,000\nHello\nworld\n\n2\n01:02:03,004 --> 01:02:05,678\nBye\n'
    expect(srtToVtt(srt)).toBe(
      'WEBVTT\n\n00:00:01.500 --> 00:00:04.000\nHello\nworld\n\n01:02:03.004 --> 01:02:05.678\nBye\n',
    )
  })

  it.each([
    ['a byte order mark and Windows line ends', '\uFEFF1\r\n00:00:01,000 --> 00:00:02,000\r\nHi\r\n'],
    ['a dot for the fraction', '1\n00:00:01.000 --> 00:00:02.000\nHi'],
    ['no fraction and short numbers', '1\n0:0:1 --> 0:0:2\nHi'],
    ['a position after the times', '1\n00:00:01,000 --> 00:00:02,000 X1:10 X2:20\nHi'],
    ['styling of other players', '1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<font color="red">Hi</font>'],
    [
      'empty cues around it',
      '1\n00:00:00,000 --> 00:00:01,000\n\n\n2\n00:00:01,000 --> 00:00:02,000\nHi\n\nstray',
    ],
  ])('understands %s', (_what, srt) => {
    expect(srtToVtt(srt)).toBe('WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHi\n')
  })

  it('parts cues that no empty line parts', () => {
    const srt = '1\n00:00:01,000 --> 00:00:02,000\nOne\n2\n00:00:02,000 --> 00:00:03,000\nTwo'
    expect(vttCues(srtToVtt(srt)).map(({ text }) => text)).toEqual(['One', 'Two'])
  })

  it('keeps text from being taken for marks', () => {
    const vtt = srtToVtt('1\n00:00:01,000 --> 00:00:02,000\na < b & c <script>x</script> <i>so</i> y --> z')
    expect(vtt).toContain('a &lt; b &amp; c &lt;script>x&lt;/script> <i>so</i> y --&gt; z')
    expect(vttCues(vtt)[0]?.text).toBe('a < b & c <script>x</script> so y --> z')
  })

  it('gives no cues for what is no transcript', () => {
    for (const text of ['', 'hello', '1\nnot a time\nHi', '\0\n\n-->'])
      expect(srtToVtt(text)).toBe('WEBVTT\n')
  })
})

describe('other transcripts as WebVTT', () => {
  it('converts the old JSON form', () => {
    const sjson = JSON.stringify({
      start: [0, 61_500],
      end: [1000, 3_662_003],
      text: ['One &\ntwo', 'Three'],
    })
    expect(transcriptToVtt('subs_x.srt.sjson', sjson)).toBe(
      'WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nOne &amp;\ntwo\n\n00:01:01.500 --> 01:01:02.003\nThree\n',
    )
  })

  it('leaves out what is no cue in the old form', () => {
    for (const text of ['null', '[]', '{', '{"start":"x"}', '{"start":[1],"end":["a"],"text":["t"]}']) {
      expect(transcriptToVtt('a.sjson', text)).toBe('WEBVTT\n')
    }
  })

  it('passes WebVTT on and knows what is no transcript', () => {
    expect(transcriptToVtt('a.vtt', 'WEBVTT')).toBe('WEBVTT')
    expect(transcriptToVtt('A.SRT', '')).toBe('WEBVTT\n')
    expect(transcriptToVtt('a.pdf', 'x')).toBeUndefined()
    expect(transcriptToVtt('srt', 'x')).toBeUndefined()
  })
})

describe('transcripts in other encodings and with entities', () => {
  const cue = (text: string) => `1\r\n00:00:01,000 --> 00:00:02,000\r\n${text}\r\n`
  const said = (name: string, file: Uint8Array | string) =>
    vttCues(transcriptToVtt(name, file) ?? '').map(({ text }) => text)
  const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()

  it.each([
    ['UTF-8', Buffer.from(cue('Grüße, 图'))],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${cue('Grüße, 图')}`)],
    ['UTF-16, low byte first', Buffer.from(`\uFEFF${cue('Grüße, 图')}`, 'utf16le')],
    ['UTF-16, high byte first', utf16be(`\uFEFF${cue('Grüße, 图')}`)],
    ['UTF-16 without its mark', Buffer.from(cue('Grüße, 图'), 'utf16le')],
    ['UTF-16 without its mark, high byte first', utf16be(cue('Grüße, 图'))],
  ])('are read in %s', (_encoding, bytes) => expect(said('a.srt', bytes)).toEqual(['Grüße, 图']))

  it('are read in Latin-1, and in what Windows makes of it', () => {
    expect(said('a.srt', Buffer.from(cue('H\u00e9llo'), 'latin1'))).toEqual(['Héllo'])
    expect(said('a.srt', Buffer.from(cue('it\u0092s \u0093so\u0094 \u0080'), 'latin1'))).toEqual([
      'it’s “so” €',
    ])
    const sjson = Buffer.from('{"start":[0],"end":[9],"text":["d\u00e9j\u00e0"]}', 'latin1')
    expect(said('subs_x.srt.sjson', sjson)).toEqual(['déjà'])
    expect(
      said('a.vtt', Buffer.from('WEBVTT\n\n00:01.000 --> 00:02.000\nd\u00e9j\u00e0\n', 'latin1')),
    ).toEqual(['déjà'])
  })

  it.each([
    ['it&#39;s', "it's"],
    ['it&amp;#39;s', "it's"],
    ['it&#x27;s &quot;so&quot;', 'it\'s "so"'],
    ['a&nbsp;b', 'a\u00a0b'],
    ['a&amp;nbsp;b', 'a\u00a0b'],
    ['caf&eacute; &ndash; x', 'café – x'],
    ['1 &lt; 2 &amp; 3', '1 < 2 & 3'],
    ['AT&T; R&D', 'AT&T; R&D'],
    ['&lt;i&gt;x&lt;/i&gt;', '<i>x</i>'],
    ['&#0;&#1114112;x', 'x'],
  ])('have %j for %j', (written, text) => {
    expect(said('a.srt', cue(written))).toEqual([text])
    expect(said('a.sjson', JSON.stringify({ start: [0], end: [9], text: [written] }))).toEqual([text])
    expect(said('a.vtt', `WEBVTT\n\n00:01.000 --> 00:02.000\n${written}\n`)).toEqual([text])
  })

  it('are told by the file where the name says something else', () => {
    expect(said('a.srt', 'WEBVTT\n\n00:01.000 --> 00:02.000\nx')).toEqual(['x'])
    expect(said('a.srt', '{"start":[0],"end":[9],"text":["x"]}')).toEqual(['x'])
    expect(said('a.vtt', cue('x'))).toEqual(['x'])
  })
})

describe('finding the line that is spoken', () => {
  const cues = vttCues('WEBVTT\n\n00:01.000 --> 00:02.000\nA\n\n00:03.000 --> 00:04.000\nB')

  it.each([
    [0, -1],
    [0.999, -1],
    [1, 0],
    [2.5, 0],
    [3, 1],
    [99, 1],
  ])('at %d seconds it is line %d', (time, index) => expect(cueAt(cues, time)).toBe(index))

  it('finds none where there are none', () => expect(cueAt([], 5)).toBe(-1))
})
