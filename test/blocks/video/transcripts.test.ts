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
