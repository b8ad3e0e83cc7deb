import { courseAddress } from '../../runtime/html/index.js'
import type { LearningContextKey } from '../../runtime/keys/index.js'
import type { Urls } from '../../runtime/service/index.js'
import { subFile } from './video-files.js'

/** One transcript of a video. */
export interface Transcript {
  /** Language code as written: `en`, `pt-BR`. */
  readonly language: string
  /** The language in its own words. */
  readonly label: string
  /** Where the file itself is. */
  readonly file: string
  /** Where it is as WebVTT: the host converts other forms when asked with `?format=vtt`. */
  readonly vtt: string
}

/**
 * The transcripts of a video whose files the course has, the language a learner prefers first. `sub` is the old form:
 * the id of an English transcript kept as JSON.
 */
export function transcriptsOf(
  fields: { readonly transcripts: Readonly<Record<string, string>>; readonly sub: string },
  preferred: string | undefined,
  urls: Urls,
  context: LearningContextKey,
): Transcript[] {
  const written = new Map(Object.entries(fields.transcripts))
  const sub = fields.sub.trim()
  const found = [...written].flatMap(([language, name]) => transcript(language, name, urls, context))
  if (sub !== '' && !written.has('en')) found.push(...transcript('en', subFile(sub), urls, context))
  return found.sort((a, b) => Number(b.language === preferred) - Number(a.language === preferred))
}

function transcript(language: string, name: string, urls: Urls, context: LearningContextKey): Transcript[] {
  const file = courseAddress(name, urls, context)
  if (file === undefined) return []
  return [{ language, label: languageName(language), file, vtt: asVtt(file, name) }]
}

function asVtt(file: string, name: string): string {
  if (file === name.trim()) return file
  return `${file}${file.includes('?') ? '&' : '?'}format=vtt`
}

function languageName(code: string): string {
  try {
    return new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code
  } catch {
    return code
  }
}
