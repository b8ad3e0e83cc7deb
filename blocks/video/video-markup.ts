import { html, type SafeHtml } from '../../runtime/html/index.js'
import type { I18n } from '../../runtime/service/index.js'
import type { Playable } from './playable.js'
import type { Transcript } from './transcript.js'
import type { VideoArguments } from './video-state.js'

/** What a video's page part is drawn from. */
export interface VideoParts extends VideoArguments {
  readonly words: I18n
  readonly title: string
  readonly playable: Playable
  readonly transcripts: readonly Transcript[]
  readonly captions: boolean
  readonly poster: string | undefined
  readonly downloads: readonly Download[]
}

/** A link below the video. */
export interface Download {
  readonly text: string
  readonly url: string
}

/** The part of the page that shows a video: the player, its transcript, what may be downloaded. */
export function videoMarkup(parts: VideoParts): SafeHtml {
  const { words, title, playable, position, transcripts, downloads } = parts
  const plays = playable.files.length > 0 || playable.youtube !== undefined
  return html`<section class="video" aria-label="${words.say('Video: {title}', { title })}">
    <h3 class="video-title">${title}</h3>
    ${plays ? player(parts) : html`<p class="video-none" role="note"${words.marks}>${words.say('This video has no file that could be shown here.')}</p>`}
    ${plays && position > 0 && html`<p class="video-resume"${words.marks}>${words.say('It goes on where you stopped, at {time}.', { time: clock(position) })}</p>`}
    ${transcripts.length > 0 && transcriptPanel(transcripts, words)}
    ${
      downloads.length > 0 &&
      html`<ul class="video-downloads"${words.marks}>
        ${downloads.map(({ url, text }) => html`<li><a href="${url}" rel="noopener">${text}</a></li> `)}
      </ul>`
    }
  </section>`
}

function player(parts: VideoParts): SafeHtml {
  return parts.playable.files.length > 0 ? filePlayer(parts) : youtubePlayer(parts)
}

function filePlayer({
  words,
  title,
  playable,
  transcripts,
  captions,
  poster,
  start,
  end,
}: VideoParts): SafeHtml {
  const span = start > 0 || end > 0 ? `#t=${start}${end > 0 ? `,${end}` : ''}` : ''
  return html`<video
    controls
    playsinline
    preload="metadata"
    aria-label="${title}"
    ${poster !== undefined && html`poster="${poster}"`}
  >
    ${playable.files.map(({ url, type }) => html`<source src="${url + span}" ${type !== undefined && html`type="${type}"`} /> `)}
    ${transcripts.map(
      ({ vtt, language, label }, index) =>
        html`<track
          kind="captions"
          src="${vtt}"
          srclang="${language}"
          label="${label}"
          ${captions && index === 0 && html`default`}
        /> `,
    )}
    <p${words.marks}>${words.say('This browser cannot play the video.')}</p>
  </video>`
}

/**
 * A picture with a button; YouTube is asked for nothing before a learner presses it, as that tells them who watches. Without a
 * script it leads to the video there.
 */
function youtubePlayer({ words, title, playable, poster, position, start, end }: VideoParts): SafeHtml {
  const from = Math.floor(Math.max(position, start))
  const query = new URLSearchParams({ enablejsapi: '1', rel: '0', playsinline: '1', autoplay: '1' })
  if (from > 0) query.set('start', String(from))
  if (end > 0) query.set('end', String(Math.floor(end)))
  return html`<a
    class="video-youtube"
    href="https://www.youtube.com/watch?v=${playable.youtube}"
    rel="noopener noreferrer"
    data-player="https://www.youtube-nocookie.com/embed/${playable.youtube}?${query.toString()}"
    data-title="${words.say('Video: {title}', { title })}"
  >
    ${poster !== undefined && html`<img src="${poster}" alt="" loading="lazy" />`}
    <span class="video-play">${words.say('Play: {title}', { title })}</span>
    <small${words.marks}>${words.say('Playing it loads it from YouTube.')}</small>
  </a>`
}

/** Filled by the client module when it is opened. */
function transcriptPanel(transcripts: readonly Transcript[], words: I18n): SafeHtml {
  return html`<details class="video-transcript">
    <summary${words.marks}>${words.say('Transcript')}</summary>
    <label${words.marks} ${transcripts.length === 1 && html`hidden`}>
      ${words.say('Language')}
      <select>
        ${transcripts.map(({ vtt, language, label }) => html`<option value="${vtt}" lang="${language}">${label}</option> `)}
      </select>
    </label>
    <ol></ol>
  </details>`
}

function clock(seconds: number): string {
  const [hours, minutes, rest] = [
    Math.floor(seconds / 3600),
    Math.floor(seconds / 60) % 60,
    Math.floor(seconds) % 60,
  ]
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(rest)}` : `${minutes}:${pad(rest)}`
}

const pad = (part: number) => String(part).padStart(2, '0')
