import type { ClientInit } from '../../../runtime/view/client-runtime.js'
import { sayerOf, type ClientTexts } from '../../../runtime/words/client-texts.js'
import type { VideoArguments } from '../video-state.js'
import { FilePlayer } from './file-player.js'
import { keepViewingState } from './keep-viewing-state.js'
import type { Player } from './player.js'
import { openTranscript } from './transcript-panel.js'
import { YoutubePlayer } from './youtube-player.js'

/** Brings a video to life: it goes on where it stopped, remembers where it is, and shows its transcript. */
export const init: ClientInit<HTMLElement, VideoArguments & { readonly texts?: ClientTexts }> = (
  element,
  runtime,
  { texts, ...args },
) => {
  const panel = element.querySelector<HTMLDetailsElement>('details.video-transcript')
  const begin = (player: Player) => {
    keepViewingState(player, runtime, args)
    if (panel) openTranscript(panel, player, runtime, sayerOf(texts))
  }
  const video = element.querySelector('video')
  if (video) {
    const player = new FilePlayer(video)
    player.resume(args.position, args.speed)
    begin(player)
  }
  const still = element.querySelector<HTMLAnchorElement>('a.video-youtube')
  if (still) begin(new YoutubePlayer(still))
}
