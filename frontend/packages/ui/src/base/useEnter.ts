const KEY_CODE_WHILE_COMPOSING = 229;

/** Enter that confirms a pinyin candidate is not Enter: Safari only tells by keyCode 229. */
export function isRealEnter(event: KeyboardEvent): boolean {
  return event.key === 'Enter' && !isComposing(event);
}

export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === KEY_CODE_WHILE_COMPOSING;
}

/** A keydown listener that calls back on Enter, safe with an input method: `@keydown="onEnter"`. */
export function useEnter(onEnter: (event: KeyboardEvent) => void) {
  return (event: KeyboardEvent | Event): void => {
    if (event instanceof KeyboardEvent && isRealEnter(event)) onEnter(event);
  };
}
