import type { BlockWords } from '../../runtime/block/index.js'
import { textOfMarkup } from '../../runtime/html/index.js'
import { transcriptToVtt } from './transcript-to-vtt.js'
import { subFile, type VideoFiles } from './video-files.js'

/** What authors find a video by: what is said in it. */
export function videoWords({ transcripts, sub }: Pick<VideoFiles, 'transcripts' | 'sub'>): BlockWords {
  const links = [...Object.values(transcripts), ...(sub.trim() === '' ? [] : [subFile(sub)])]
  return {
    texts: [],
    files: [...new Set(links)].map((link) => ({ link, text: (bytes) => spokenIn(link, bytes) })),
  }
}

/** What is said in a transcript, without its times; undefined for a file that is none. */
function spokenIn(name: string, bytes: Uint8Array): string | undefined {
  const cues = transcriptToVtt(name, bytes)?.split(/\r?\n\r?\n/) ?? []
  const lines = cues.flatMap((cue) => {
    const all = cue.split(/\r?\n/)
    const time = all.findIndex((line) => line.includes('-->'))
    return time < 0 ? [] : all.slice(time + 1)
  })
  return lines.length > 0 ? textOfMarkup(lines.join(' ')) : undefined
}
