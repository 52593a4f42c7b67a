/** What people read of the credential, of the places where requests go, and of files that do not come. */
import type { FoundPath } from '../connection';
import type { Refusal } from '../fields';
import { named } from './compose';
import { inForm } from './inForm';
import { ACCOUNT } from './platform';

export type { FoundPath } from '../connection';

export const isNoBaseUrl = (): Refusal => ({
	reason: '不是有效的地址',
	advice: `在凭证里改成 ${ACCOUNT} 这样的地址，不带问号和登录信息。`,
});

export const isNotHttps = (): Refusal => ({
	reason: '必须以 https:// 开头',
	advice: '否则密钥会明文传输。请在凭证里修改。',
});

export const keyIsEmpty = (): Refusal => ({
	reason: '没有填写',
	advice: `在 ${ACCOUNT} 创建密钥，填到凭证里。`,
});

export const keyHoldsOddSign = (): Refusal => ({
	reason: '含有密钥里不会出现的字符，例如换行、中文或其他非 ASCII 字符',
	advice: `从 ${ACCOUNT} 重新复制密钥到凭证，不要带上其他内容。`,
});

/** Of the test of a credential, which asks for nothing that a key may not have. */
export const keyHasNoRightsAtAll = (): string => '这个密钥在平台上没有任何权限（403）';

/** Of a file that the platform would have to fetch. */
export const isOfOwnNetwork = (url: string, host: string): Refusal => ({
	reason: `里的 ${url.slice(0, 60)} 平台访问不到`,
	advice: `${host} 只在本机或内网有效，而平台通过公网下载文件。请先把文件放到公网（S3、OSS 或网站服务器）。`,
});

/** Of a signed link. */
export const hasExpired = (url: string, end: Date): Refusal => ({
	reason: `里的链接 ${url.replace(/\?.*/s, '').slice(0, 80)} 已在 ${end.toISOString().slice(0, 16).replace('T', ' ')} UTC 过期`,
	advice: '重新生成链接，或重新运行生成它的节点。',
});

export const notSentAsStopped = (): string => '执行已停止，请求没有发送';

export const endedWithinAnswer = (): string => '传到一半，连接就断了';

export const pathHasHost = (): Refusal => ({
	reason: '里不能带域名',
	advice: '只填域名后面的部分，例如 /minimalist/api/...；域名填在凭证里。',
});

export const pathHasNoSlash = (): Refusal => ({
	reason: '必须以斜杠开头',
	advice: '按 /minimalist/api/... 的格式填写。',
});

/** @param idPlace what may stand for the id of a task; undefined where nothing may */
export const pathHoldsPlaceholder = (named: string, idPlace: string | undefined): Refusal => ({
	reason: `里还有占位符 ${named.slice(0, 40)}`,
	advice: idPlace === undefined ? '换成实际的值。' : `任务编号的位置请写 ${idPlace}。`,
});

export const pathLeadsUp = (): Refusal => ({
	reason: '里不能有 //，也不能有单独的 . 或 ..',
	advice: '填写完整的接口路径。',
});

export const pathHoldsOddSign = (): Refusal => ({
	reason: '含有路径里不能用的字符',
	advice: '空格、反斜杠、# 和中文等非 ASCII 字符要转成 URL 编码。',
});

/** English, as it goes into the issue form; `answeredElsewhere` shows it in Chinese. */
export const tasksOfService = (source: string, operation: string | undefined): string =>
	operation === undefined ? source : `${source} (${operation})`;

function serviceInForm(service: string): string {
	const [, source, operation] = /^(.+) \((\w+)\)$/.exec(service) ?? [];
	const whole = inForm(service);
	return whole !== service || source === undefined ? whole : `${inForm(source)}（${operation}）`;
}

/** @param issueUrl of the issue form, filled in */
export const answeredElsewhere = (
	{ service, derived, found }: FoundPath,
	issueUrl: string,
): string =>
	`“${serviceInForm(service)}”的接口在 ${found}，不在 ${derived}。请<a href="${issueUrl}" target="_blank">告诉我们</a>，这样别人就不用再找了。`;

/** What stands in the issue form, which is English. */
export const issueTitle = ({ service, found }: FoundPath): string =>
	`${service}: the path is ${found}`;
export const issueDifference = ({ service, derived, found }: FoundPath): string =>
	`${service} answered at ${found}. At ${derived} there is no service.`;

/** Why a result file is not there. */

export const isEmpty = (): string => '文件是空的';

export const isPageOrMessage = (): string => '收到的是网页或文字，不是媒体文件';

/** @param claim the type that the server or the name says */
export const isNotWhatItIsCalled = (claim: string): string =>
	`收到的文件标为 ${claim}，但内容不像媒体文件`;

export const serverAnswered = (status: number): string => `文件所在的服务器返回 ${status}`;

export const nothingCame = (seconds: number): string => `${seconds} 秒内没有收到任何数据`;

export const tooLittleCame = (bytesPerSecond: number, seconds: number): string =>
	`连续 ${seconds} 秒，每秒收到的数据不足 ${bytesPerSecond} 字节`;

export const connectionEnded = (): string => '文件没传完，连接就断了';

export const isLargerThanLimit = (megabytes: number): string =>
	`文件超过上限 ${megabytes} MB（${named('Options', 'Max File Size')}）`;

export const isNoStream = (): string => '无法读取文件的数据流';
