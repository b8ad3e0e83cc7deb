import { sjsonToVtt } from './sjson-to-vtt.js'
import { srtToVtt } from './srt-to-vtt.js'

/**
 * A transcript file as WebVTT, for a host that is asked for it with `?format=vtt`; undefined for a file that is no
 * transcript. The form is told by the end of the name.
 */
export function transcriptToVtt(name: string, text: string): string | undefined {
  switch (/\.(\w+)$/.exec(name.toLowerCase())?.[1]) {
    case 'srt':
      return srtToVtt(text)
    case 'sjson':
      return sjsonToVtt(text)
    case 'vtt':
      return text
    default:
      return undefined
  }
}
