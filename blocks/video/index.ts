export { transcriptToVtt } from './transcript-to-vtt.js'
export { srtToVtt } from './srt-to-vtt.js'
export { VideoBlock } from './video-block.js'
