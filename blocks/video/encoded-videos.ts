import type { XmlElement } from '../../runtime/olx/index.js'
import { escapeXmlAttribute } from '../../runtime/olx/index.js'
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../runtime/values/json.js'

/** One file that a video service made of a video. */
export interface EncodedVideo {
  /** What it was made for: `desktop_mp4`, `mobile_low`, `hls`, `youtube`, ... */
  readonly profile: string
  /** Where it is; for `youtube`, the video's id. */
  readonly url: string
  /** Bytes, where the service says so; else 0. */
  readonly size: number
}

/** Profiles, the best to show in a browser first; any other comes before the last. */
const order = ['desktop_mp4', 'desktop_webm', 'mobile_high', 'mobile_low', 'hls']
const last = 'audio_mp3'

/** The files in a `video_asset` field, the best to show first. */
export function encodedVideos(asset: Json): EncodedVideo[] {
  const rank = ({ profile }: EncodedVideo) =>
    profile === last ? order.length + 1 : order.includes(profile) ? order.indexOf(profile) : order.length
  return members(asset, 'encoded_videos')
    .map((one) => ({
      profile: text(one['profile']),
      url: typeof one['url'] === 'string' ? one['url'].trim() : '',
      size: Number(text(one['file_size'])) || 0,
    }))
    .filter(({ url }) => url !== '')
    .sort((a, b) => rank(a) - rank(b))
}

/** Names of the transcripts in a `video_asset` field by language, as an export keeps their files. */
export function assetTranscripts(asset: Json, videoId: string): Map<string, string> {
  if (videoId === '') return new Map()
  return new Map(
    members(asset, 'transcripts').flatMap((one) => {
      const language = text(one['language_code'])
      return language === ''
        ? []
        : [[language, `${videoId}-${language}.${text(one['file_format']) || 'srt'}`]]
    }),
  )
}

/** Seconds that a `video_asset` field says the video takes; undefined where it does not. */
export function assetDuration(asset: Json): number | undefined {
  const seconds = isJsonObject(asset) ? Number(text(asset['duration'])) : 0
  return seconds > 0 ? seconds : undefined
}

/**
 * Reads `<video_asset>`, which is how the incumbent exports what its video service knows of a video: attributes of it,
 * `<encoded_video>` and `<transcripts>`. All attributes are kept.
 */
export function readVideoAsset(element: XmlElement): JsonObject {
  const attributes = (one: XmlElement): JsonObject => Object.fromEntries(one.attributes)
  return {
    ...attributes(element),
    encoded_videos: element.elements('encoded_video').map(attributes),
    transcripts: element
      .elements('transcripts')
      .flatMap((list) => list.elements('transcript').map(attributes)),
  }
}

/** A `video_asset` field as its element, or '' where reading that would not give the same value back. */
export function writeVideoAsset(asset: Json): string {
  if (!isJsonObject(asset)) return ''
  const { encoded_videos: files, transcripts, ...own } = asset
  if (files === undefined || transcripts === undefined) return ''
  if (!isJsonArray(files) || !isJsonArray(transcripts)) return ''
  const attributes = attributesOf(own)
  const [encoded, said] = [files, transcripts].map((list) => list.map(attributesOf))
  if (attributes === undefined || !encoded || !said || [...encoded, ...said].includes(undefined)) return ''
  const inside = encoded.map((one) => `<encoded_video${one}/>`).join('')
  const list = said.map((one) => `<transcript${one}/>`).join('')
  return `<video_asset${attributes}>${inside}${list && `<transcripts>${list}</transcripts>`}</video_asset>`
}

function attributesOf(value: Json): string | undefined {
  if (!isJsonObject(value)) return undefined
  const entries = Object.entries(value)
  if (!entries.every(([name, one]) => /^[a-z_][\w.-]*$/i.test(name) && typeof one === 'string'))
    return undefined
  return entries.map(([name, one]) => ` ${name}="${escapeXmlAttribute(text(one))}"`).join('')
}

function members(asset: Json, name: string): JsonObject[] {
  const list = isJsonObject(asset) ? asset[name] : undefined
  return list !== undefined && isJsonArray(list) ? list.filter((one) => isJsonObject(one)) : []
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
}
