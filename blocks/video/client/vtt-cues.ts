/** One line of a transcript: times in seconds, text without marks. */
export interface Cue {
  readonly start: number
  readonly end: number
  readonly text: string
}

const timing = /(?:(\d+):)?(\d\d):(\d\d\.\d{3})\s+-->\s+(?:(\d+):)?(\d\d):(\d\d\.\d{3})/

/** The cues of a WebVTT text, in its order; what is no cue is passed over. */
export function vttCues(vtt: string): Cue[] {
  return vtt
    .replace(/\r\n?/g, '\n')
    .split(/\n\n+/)
    .flatMap((part) => {
      const lines = part.split('\n')
      const at = lines.findIndex((line) => line.includes('-->'))
      const match = timing.exec(lines[at] ?? '')
      if (!match) return []
      const text = lines
        .slice(at + 1)
        .map(plain)
        .join(' ')
        .trim()
      return text === '' ? [] : [{ start: seconds(match.slice(1, 4)), end: seconds(match.slice(4, 7)), text }]
    })
}

/** Index of the cue that is spoken at a time, or of the last one before it; -1 before the first. */
export function cueAt(cues: readonly Cue[], time: number): number {
  let low = 0
  let high = cues.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((cues[middle]?.start ?? 0) <= time) low = middle + 1
    else high = middle
  }
  return low - 1
}

function seconds([hours, minutes, rest]: readonly (string | undefined)[]): number {
  return Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(rest)
}

const escapes: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: '\u00a0',
  lrm: '',
  rlm: '',
}

function plain(line: string): string {
  return line.replace(/<[^>]*>/g, '').replace(/&(\w+);/g, (escape, name: string) => escapes[name] ?? escape)
}
