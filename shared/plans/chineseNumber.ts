const DIGITS = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九']

/** A whole number above 0 as in a printed plan: 一, 十, 十一 … 九十九; beyond that digits will do. */
export const chineseNumber = (value: number): string => {
  if (value > 99) return String(value)
  const [tens, ones] = [Math.floor(value / 10), value % 10]
  const ten = tens === 0 ? '' : `${tens === 1 ? '' : DIGITS[tens]}十`
  return `${ten}${DIGITS[ones]}`
}
