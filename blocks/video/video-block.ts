import { Block, block } from '../../runtime/block/index.js'
import { courseAddress } from '../../runtime/html/index.js'
import { I18n, needs, Urls } from '../../runtime/service/index.js'
import { Fragment, handler, view } from '../../runtime/view/index.js'
import { clientTexts, toSay } from '../../runtime/words/index.js'
import { playable, type Playable } from './playable.js'
import { readVideoOlx } from './read-video-olx.js'
import { transcriptsOf, type Transcript } from './transcript.js'
import { assetDuration, encodedVideos } from './encoded-videos.js'
import { videoFields } from './video-fields.js'
import { videoFiles } from './video-files.js'
import { videoWords } from './video-words.js'
import { videoMarkup, type Download } from './video-markup.js'
import {
  viewingCompletion,
  viewingState,
  type VideoArguments,
  type ViewingCompletion,
  type ViewingState,
} from './video-state.js'
import { writeVideoOlx } from './write-video-olx.js'

/** What the client module says by itself. */
const unloadedTranscript = toSay('The transcript could not be loaded.')

/**
 * A video: files of the course or of the web, else a YouTube video, with transcripts. Where a learner stopped is
 * kept (the incumbent's `video` block).
 */
@needs(Urls)
@block('video', {
  readOlx: readVideoOlx,
  writeOlx: writeVideoOlx,
  files: videoFiles,
  words: videoWords,
  completion: 'completable',
  // They are settings, as the incumbent has them, and all the same what the video is.
  owners: {
    youtubeId_1_0: 'library',
    youtubeId_0_75: 'library',
    youtubeId_1_25: 'library',
    youtubeId_1_5: 'library',
    html5Sources: 'library',
    source: 'library',
    transcripts: 'library',
    sub: 'library',
    track: 'library',
    handout: 'library',
    edxVideoId: 'library',
    videoAsset: 'library',
  },
})
export class VideoBlock extends Block(videoFields) {
  @view studentView() {
    const words = this.service(I18n)
    const sources = this.playable()
    const args: VideoArguments = {
      position: this.position(),
      start: this.startTime,
      end: this.endTime,
      speed: this.speed ?? this.globalSpeed,
    }
    const transcripts = this.transcriptList(this.transcriptLanguage)
    const content = videoMarkup({
      ...args,
      words,
      title: this.displayName,
      playable: sources,
      transcripts,
      captions: this.showCaptions,
      poster: this.address(this.thumbnail),
      downloads: this.downloads(sources, transcripts),
    })
    const fragment = new Fragment(content).addCss('video.css')
    const texts = clientTexts(words, [unloadedTranscript])
    return sources.files.length > 0 || sources.youtube !== undefined
      ? fragment.initializeJs('video.client.js', { ...args, ...(texts && { texts }) })
      : fragment
  }

  @view publicView() {
    return this.studentView()
  }

  /** What clients that draw themselves need, under the incumbent's names. */
  @view studentViewData() {
    const { files, youtube } = this.playable()
    const [first] = files
    return {
      only_on_web: this.onlyOnWeb,
      duration: this.duration ?? assetDuration(this.videoAsset) ?? null,
      transcripts: Object.fromEntries(this.transcriptList().map(({ language, file }) => [language, file])),
      encoded_videos: {
        ...(first && { fallback: { url: first.url, file_size: 0 } }),
        ...this.encodedData(),
        ...(youtube !== undefined && {
          youtube: { url: `https://www.youtube.com/watch?v=${youtube}`, file_size: 0 },
        }),
      },
      all_sources: files.map(({ url }) => url),
    }
  }

  @view studentViewUserState() {
    return {
      saved_video_position: this.savedVideoPosition,
      speed: this.speed,
      transcript_language: this.transcriptLanguage,
    }
  }

  @handler(viewingState) saveUserState(state: ViewingState) {
    if (state.saved_video_position !== undefined) this.savedVideoPosition = state.saved_video_position
    if (state.speed !== undefined) this.globalSpeed = this.speed = state.speed
    if (state.transcript_language !== undefined) this.transcriptLanguage = state.transcript_language
    return { success: true }
  }

  @handler(viewingCompletion) publishCompletion({ completion }: ViewingCompletion) {
    this.publish('completion', { value: completion })
    return { result: 'ok' }
  }

  /** Where to go on: nowhere outside of what the author shows. */
  private position(): number {
    const { savedVideoPosition: saved, startTime, endTime } = this
    return saved <= startTime || (endTime > 0 && saved >= endTime) ? 0 : saved
  }

  private playable(): Playable {
    return playable(this, this.service(Urls), this.usageKey.context)
  }

  /** What a video service made, by profile. */
  private encodedData() {
    return Object.fromEntries(
      encodedVideos(this.videoAsset).flatMap(({ profile, url, size }) => {
        const address = profile === 'youtube' ? undefined : this.address(url)
        return address === undefined ? [] : [[profile, { url: address, file_size: size }]]
      }),
    )
  }

  private transcriptList(preferred?: string): Transcript[] {
    return transcriptsOf(this, preferred, this.service(Urls), this.usageKey.context)
  }

  private downloads({ files, youtube }: Playable, transcripts: readonly Transcript[]): Download[] {
    const words = this.service(I18n)
    const handout = this.address(this.handout)
    const [first] = files
    const track = this.address(this.track)
    return [
      ...(this.downloadVideo && first ? [{ text: words.say('Download the video'), url: first.url }] : []),
      ...(first && youtube !== undefined
        ? [{ text: words.say('Watch on YouTube'), url: `https://www.youtube.com/watch?v=${youtube}` }]
        : []),
      ...(this.downloadTrack
        ? transcripts.map(({ label: language, file }) => ({
            text: words.say('Download the transcript ({language})', { language }),
            url: file,
          }))
        : []),
      ...(this.downloadTrack && track !== undefined && transcripts.length === 0
        ? [{ text: words.say('Download the transcript'), url: track }]
        : []),
      ...(handout === undefined ? [] : [{ text: words.say('Download the handout'), url: handout }]),
    ]
  }

  private address(written: string): string | undefined {
    return courseAddress(written, this.service(Urls), this.usageKey.context)
  }
}
