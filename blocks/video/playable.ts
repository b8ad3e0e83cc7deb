import { courseAddress } from '../../runtime/html/index.js'
import type { LearningContextKey } from '../../runtime/keys/index.js'
import type { Urls } from '../../runtime/service/index.js'
import type { Json } from '../../runtime/values/json.js'
import { encodedVideos } from './encoded-videos.js'
import { youtubeId } from './youtube-ids.js'

/** One file of a video, as a `<source>` names it. */
export interface VideoFile {
  readonly url: string
  /** MIME type, where the name tells. */
  readonly type: string | undefined
}

/** What a browser can play of a video. */
export interface Playable {
  /** Files, the author's favourite first. */
  readonly files: readonly VideoFile[]
  readonly youtube: string | undefined
}

/** What {@link playable} reads of the fields. */
export interface VideoSources {
  readonly html5Sources: readonly string[]
  readonly source: string
  readonly youtubeId_1_0: string
  readonly youtubeId_0_75: string
  readonly youtubeId_1_25: string
  readonly youtubeId_1_5: string
  readonly videoAsset: Json
}

const types: Readonly<Record<string, string>> = {
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  webm: 'video/webm',
  ogv: 'video/ogg',
  ogg: 'video/ogg',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  wav: 'audio/wav',
  m3u8: 'application/vnd.apple.mpegurl',
}

/**
 * The files and the YouTube video of a block: those its author names, else those a video service made. Addresses no
 * browser should follow are left out.
 */
export function playable(fields: VideoSources, urls: Urls, context: LearningContextKey): Playable {
  const named = fields.html5Sources.length > 0 ? fields.html5Sources : [fields.source]
  const encoded = encodedVideos(fields.videoAsset)
  const made = encoded.filter(({ profile }) => profile !== 'youtube').map(({ url }) => url)
  const written = named.some((one) => one.trim() !== '') ? named : made
  const files = written.flatMap((one) => {
    const url = courseAddress(one, urls, context)
    return url === undefined ? [] : [{ url, type: typeOf(one) }]
  })
  const youtube = [
    fields.youtubeId_1_0,
    fields.youtubeId_1_25,
    fields.youtubeId_0_75,
    fields.youtubeId_1_5,
    ...encoded.filter(({ profile }) => profile === 'youtube').map(({ url }) => url),
  ]
    .map(youtubeId)
    .find((id) => id !== undefined)
  // Few browsers play a playlist by themselves.
  const direct = files.filter(({ type }) => type !== types['m3u8'])
  return { files: youtube === undefined || direct.length > 0 ? files : [], youtube }
}

function typeOf(address: string): string | undefined {
  const ending = /\.(\w+)(?:[?#]|$)/.exec(address.trim().toLowerCase())?.[1]
  return ending === undefined ? undefined : types[ending]
}
