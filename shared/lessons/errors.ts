import { defineErrors } from '../errors/defineErrors.ts'

export const lessonErrors = defineErrors({
  'lessons/no-group': {
    status: 422,
    words: { 'zh-CN': '请先选一个备课组', en: 'Choose a planning group first' },
  },
  'lessons/slides-not-pdf': {
    status: 415,
    words: {
      'zh-CN': '请上传 PDF：这个文件不是 PDF，或已损坏。PPT 可先“另存为 PDF”',
      en: 'Upload a PDF: this file is not one, or is damaged. Save a PPT as PDF first',
    },
  },
  'lessons/slides-too-many-pages': {
    status: 422,
    words: {
      'zh-CN': '课件最多 {limit} 页，这份有 {pages} 页',
      en: 'At most {limit} pages; this file has {pages}',
    },
  },
  'lessons/needs-lead': {
    status: 409,
    words: {
      'zh-CN': '请先指定另一位主讲：一节课至少要有一位主讲',
      en: 'Name another lead teacher first: a lesson needs at least one',
    },
  },
  'lessons/archived': {
    status: 409,
    words: {
      'zh-CN': '这节课已归档，只能看。要改，先在“归档”页取回',
      en: 'This lesson is archived and can only be read. Take it out of the archive to change it',
    },
  },
  'lessons/being-taught': {
    status: 409,
    words: {
      'zh-CN': '这节课正在上，下课后再归档',
      en: 'This lesson is being taught; archive it when it is over',
    },
  },
  'lessons/sample-only': {
    status: 409,
    words: { 'zh-CN': '只有示例课可以这样移除', en: 'Only the sample can be removed this way' },
  },
})
