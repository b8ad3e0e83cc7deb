import { definePlugin, inheritance, policies, upstreamLinks } from '../runtime/index.js'
import { ConditionalBlock } from './conditional/conditional-block.js'
import { ShowBlock } from './conditional/show-block.js'
import { DoneBlock } from './done/done-block.js'
import { HtmlBlock } from './html/index.js'
import { PathwayItemBlock } from './library-content-v2/pathway-item-block.js'
import { LibraryContentV2Block } from './library-content-v2/library-content-v2-block.js'
import { LibrarySourcedBlock } from './library-content-v2/library-sourced-block.js'
import { PollBlock, PollQuestionBlock, SurveyBlock } from './poll/index.js'
import { ProblemBlock } from './problem/index.js'
import { RandomizeBlock } from './randomized/randomize-block.js'
import { ItemBankBlock, LibraryContentBlock, RandomizedBlock } from './randomized/randomized-block.js'
import {
  ChapterBlock,
  CourseBlock,
  LibraryBlock,
  PathwayBlock,
  SequentialBlock,
} from './structure/structure-blocks.js'
import { SplitTestBlock } from './split-test/split-test-block.js'
import { PassThroughBlock } from './structure/pass-through-block.js'
import { UnsupportedBlock } from './unsupported/unsupported-block.js'
import { VerticalBlock } from './vertical/vertical-block.js'
import { VideoBlock } from './video/index.js'
import { WordCloudBlock } from './word-cloud/word-cloud-block.js'
import { blockWords } from './words/index.js'

/** The plugin of the block types we ship. */
export default definePlugin({
  name: 'unit-compositor/blocks',
  blocks: [
    CourseBlock,
    PathwayBlock,
    ChapterBlock,
    SequentialBlock,
    VerticalBlock,
    PassThroughBlock,
    LibraryBlock,
    HtmlBlock,
    VideoBlock,
    ProblemBlock,
    PollBlock,
    SurveyBlock,
    PollQuestionBlock,
    WordCloudBlock,
    DoneBlock,
    LibraryContentV2Block,
    PathwayItemBlock,
    LibrarySourcedBlock,
    RandomizedBlock,
    ItemBankBlock,
    LibraryContentBlock,
    RandomizeBlock,
    SplitTestBlock,
    ConditionalBlock,
    ShowBlock,
    UnsupportedBlock,
  ],
  mixins: [inheritance, upstreamLinks, policies],
  client: new URL('../client/', import.meta.url),
  catalogues: blockWords,
  clientWords: false,
})
