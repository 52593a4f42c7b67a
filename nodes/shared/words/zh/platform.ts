/** What the platform's answers mean, in sentences for people. */
import type { Failure } from '../../util/failure';
import type { Explanation } from '../platform';
import { list, named } from './compose';

export type { Explained, Explanation } from '../platform';

export const ACCOUNT = 'https://kexiangai.com';

/** Chinese sentences stand without a blank between them. */
export const sentences = (...parts: readonly string[]): string =>
	parts
		.filter((part) => part !== '')
		.reduce((text, part) => `${text}${/(^|[。！？；])$/.test(text) ? '' : ' '}${part}`, '');

/** A sentence with its full stop. */
export const ended = (sentence: string): string =>
	/[.!?。！？]$/.test(sentence) ? sentence : `${sentence}。`;

/** How to get unstuck, and that nothing was sent where this is so. */
export const descriptionOf = ({
	description,
	isUnsent,
}: Pick<Failure, 'description' | 'isUnsent'>): string =>
	sentences(description, isUnsent ? '请求没有发送。' : '');

/** The same in a text that tells of other items, too. */
export const descriptionOfItem = ({ description, isUnsent }: Failure): string =>
	sentences(description, isUnsent ? '这项数据没有发送。' : '');

export const NOT_CHARGED = '这次请求没有扣费。';

export const platformSaid = (said: string): string => ended(`平台返回：${said}`);

export const answerBegan = (beginning: string): string => `返回内容的开头：${beginning}`;

export const webPage = (title: string | undefined): string =>
	title === undefined ? '一个网页' : `标题为“${title}”的网页`;

/** Of a failed task. */
export const noReasonFound = (status: string): string => `平台没有说明原因，状态是“${status}”`;

export const mayExist = (message: string): string => `${message}；任务可能已经创建`;

export const namesTask = (message: string, taskId: string): string =>
	`${message}；返回内容里有任务 ${taskId}`;

export const askForNamedTask = (taskId: string): string =>
	`重新提交前，请先用 Kexiang Wait for Task 查询任务 ${taskId}。`;

/** Of a request with an unknown outcome. */
export const notSentAgain = (): string =>
	'为避免重复扣费，没有再次发送。重新提交前，请先看平台的任务列表；如果任务已在列表里，把它的编号填到 Kexiang Wait for Task。';

export const refusedBefore = (): string =>
	'这次执行里，平台已经拒绝过同样的请求，所以没有再发。请修改请求，或重试这次执行。';

export const keyRefused = (): Explanation => ({
	message: '平台拒绝了这个密钥（401）',
	// Read when n8n loads the credential, which looks up no text of a form.
	advice: `检查凭证里的“密钥（API Key）”；密钥在 ${ACCOUNT} 创建。`,
});

export const keyHasNoRights = (): Explanation => ({
	message: '这个密钥不能使用这项服务（403）',
	advice: `到 ${ACCOUNT} 检查密钥的权限和余额。`,
});

export const insufficientBalance = (): Explanation => ({
	message: '余额不足（402）',
	advice: `到 ${ACCOUNT} 充值。`,
});

export const noServiceAtDerivedPath = (
	path: string,
	status: number,
	{ docs, isPoll }: { docs: string; isPoll: boolean },
): Explanation => ({
	message: `平台上没有 ${path} 这个接口（${status}）`,
	advice: `这个接口路径是推断的，未经平台确认。请到 ${docs} 查到实际的路径，${
		isPoll
			? '填到 Kexiang Wait for Task 的“高级 > 查询路径”里；如果由提交任务的节点自己等待，就填到该节点的“高级 > 查询路径”里'
			: '填到“高级 > 路径”里'
	}。`,
});

export const noServiceAtOwnPath = (path: string, status: number, docs: string): Explanation => ({
	message: `平台上没有 ${path} 这个接口（${status}）`,
	advice: `对照 ${docs} 检查路径、请求方法和凭证里的接口地址。`,
});

export const noServiceAtKnownPath = (path: string, status: number, docs: string): Explanation => ({
	message: `平台上没有 ${path} 这个接口（${status}）`,
	advice: `检查凭证里的接口地址；服务也可能换了路径，见 ${docs}。`,
});

export const noServiceAnywhere = (paths: readonly string[]): string =>
	`平台上找不到这项服务，已知的接口路径都不存在：${list(paths)}`;

