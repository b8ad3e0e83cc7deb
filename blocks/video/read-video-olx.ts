import type { OlxContext, ReadOlx, XmlElement } from '../../runtime/olx/index.js'
import { isJsonObject, type Json } from '../../runtime/values/json.js'
import { assetTranscripts, readVideoAsset } from './encoded-videos.js'
import { youtubeIds } from './youtube-ids.js'

/**
 * Reads a video's own form of OLX: `youtube="1.00:ID"`, `<source>`, `<track>`, `<handout>`, `<transcript>`,
 * `<video_asset>`, and `from` and `to` of old courses. Elements win over attributes of the same meaning (the incumbent's
 * `parse_video_xml`).
 */
export const readVideoOlx: ReadOlx = (element, { content, settings }, context) => {
  const read: Record<string, Json> = { ...settings }
  const youtube = element.attribute('youtube')?.trim()
  if (youtube) readYoutube(youtube, read, element, context)

  const sources = addresses(element, 'source')
  if (sources.length > 0) read['html5_sources'] = sources
  for (const name of ['track', 'handout']) {
    const [address] = addresses(element, name)
    if (address !== undefined) read[name] = address
  }
  const [asset] = element.elements('video_asset')
  if (asset !== undefined) read['video_asset'] = readVideoAsset(asset)
  const written = element.elements('transcript').flatMap((transcript) => {
    const language = transcript.attribute('language')?.trim()
    const file = transcript.attribute('src')?.trim()
    return language && file ? [[language, file] as const] : []
  })
  const id = read['edx_video_id']
  const ofAsset = assetTranscripts(read['video_asset'] ?? null, typeof id === 'string' ? id.trim() : '')
  if (written.length > 0 || ofAsset.size > 0) {
    const named = isJsonObject(read['transcripts']) ? read['transcripts'] : {}
    read['transcripts'] = { ...Object.fromEntries(ofAsset), ...named, ...Object.fromEntries(written) }
  }
  readMoment('from', 'start_time', read, element, context)
  readMoment('to', 'end_time', read, element, context)
  return { content, settings: read, children: [] }
}

function readYoutube(
  text: string,
  read: Record<string, Json>,
  element: XmlElement,
  context: OlxContext,
): void {
  const ids = youtubeIds(text)
  for (const [field, id] of ids) read[field] ||= id
  if (ids.size === 0 && /[^\s,:\d.]/.test(text)) {
    report(
      `In the video '${context.urlName}', the youtube attribute '${text.slice(0, 80)}' holds no SPEED:ID pair.`,
      element,
      context,
    )
  }
}

function readMoment(
  name: string,
  field: string,
  read: Record<string, Json>,
  element: XmlElement,
  context: OlxContext,
): void {
  const text = element.attribute(name)?.trim()
  if (!text || read[field] !== undefined) return
  const [seconds = 0, minutes = 0, hours = 0] = text.split(':').map(Number).toReversed()
  const total = hours * 3600 + minutes * 60 + seconds
  if (total >= 0 && total < 86_400) {
    const parts = [Math.floor(total / 3600), Math.floor(total / 60) % 60, Math.floor(total) % 60]
    read[field] = parts.map((part) => String(part).padStart(2, '0')).join(':')
  } else {
    report(
      `In the video '${context.urlName}', the ${name} attribute '${text.slice(0, 80)}' is no time HH:MM:SS.`,
      element,
      context,
    )
  }
}

function addresses(element: XmlElement, name: string): string[] {
  return element.elements(name).flatMap((one) => one.attribute('src')?.trim() || [])
}

function report(message: string, element: XmlElement, context: OlxContext): void {
  context.report({
    level: 'warning',
    code: 'olx-attribute',
    file: context.file,
    line: element.line,
    column: element.column,
    message,
  })
}
