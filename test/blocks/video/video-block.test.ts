import { Container } from 'inversify'
import { describe, expect, it } from 'vitest'
import { VideoBlock } from '../../../blocks/video/index.js'
import {
  BlockRuntime,
  BlockType,
  Urls,
  type ComposedBlock,
  type FieldUpdate,
  type JsonObject,
} from '../../../runtime/index.js'
import { HostUrls } from '../host-urls.js'

const services = new Container()
services.bind(Urls).toConstantValue(new HostUrls((name) => !name.startsWith('gone')))
const types = new Map(BlockType.allOf(VideoBlock, 'test').map((type) => [type.name, type]))
const runtime = new BlockRuntime({ types, services })

function video(fields: JsonObject): ComposedBlock {
  return { key: 'block-v1:O+C+R+type@video+block@v1', type: 'video', definition: 'd', fields, children: [] }
}

function session(stored: { userState?: JsonObject; preferences?: JsonObject } = {}) {
  return runtime.session({
    fieldData: {
      record: ({ scope }) => (scope === 'userState' || scope === 'preferences' ? stored[scope] : undefined),
    },
  })
}

async function shown(fields: JsonObject, stored?: Parameters<typeof session>[0]) {
  return (await session(stored).fragment(video(fields), 'student_view')).content.text.replace(/\s+/g, ' ')
}

/** What the client module is started with. */
function argumentsIn(html: string): unknown {
  return JSON.parse(/class="xblock-args"> ?(.*?) ?<\/script>/.exec(html)?.[1] ?? 'null')
}

const asset = (...files: readonly (readonly [string, string])[]): JsonObject => ({
  duration: '12.5',
  encoded_videos: files.map(([profile, url]) => ({ profile, url, file_size: '42' })),
  transcripts: [],
})

describe('a video known by what a video service made of it', () => {
  it('plays its files, the best for browsers first', async () => {
    const html = await shown({
      video_asset: asset(
        ['audio_mp3', 'https://cdn.example.org/x.mp3'],
        ['hls', 'https://cdn.example.org/x.m3u8'],
        ['mobile_low', 'https://cdn.example.org/low.mp4'],
        ['other', '/static/x.webm'],
        ['desktop_mp4', 'https://cdn.example.org/x.mp4'],
        ['evil', 'javascript:alert(1)'],
      ),
    })
    expect([...html.matchAll(/<source src="([^"]+)"/g)].map(([, url]) => url)).toEqual([
      'https://cdn.example.org/x.mp4',
      'https://cdn.example.org/low.mp4',
      'https://cdn.example.org/x.m3u8',
      '/assets/x.webm',
      'https://cdn.example.org/x.mp3',
    ])
  })

  it('plays its YouTube video where it has no file', async () => {
    expect(await shown({ video_asset: asset(['youtube', 'abcdefghijk']) })).toContain('/embed/abcdefghijk?')
  })

  it('plays what its author names instead', async () => {
    const html = await shown({
      html5_sources: ['https://example.org/own.mp4'],
      video_asset: asset(['desktop_mp4', 'https://cdn.example.org/x.mp4']),
    })
    expect(html).toContain('own.mp4')
    expect(html).not.toContain('cdn.example.org')
  })

  it('gives clients each file under its profile', async () => {
    const block = video({ video_asset: asset(['mobile_low', 'https://cdn.example.org/low.mp4']) })
    expect(JSON.parse(await session().data(block, 'student_view_data'))).toMatchObject({
      duration: 12.5,
      encoded_videos: { mobile_low: { url: 'https://cdn.example.org/low.mp4', file_size: 42 } },
      all_sources: ['https://cdn.example.org/low.mp4'],
    })
  })

  it.each([null, 7, 'x', [], {}, { encoded_videos: 'x' }, { encoded_videos: [7, { url: 8 }] }])(
    'shows nothing of %j',
    async (value) => expect(await shown({ video_asset: value })).toContain('no file'),
  )
})

