/**
 * The ids in a `youtube` attribute, `SPEED:ID,SPEED:ID`, by the field each belongs to (`1.00` is
 * `youtube_id_1_0`); a lone id is the one at normal speed. Parts that are neither are left out.
 */
export function youtubeIds(attribute: string): Map<string, string> {
  const ids = new Map<string, string>()
  for (const part of attribute.split(',')) {
    const [, speed = '1.0', written = ''] = /^\s*(?:(\d+(?:\.\d+)?)\s*:)?\s*(\S+)\s*$/.exec(part) ?? []
    const id = youtubeId(written)
    const field = `youtube_id_${Number(speed).toFixed(2).replace(/0$/, '').replace('.', '_')}`
    if (id !== undefined && fields.has(field) && !ids.has(field)) ids.set(field, id)
  }
  return ids
}

const fields = new Set(['youtube_id_0_75', 'youtube_id_1_0', 'youtube_id_1_25', 'youtube_id_1_5'])

/** The id of a YouTube video, from the id or from an address authors paste; undefined for anything else. */
export function youtubeId(written: string): string | undefined {
  const text = written.trim()
  const address = /(?:youtu\.be\/|[?&]v=|\/(?:embed|v|shorts)\/)([\w-]+)/.exec(text)
  const id = address?.[1] ?? text
  return /^[\w-]{5,20}$/.test(id) ? id : undefined
}
