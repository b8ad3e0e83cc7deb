import { initializeBlocks } from './loader/initialize-blocks.js'

// A module script runs when the page has been read.
void initializeBlocks(document)
