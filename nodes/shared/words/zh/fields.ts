/** What people read where the value of a field is refused: each the end of a sentence that begins with the label. */
import type { Refusal, Wanted } from '../fields';
import { list, named } from './compose';
import { inForm } from './inForm';

export type { Refusal, Wanted } from '../fields';

/** What fields read as text are to hold. */
const WANTED: Record<Wanted, string> = { text: '文字', number: '数字', switch: '开或关' };

export const isRequired = (): string => '不能为空';

export const isNoText = (wanted: Wanted, isList: boolean): string =>
	`应为${WANTED[wanted]}，实际是${isList ? '列表' : '对象'}`;

export const isOtherThanText = (value: unknown): string => `应为文字，实际是 ${String(value)}`;

export const holdsObjectAsText = (): string =>
	'里出现了 [object Object]，说明表达式取到的是整个对象';
export const takeFieldOfObject = (): string =>
	'只取对象的一个字段，例如 {{ $json.answer.text }}，或用 JSON.stringify(...) 转成文字。';

export const isTooLong = (length: number, maxLength: number): string =>
	`有 ${length} 个字符，最多 ${maxLength} 个`;

export const holdsExpressionForAll = (): string => '填了表达式，但这里所有数据项共用一个值';
export const enterFixedValue = (): string => '请填固定值。';

/** @param reason as n8n says it */
export const cannotBeEvaluated = (reason: string): string => `里的表达式 n8n 无法计算：${reason}`;
export const correctExpression = (): string => '请改正表达式。';

export const isNoNumber = (raw: unknown): string => `应为数字，实际是“${String(raw).slice(0, 40)}”`;

export const isNoWholeNumber = (value: number): string => `应为整数，实际是 ${value}`;

export const range = (min?: number, max?: number): string =>
	min === undefined ? `最多 ${max}` : max === undefined ? `至少 ${min}` : `${min} 到 ${max}`;

export const isOutOfRange = (value: number, min?: number, max?: number): string =>
	`是 ${value}，超出范围（${range(min, max)}）`;

export const isNoneOf = (value: string, allowed: readonly string[]): string =>
	`是“${value.slice(0, 60)}”，只能是：${list(allowed)}`;

export const isOtherButEmpty = (label: string): string =>
	`选了${named('Other')}，但${named(`Other ${label}`)}没有填写`;

export const isNoSwitch = (value: string): string => `只能是开或关，实际是“${value.slice(0, 40)}”`;

/** @param allowed as the form says it */
export const isNoSize = (value: string, allowed: string): string =>
	`是“${value.slice(0, 40)}”，只能是：${inForm(allowed)}`;

export const isInvalidJson = (): string => '不是有效的 JSON';
export const checkJson = (): string => '检查引号、逗号和括号。';

export const isNoJsonObject = (): string => '应为 JSON 对象，例如 {"name": "value"}';

export const holdsInexactNumber = (number: string): string =>
	`里的数字 ${number.slice(0, 40)} 位数太多，发送时会丢失精度`;
export const quoteNumber = (): string => '如果平台在这里接受文字，就给这个数字加上引号。';

export const isImpossibleName = (name: string): string =>
	`是“${name}”，n8n 不允许文件字段用这个名字`;
export const takeOtherName = (): string => '换一个名字，例如 data。';

export const holdsLetterOfNoField = (letter: string): string =>
	`里有 ${JSON.stringify(letter)}，文件字段的名字不能用这个字符`;
export const takePlainName = (): string => '名字只用字母、数字、- 和 _，例如 data。';

export const stillHoldsExpression = (): Refusal => ({
	reason: '里的表达式没有生效',
	advice: '把这个参数从 Fixed 切换到 Expression，n8n 才会把 {{ ... }} 换成实际的值。',
});

/** @param reason as that of a refusal */
export const ofParameter = (label: string, reason: string): string => `${named(label)}${reason}`;
