import {
  boolean,
  dict,
  float,
  integer,
  json,
  list,
  optional,
  relativeTime,
  string,
} from '../../runtime/field/index.js'

/** The fields of a video, under the incumbent's names. Times are seconds. */
export const videoFields = {
  settings: {
    displayName: string('Video', { label: 'Display name' }),
    youtubeId_1_0: youtubeField('normal speed'),
    youtubeId_0_75: youtubeField('0.75 times the speed'),
    youtubeId_1_25: youtubeField('1.25 times the speed'),
    youtubeId_1_5: youtubeField('1.5 times the speed'),
    html5Sources: list(string(), [], {
      label: 'Video files',
      help: 'Addresses of the same video in several formats, the best first.',
    }),
    source: string('', { label: 'Video file (old form)', rare: true }),
    startTime: relativeTime(0, { label: 'Start at' }),
    endTime: relativeTime(0, { label: 'Stop at', help: '00:00:00 is the end of the video.' }),
    downloadVideo: boolean(false, { label: 'Offer the video for download' }),
    downloadTrack: boolean(false, { label: 'Offer the transcript for download' }),
    showCaptions: boolean(true, { label: 'Show captions' }),
    transcripts: dict(string(), {}, { label: 'Transcripts', help: 'Language code -> file of the course.' }),
    sub: string('', { label: 'Transcript id (old form)', rare: true }),
    track: string('', { label: 'Transcript address (old form)', rare: true }),
    handout: string('', { label: 'Handout' }),
    thumbnail: string('', { label: 'Picture shown before it plays' }),
    edxVideoId: string('', { label: 'Video id', rare: true }),
    videoAsset: json(null, {
      label: 'Encoded files',
      rare: true,
      help: 'What a video service made of the video: encoded_videos with profile and url, transcripts with language_code.',
    }),
    onlyOnWeb: boolean(false, { label: 'Not in mobile apps', rare: true }),
    publicAccess: boolean(false, { label: 'Shareable', rare: true }),
    license: optional(string()),
    weight: optional(float()),
    duration: optional(integer()),
  },
  userState: {
    savedVideoPosition: relativeTime(),
    speed: optional(float()),
  },
  preferences: {
    globalSpeed: float(1),
    transcriptLanguage: string('en'),
  },
} as const

function youtubeField(at: string) {
  return string('', { label: `YouTube id, at ${at}` })
}
