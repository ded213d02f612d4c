/** A step is named before its first comma or colon; the rest says what for. */
export const shortStepTitle = (title: string): string => title.split(/[，：,:]/)[0] || title
