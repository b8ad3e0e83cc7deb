import { writeVideoAsset } from './encoded-videos.js'
import { escapeXmlAttribute, type WriteOlx } from '../../runtime/olx/index.js'
import { isJsonArray, isJsonObject } from '../../runtime/values/json.js'

/** Writes a video with `<source>`, `<transcript>` and `<video_asset>` elements, as the incumbent does. */
export const writeVideoOlx: WriteOlx = ({ settings }) => {
  const { html5_sources: files = null, transcripts = null, video_asset: asset = null } = settings
  const sources = isJsonArray(files) ? files.map((src) => ({ src })) : []
  const languages = isJsonObject(transcripts)
    ? Object.entries(transcripts).map(([language, src]) => ({ language, src }))
    : []
  const inside = [elements('source', sources), elements('transcript', languages), writeVideoAsset(asset)]
  return {
    said: ['html5_sources', 'transcripts', 'video_asset'].filter((_, index) => inside[index] !== ''),
    inside: inside.join(''),
  }
}

/** The elements, or '' where reading them would not give every text back as it is. */
function elements(name: string, all: readonly Readonly<Record<string, unknown>>[]): string {
  const isExact = (text: unknown) => typeof text === 'string' && text !== '' && text === text.trim()
  if (!all.every((one) => Object.values(one).every(isExact))) return ''
  return all
    .map((one) => {
      const attributes = Object.entries(one).map(
        ([key, text]) => ` ${key}="${escapeXmlAttribute(String(text))}"`,
      )
      return `<${name}${attributes.join('')}/>`
    })
    .join('')
}
