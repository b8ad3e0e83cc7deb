import { describe, expect, it } from 'vitest'
import { readVideoOlx } from '../../../blocks/video/read-video-olx.js'
import { writeVideoOlx } from '../../../blocks/video/write-video-olx.js'
import type { Finding } from '../../../runtime/errors/index.js'
import { parseXml } from '../../../runtime/olx/index.js'
import type { JsonObject } from '../../../runtime/values/json.js'

function read(xml: string, settings: JsonObject = {}) {
  const reports: Omit<Finding, 'usage'>[] = []
  const fields = readVideoOlx(
    parseXml(xml),
    { content: {}, settings },
    { file: 'video/v.xml', urlName: 'v', text: () => undefined, report: (finding) => reports.push(finding) },
  )
  return { ...fields, reports }
}

describe('reading videos', () => {
  it('reads ids by speed from the youtube attribute', () => {
    expect(
      read('<video youtube="0.75:aaaaaaaaaa1,1.00:bbbbbbbbbb2, 1.25:cccccccccc3,1.50:ddddddddd_4"/>')
        .settings,
    ).toEqual({
      youtube_id_0_75: 'aaaaaaaaaa1',
      youtube_id_1_0: 'bbbbbbbbbb2',
      youtube_id_1_25: 'cccccccccc3',
      youtube_id_1_5: 'ddddddddd_4',
    })
  })

  it('takes a lone id and an address as the video at normal speed', () => {
    expect(read('<video youtube="bbbbbbbbbb2"/>').settings).toEqual({ youtube_id_1_0: 'bbbbbbbbbb2' })
    expect(read('<video youtube="1.0:https://youtu.be/bbbbbbbbbb2"/>').settings).toEqual({
      youtube_id_1_0: 'bbbbbbbbbb2',
    })
  })

  it('lets a field that is set win over the youtube attribute, and an empty one not', () => {
    const xml = '<video youtube="1.00:fromattribut"/>'
    expect(read(xml, { youtube_id_1_0: 'own' }).settings['youtube_id_1_0']).toBe('own')
    expect(read(xml, { youtube_id_1_0: '' }).settings['youtube_id_1_0']).toBe('fromattribut')
  })

  it('reads sources, transcripts, track and handout from elements', () => {
    const xml = `<video>
      <source src="https://example.org/a.mp4"/><source src="/static/a.webm"/><source/>
      <track src="/static/t.srt"/><handout src="/static/h.pdf"/>
      <transcript language="en" src="a-en.srt"/><transcript language="de" src="a-de.srt"/><transcript language="fr"/>
      <video_asset><transcripts><transcript file_format="srt" language_code="en"/></transcripts></video_asset>
    </video>`
    expect(read(xml, { transcripts: { es: 'a-es.srt' }, html5_sources: ['old.mp4'] })).toMatchObject({
      settings: {
        html5_sources: ['https://example.org/a.mp4', '/static/a.webm'],
        track: '/static/t.srt',
        handout: '/static/h.pdf',
        transcripts: { es: 'a-es.srt', en: 'a-en.srt', de: 'a-de.srt' },
      },
      children: [],
      reports: [],
    })
  })

  it('reads the times of old courses', () => {
    expect(read('<video from="00:01:05" to="90.5"/>').settings).toEqual({
      start_time: '00:01:05',
      end_time: '00:01:30',
    })
  })

  it('says what it cannot read, and where', () => {
    const { settings, reports } = read('<video youtube="::?!" from="soon"/>')
    expect(settings).toEqual({})
    expect(reports.map(({ code, line, column, level }) => ({ code, line, column, level }))).toEqual([
      { code: 'olx-attribute', line: 1, column: 1, level: 'warning' },
      { code: 'olx-attribute', line: 1, column: 1, level: 'warning' },
    ])
  })

  it('finds nothing wrong with an empty youtube attribute', () => {
    expect(read('<video youtube=""/>').reports).toEqual([])
    expect(read('<video youtube="1.00:,1.25:"/>').reports).toEqual([])
  })

  it('reads the files and transcripts of a video service, and writes them back', () => {
    const asset =
      '<video_asset client_video_id="x &amp; y.mp4" duration="12.5" image=""><encoded_video profile="mobile_low" url="https://cdn.example.org/low.mp4" file_size="7" bitrate="1"/><transcripts><transcript file_format="srt" language_code="de" provider="Custom"/></transcripts></video_asset>'
    const { settings } = read(`<video>${asset}</video>`, {
      edx_video_id: 'abc-1',
      transcripts: { en: 'own.srt' },
    })
    expect(settings['transcripts']).toEqual({ de: 'abc-1-de.srt', en: 'own.srt' })
    const written = writeVideoOlx({ content: {}, settings, isSaidBy: () => false })
    expect(written.inside).toContain(asset)
    expect(written.said).toContain('video_asset')
    expect(read(`<video>${written.inside}</video>`, { edx_video_id: 'abc-1' }).settings).toEqual(settings)
  })

  it('writes what is no such asset as an attribute', () => {
    const odd = { video_asset: { encoded_videos: [{ profile: 7 }], transcripts: [] } }
    expect(writeVideoOlx({ content: {}, settings: odd, isSaidBy: () => false })).toEqual({
      said: [],
      inside: '',
    })
  })
})
