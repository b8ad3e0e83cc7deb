/** The plugin of the block types we ship: registered like any other. */
export const shippedPlugin = 'unit-compositor/blocks'
