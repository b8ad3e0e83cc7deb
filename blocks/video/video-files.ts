import type { NamedFile } from '../../runtime/block/index.js'

/** The fields of a video that name files. */
export interface VideoFiles {
  readonly html5Sources: readonly string[]
  readonly source: string
  readonly transcripts: Readonly<Record<string, string>>
  readonly sub: string
  readonly track: string
  readonly handout: string
  readonly thumbnail: string
}

/** The file of an old transcript, by its id. */
export function subFile(sub: string): string {
  return `subs_${sub.trim()}.srt.sjson`
}

/** The files that a video names. */
export function videoFiles(fields: VideoFiles): NamedFile[] {
  const { html5Sources, transcripts, sub, source, track, handout, thumbnail } = fields
  return [
    ...html5Sources.map((link, index) => ({ field: 'html5_sources', member: String(index), link })),
    ...Object.entries(transcripts).map(([member, link]) => ({ field: 'transcripts', member, link })),
    ...(sub.trim() === '' ? [] : [{ field: 'sub', link: subFile(sub) }]),
    { field: 'source', link: source },
    { field: 'track', link: track },
    { field: 'handout', link: handout },
    { field: 'thumbnail', link: thumbnail },
  ]
}
