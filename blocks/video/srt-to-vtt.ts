import { vttText } from './vtt-text.js'

const timing =
  /^\s*(\d+):(\d\d?):(\d\d?)(?:[,.](\d{1,3}))?\s*-->\s*(\d+):(\d\d?):(\d\d?)(?:[,.](\d{1,3}))?(?:\s|$)/

/**
 * A SubRip transcript as WebVTT. Cues whose timing cannot be read are left out; text stays, save what WebVTT
 * would take for a mark of its own.
 */
export function srtToVtt(srt: string): string {
  const lines = srt.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  let vtt = 'WEBVTT\n'
  let cue: string[] | undefined
  const close = () => {
    if (cue !== undefined && cue.length > 1) vtt += `\n${cue.join('\n')}\n`
    cue = undefined
  }
  for (const [index, line] of lines.entries()) {
    const match = timing.exec(line)
    if (match) {
      // The number of this cue was taken for the last line of the one before, where no empty line parts them.
      if (cue !== undefined && cue.length > 1 && /^\s*\d+\s*$/.test(lines[index - 1] ?? '')) cue.pop()
      close()
      cue = [`${moment(match.slice(1, 5))} --> ${moment(match.slice(5, 9))}`]
    } else if (line.trim() === '') close()
    else cue?.push(vttText(line))
  }
  close()
  return vtt
}

function moment([hours = '0', minutes = '0', seconds = '0', fraction = '']: readonly (
  | string
  | undefined
)[]): string {
  return `${pad(hours)}:${pad(minutes)}:${pad(seconds)}.${fraction.padEnd(3, '0')}`
}

const pad = (part: string) => part.padStart(2, '0')
