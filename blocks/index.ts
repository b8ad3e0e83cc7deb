import { definePlugin, inheritance, upstreamLinks } from '../runtime/index.js'
import { HtmlBlock } from './html/index.js'
import { LibraryContentV2Block } from './library-content-v2/library-content-v2-block.js'
import { ProblemBlock } from './problem/index.js'
import { ItemBankBlock, LibraryContentBlock, RandomizedBlock } from './randomized/randomized-block.js'
import { ChapterBlock, CourseBlock, LibraryBlock, SequentialBlock } from './structure/structure-blocks.js'
import { UnsupportedBlock } from './unsupported/unsupported-block.js'
import { VerticalBlock } from './vertical/vertical-block.js'
import { VideoBlock } from './video/index.js'

/** The plugin of the block types we ship. */
export default definePlugin({
  name: 'unit-compositor/blocks',
  blocks: [
    CourseBlock,
    ChapterBlock,
    SequentialBlock,
    VerticalBlock,
    LibraryBlock,
    HtmlBlock,
    VideoBlock,
    ProblemBlock,
    LibraryContentV2Block,
    RandomizedBlock,
    ItemBankBlock,
    LibraryContentBlock,
    UnsupportedBlock,
  ],
  mixins: [inheritance, upstreamLinks],
  client: new URL('../client/', import.meta.url),
})
