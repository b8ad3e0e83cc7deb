import type { Catalog } from '../../../runtime/index.js'

export default {
  'Back to the courses': '返回课程',
  'Check the address, or go back to the courses.': '请检查网址，或返回课程。',
  'Code: {code}': '代码：{code}',
  Course: '课程',
  Courses: '课程',
  Done: '已完成',
  Edit: '编辑',
  Learner: '学习者',
  'Learners do not see this any more.': '学习者已看不到此内容。',
  'Learners do not see this since {date}, when it was due.': '自截止时间 {date} 起，学习者看不到此内容。',
  'Learners do not see this yet.': '学习者尚看不到此内容。',
  'Learners do not see this: it is for staff only.': '学习者看不到此内容：仅供教学人员查看。',
  'Learners see this from {date}.': '学习者自 {date} 起可看到此内容。',
  'Libraries of authors': '作者的内容库',
  Libraries: '内容库',
  'Pathways of authors': '作者的学习路径',
  Pathways: '学习路径',
  'Nothing is published yet. Import a course: <code>unit-compositor import PATH</code>':
    '尚未发布任何内容。导入课程：<code>unit-compositor import PATH</code>',
  'Only learners of some groups see this.': '只有部分小组的学习者能看到此内容。',
  'Sign in to go on': '请登录以继续',
  'Sign in': '登录',
  'Skip to the content': '跳到正文',
  'Something went wrong here': '出了点问题',
  Switch: '切换',
  'That did not work': '操作未成功',
  'The page could not be made. Please try again in a moment.': '无法生成页面，请稍后再试。',
  'This page does not exist': '此页面不存在',
  'This page is shown to people who have signed in, and you have not, or no longer are.':
    '此页面仅向已登录的用户显示，您尚未登录或登录已失效。',
  Units: '单元',
  'What learners see': '学习者看到的内容',
  'What learners submitted here': '学习者在此提交的内容',
  'Your score in the open sections: <strong>{earned} of {possible}</strong> points.':
    '您在已开放章节中的得分：<strong>{earned} / {possible}</strong> 分。',
  'Your score so far: <strong>{earned} of {possible}</strong> points.':
    '您目前的得分：<strong>{earned} / {possible}</strong> 分。',
  'version {version}': '版本 {version}',
  '{count, plural, one {# block} other {# blocks}}': '{count, plural, other {# 个块}}',
  '{count, plural, one {# unit} other {# units}}': '{count, plural, other {# 个单元}}',
  '{earned} of {possible}': '{earned} / {possible}',
  '{pages, plural, one {# page is} other {# pages are}} not counted yet.':
    '{pages, plural, other {# 个页面尚未计分}}。',
  '{place} of {count}': '{place} / {count}',
} satisfies Catalog
