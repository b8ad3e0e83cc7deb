import type { ClientInit } from '../../../runtime/view/client-runtime.js'
import { sayerOf, type ClientTexts } from '../../../runtime/words/client-texts.js'
import type { VideoArguments } from '../video-state.js'
import { FilePlayer } from './file-player.js'
import { keepViewingState } from './keep-viewing-state.js'
import { openTranscript } from './transcript-panel.js'
import { YoutubePlayer } from './youtube-player.js'

/** Brings a video to life: it goes on where it stopped, remembers where it is, and shows its transcript. */
export const init: ClientInit<HTMLElement, VideoArguments & { readonly texts?: ClientTexts }> = (
  element,
  runtime,
  { texts, ...args },
) => {
  const video = element.querySelector('video')
  const frame = element.querySelector<HTMLIFrameElement>('iframe.video-youtube')
  const player = video ? new FilePlayer(video) : frame ? new YoutubePlayer(frame) : undefined
  if (!player) return
  if (player instanceof FilePlayer) player.resume(args.position, args.speed)
  keepViewingState(player, runtime, args)
  const panel = element.querySelector<HTMLDetailsElement>('details.video-transcript')
  if (panel) openTranscript(panel, player, runtime, sayerOf(texts))
}
