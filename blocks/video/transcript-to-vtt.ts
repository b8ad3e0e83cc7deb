import { sjsonToVtt } from './sjson-to-vtt.js'
import { srtToVtt } from './srt-to-vtt.js'
import { transcriptText } from './transcript-text.js'
import { vttLine } from './vtt-text.js'

/**
 * A transcript file as WebVTT, for a host that is asked for it with `?format=vtt`; undefined for a file that is no
 * transcript. Its name says whether it is one; which form it has, the file itself says.
 * @param file its bytes in any encoding that {@link transcriptText} knows, or its text
 */
export function transcriptToVtt(name: string, file: Uint8Array | string): string | undefined {
  if (!/.\.(?:srt|sjson|vtt)$/i.test(name)) return undefined
  const text = (typeof file === 'string' ? file : transcriptText(file)).replace(/^\uFEFF/, '')
  if (text.startsWith('WEBVTT')) return text.split('\n').map(vttLine).join('\n')
  return /^\s*\{/.test(text) || /sjson$/i.test(name) ? sjsonToVtt(text) : srtToVtt(text)
}
