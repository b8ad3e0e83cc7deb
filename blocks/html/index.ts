export { HtmlBlock } from './html-block.js'
