/** What opens the palette. Apple's keyboards have another key where others have Ctrl. */
export const PALETTE_KEYS = /Mac|iPhone|iPad/.test(navigator.userAgent) ? ['⌘', 'K'] : ['Ctrl', 'K'];
