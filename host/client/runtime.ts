/** The door for pages that bring blocks to life themselves; a page of ours loads `page.ts`. */
export { initializeBlocks } from './loader/initialize-blocks.js'