describe('showing a video', () => {
  it('plays files, each with its type, the captions in the language the learner prefers first', async () => {
    const fields = {
      display_name: 'Tides',
      html5_sources: ['https://example.org/a.mp4', '/static/a.webm'],
      transcripts: { de: 'a-de.srt', en: 'a-en.vtt', fr: 'gone.srt' },
    }
    const html = await shown(fields, { preferences: { transcript_language: 'en' } })
    expect(html).toContain('<source src="https://example.org/a.mp4" type="video/mp4" />')
    expect(html).toContain('<source src="/assets/a.webm" type="video/webm" />')
    expect(html).toMatch(
      /<track kind="captions" src="\/assets\/a-en.vtt\?format=vtt" srclang="en" label="English" default/,
    )
    expect(html).toMatch(
      /<track kind="captions" src="\/assets\/a-de.srt\?format=vtt" srclang="de" label="Deutsch" \/>/,
    )
    expect(html).not.toContain('gone')
    expect(html).toContain('aria-label="Tides"')
    expect(html).toContain('data-client="/client/video.client.js"')
  })

  it('shows captions only where the author wants them', async () => {
    const fields = { html5_sources: ['a.mp4'], transcripts: { en: 'a.srt' }, show_captions: false }
    expect(await shown(fields)).not.toContain('default')
  })

  it('finds the transcript of old courses', async () => {
    expect(await shown({ html5_sources: ['a.mp4'], sub: 'abc' })).toContain(
      'src="/assets/subs_abc.srt.sjson?format=vtt" srclang="en"',
    )
  })

  it('asks YouTube only when there is no file, once the learner plays it, and then the host that sets no cookies', async () => {
    const html = await shown({ youtube_id_1_0: 'abcdefghijk', start_time: '00:00:10', end_time: '00:01:00' })
    expect(html).toContain(
      'data-player="https://www.youtube-nocookie.com/embed/abcdefghijk?enablejsapi=1&amp;rel=0&amp;playsinline=1&amp;autoplay=1&amp;start=10&amp;end=60"',
    )
    expect(html).not.toMatch(/src="https|<iframe/)
    expect(html).toContain('Play: Video')
    const still = await shown({ youtube_id_1_0: 'abcdefghijk', thumbnail: '/static/a.mp4' })
    expect(still).toContain('<img src="/assets/a.mp4" alt=""')
    const both = await shown({ youtube_id_1_0: 'abcdefghijk', html5_sources: ['a.mp4'] })
    expect(both).not.toContain('data-player')
    expect(both).toContain('<a href="https://www.youtube.com/watch?v=abcdefghijk"')
  })

  it('prefers YouTube to a playlist that few browsers play', async () => {
    const html = await shown({ youtube_id_1_0: 'abcdefghijk', html5_sources: ['https://example.org/a.m3u8'] })
    expect(html).toContain('data-player')
  })

  it.each([[{}], [{ html5_sources: ['gone.mp4'] }], [{ youtube_id_1_0: '"><script>' }]])(
    'says calmly that there is nothing to play: %j',
    async (fields) => {
      const html = await shown(fields)
      expect(html).toContain('This video has no file that could be shown here.')
      expect(html).not.toMatch(/<video|<iframe|data-client/)
    },
  )

  it('lets no address or name out of its place', async () => {
    const html = await shown({
      display_name: '"><script>alert(1)</script>',
      html5_sources: ['javascript:alert(1)', 'https://x.example/"onerror=alert(1).mp4'],
      handout: 'javascript:alert(2)',
      thumbnail: 'data:text/html,x',
      transcripts: { '"><b>': 'a.srt' },
      download_video: true,
    })
    expect(html).not.toMatch(/javascript:|data:text|<script>alert|<b>|"onerror/)
  })

  it('offers for download what the author allows', async () => {
    const fields = {
      html5_sources: ['a.mp4'],
      transcripts: { en: 'a.srt' },
      handout: '/asset-v1:O+C+R+type@asset+block@h.pdf',
    }
    const few = await shown(fields)
    expect(few).toContain('<a href="/assets/h.pdf" rel="noopener">Download the handout</a>')
    expect(few).not.toContain('Download the video')
    const all = await shown({ ...fields, download_video: true, download_track: true })
    expect(all).toContain('<a href="/assets/a.mp4" rel="noopener">Download the video</a>')
    expect(all).toContain('<a href="/assets/a.srt" rel="noopener">Download the transcript (English)</a>')
  })

  it('gives the same as data, under names that apps know', async () => {
    const fields = { html5_sources: ['a.mp4'], transcripts: { en: 'a.srt' }, youtube_id_1_0: 'abcdefghijk' }
    expect(await session().view(video(fields), 'student_view_data')).toEqual({
      only_on_web: false,
      duration: null,
      transcripts: { en: '/assets/a.srt' },
      encoded_videos: {
        fallback: { url: '/assets/a.mp4', file_size: 0 },
        youtube: { url: 'https://www.youtube.com/watch?v=abcdefghijk', file_size: 0 },
      },
      all_sources: ['/assets/a.mp4'],
    })
  })
})

describe('where a learner stopped', () => {
  const fields = { html5_sources: ['a.mp4'], start_time: '00:00:10', end_time: '00:10:00' }

  async function save(state: unknown) {
    const one = session()
    const outcome = one.handle(video(fields), 'save_user_state', {
      method: 'POST',
      suffix: '',
      query: new Map(),
      body: JSON.stringify(state),
    })
    return { response: (await outcome).response, updates: valuesOf(one.updates()), events: one.events }
  }

  it.each([
    [{ saved_video_position: 65.9 }, { 'userState.saved_video_position': '00:01:05' }],
    [{ saved_video_position: '01:02:03' }, { 'userState.saved_video_position': '01:02:03' }],
    [{ speed: 1.5 }, { 'userState.speed': 1.5, 'preferences.global_speed': 1.5 }],
    [{ transcript_language: 'de' }, { 'preferences.transcript_language': 'de' }],
    [{ saved_video_position: 0, other: 'x' }, {}],
  ])('%j is kept as %j', async (state, expected) => {
    const { response, updates } = await save(state)
    expect([response.status, JSON.parse(String(response.body))]).toEqual([200, { success: true }])
    expect(updates).toEqual(expected)
  })

  it.each([
    { saved_video_position: -1 },
    { saved_video_position: 86_400 },
    { saved_video_position: '24:00:00' },
    { saved_video_position: 'soon' },
    { saved_video_position: null },
    { speed: 0 },
    { speed: 'fast' },
    { transcript_language: '<b>' },
  ])('%j is refused', async (state) => {
    await expect(save(state)).rejects.toMatchObject({ code: 'handler-input' })
  })

  it('is where the video goes on', async () => {
    const html = await shown(fields, { userState: { saved_video_position: '00:01:05', speed: 1.5 } })
    expect(html).toContain('It goes on where you stopped, at 1:05.')
    expect(argumentsIn(html)).toEqual({ position: 65, start: 10, end: 600, speed: 1.5 })
  })

  it.each(['00:00:00', '00:00:10', '00:10:00', '00:11:00'])(
    'is the beginning when %s is not inside of what is shown',
    async (position) => {
      const html = await shown(fields, { userState: { saved_video_position: position } })
      expect(argumentsIn(html)).toMatchObject({ position: 0 })
      expect(html).not.toContain('where you stopped')
    },
  )

  it('takes the speed last used for any video', async () => {
    expect(argumentsIn(await shown(fields, { preferences: { global_speed: 2 } }))).toMatchObject({ speed: 2 })
  })

  it('starts YouTube there', async () => {
    const html = await shown(
      { youtube_id_1_0: 'abcdefghijk' },
      { userState: { saved_video_position: '00:01:05' } },
    )
    expect(html).toContain('&amp;start=65"')
  })

  it('is told to the host when it counts as seen', async () => {
    const one = session()
    const request = (completion: unknown) =>
      one.handle(video(fields), 'publish_completion', {
        method: 'POST',
        suffix: '',
        query: new Map(),
        body: JSON.stringify({ completion }),
      })
    await request(1)
    expect(one.events).toEqual([expect.objectContaining({ type: 'completion', payload: { value: 1 } })])
    await expect(request(1.5)).rejects.toMatchObject({ code: 'handler-input' })
  })
})

function valuesOf(updates: readonly FieldUpdate[]) {
  return Object.fromEntries(updates.map(({ scope, field, value }) => [`${scope}.${field}`, value]))
}