export const taskNotKnown = (taskId: string, status: number): Explanation => ({
	message: `平台查不到任务 ${taskId}（${status}）`,
	advice: '检查“任务编号”和“任务来源”；任务只能用创建它的接口和账号查到。',
});

export const inputRefused = (said: string, status: number, docs: string): Explanation => ({
	message: `平台拒绝了输入（${status}）${said === '' ? '' : `：${said}`}`,
	advice: `请改正平台指出的字段；缺少的字段可以在“高级 > 附加字段”里添加。字段说明见 ${docs}。`,
});

export const slowDown = (retryAfterSeconds: number | undefined): Explanation => ({
	message: '请求过于频繁（429）',
	advice:
		retryAfterSeconds === undefined
			? '等一分钟再运行，并减少同时发出的请求。'
			: `${Math.ceil(retryAfterSeconds)} 秒后再试，并减少同时发出的请求。`,
});

export const notAvailable = (isPaid: boolean): Explanation => ({
	message: '平台暂时不可用（503）',
	advice: isPaid ? '' : '过几分钟再试。',
});

export const serverFault = (status: number, isPaid: boolean): Explanation => ({
	message: `平台内部出错（${status}）`,
	advice: isPaid ? '' : '过几分钟再试。',
});

/** The answer of a proxy on the way, which let nothing through (RFC 9110, 15.5.8). */
export const proxyRefused = (): Explanation => ({
	message: 'n8n 和平台之间的代理要求用户名和密码（407）',
	advice: '改正 n8n 的 HTTPS_PROXY 或 HTTP_PROXY，或把平台的域名加到 NO_PROXY。',
});

export const redirected = (status: number): Explanation => ({
	message: `平台要求跳转到别的地址（${status}）；为保护密钥，没有跳转`,
	advice: '请把最终的地址填到凭证的接口地址里。',
});

export const notJson = (): Explanation => ({
	message: '平台返回的不是 JSON',
	advice: '通常是因为凭证里的接口地址指向了网站或代理，而不是 API。',
});

export const answerTooLarge = (megabytes: number): Explanation => ({
	message: `平台返回的内容超过 ${megabytes} MB`,
	advice: '返回的内容没有读完。',
});

export const otherTask = (taskId: string, other: string | undefined): Explanation => ({
	message: `平台返回的是另一个任务${other === undefined ? '' : `：${other}`}`,
	advice: `查询的是任务 ${taskId}。请检查“任务来源”；另一个任务的内容没有输出。`,
});

export const unknownCode = (code: string, said: string, docs: string): Explanation => ({
	message: `平台返回错误码 ${code}${said === '' ? '' : `：${said}`}`,
	advice: `这项服务的要求见 ${docs}。`,
});

export const unknownStatus = (status: number, docs: string): Explanation => ({
	message: `平台返回 HTTP ${status}`,
	advice: `见 ${docs}。`,
});

/** Of a service that makes a task, or of one that answers with its result. */
export const nothingInAnswer = (wants: 'task' | 'result', said: string): Explanation => ({
	message: `平台有响应，但里面没有${wants === 'task' ? '任务编号' : '结果'}${said === '' ? '' : `：${said}`}`,
	advice: '',
});

export const noAnswer = (why: string): string => `没有收到平台的完整响应（${why}）`;

export const notReached = (why: string): string => `连不上平台（${why}）`;

export const checkNetwork = (urlLabel: string): string =>
	`检查网络，以及凭证里的${named(urlLabel)}。`;

export const sentBefore = (at: string): Explanation => ({
	message: '这次执行已经发送过这个请求，但没有收到明确的响应；任务可能已经创建',
	advice: `请求发送于 ${at}；为避免重复扣费，没有再次发送。请看平台的任务列表：如果任务已在列表里，把它的编号填到 Kexiang Wait for Task；如果没有，请重新执行。`,
});

export const sentByOtherExecution = (at: string, execution: string): Explanation => ({
	message: `执行 ${execution} 已经发送过这个请求，它和这次执行由重试（Retry）相连；任务可能已经创建`,
	advice: `请求发送于 ${at}；为避免重复扣费，没有再次发送。请看那次执行和平台的任务列表；如果什么都没有生成，请重新执行。`,
});

export const parametersChanged = (): string =>
	'发送后参数有改动；仍以先发送的请求为准，再发一次会另外扣费。';
