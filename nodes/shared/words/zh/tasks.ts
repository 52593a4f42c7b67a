/** What becomes of a task after it was submitted, in sentences for people. */
import { isObject } from '../../util/json';
import type { Explained } from '../platform';
import type { Standing } from '../tasks';
import { after, list, named } from './compose';
import { ended, sentences } from './platform';

export type { Standing } from '../tasks';

export const stillRunning = (taskId: string, seconds: number, state: string): string =>
	`等了 ${seconds} 秒，任务 ${taskId} 还在运行（状态“${state}”）`;

export const neverToldState = (taskId: string, seconds: number, polls: number): string =>
	polls === 0
		? `${seconds} 秒内没能查询任务 ${taskId}：平台要求放慢请求，或者其他任务排在前面`
		: `平台连续 ${seconds} 秒没有返回任务 ${taskId} 的状态`;

export const lastToldNoState = (taskId: string, seconds: number): string =>
	`任务 ${taskId} 已查询 ${seconds} 秒，最后一次平台没有返回状态`;

/** @param isOverTime the time limit came first */
export const waitLonger = (isOverTime = true): string =>
	`任务还在平台上运行，没有丢：稍后用${named('Get Status')}查看，或${isOverTime ? '调大“等待时限”' : ''}再等一次。不要重新提交，否则会重复扣费。`;

export const waitLongerIfThere = (): string =>
	`如果平台上有这个任务，它还会继续运行：稍后用${named('Get Status')}查看，或调大“等待时限”再等一次。重新提交前，请先看平台的任务列表。`;

export const isUnknownState = (state: string): string =>
	`不清楚状态“${state}”的意思；请确认它是否表示任务已经结束。`;

export const lastPollNotAnswered = (message: string): string =>
	ended(`最后一次查询没有成功：${message}`);

export const notAskedOnce = (count: number, all: number): string =>
	`${all} 个任务里有 ${count} 个还没查询过，“等待时限”就到了。请调大“等待时限”再等一次，或调高“每秒请求数”。`;

/** @param states each with one task that is in it */
export const unknownStates = (states: ReadonlyArray<{ state: string; taskId: string }>): string =>
	`平台返回了未知的状态，按仍在运行处理：${list(
		states.map(({ state, taskId }) => `${state}（任务 ${taskId}）`),
	)}`;

export function howItStands(standing: Standing): string {
	switch (standing) {
		case 'goesOn':
			return waitLonger(false);
		case 'unseen':
			return '不确定有没有这个任务。如果有，它会在平台上继续运行：可以再等一次；重新提交前，请先看平台的任务列表。';
		case 'missed':
			return '平台上曾经有这个任务。重新提交前，请先看平台的任务列表。';
		case 'unknown':
			return '';
	}
}

export const couldNotBeAskedFor = (
	taskId: string,
	cause: Explained,
	standing: Standing,
): Explained => ({
	message: `任务 ${taskId} 查询失败：${cause.message}`,
	description: sentences(cause.description, howItStands(standing)),
});

export const couldNotBecomeItem = (taskId: string, cause: Explained): Explained => ({
	message: `任务 ${taskId} 的结果没能写入数据项：${cause.message}`,
	description: sentences(
		cause.description,
		`任务已在平台上结束，结果还在：请用${named('Get Status')}取回。不要重新提交，否则会重复扣费。`,
	),
});

export const noReason = (): string => '没有说明原因';

export const didNotSucceed = (taskId: string, reason: string): Explained => ({
	message: `任务 ${taskId} 失败：${reason}`,
	description: '请先修改输入，再重新提交。失败的任务有没有扣费，可以看平台的任务列表。',
});

/** Of a reason that goes into a sentence about several tasks. */
const LONGEST_REASON = 100;
const MOST_REASONS = 5;

/** `5 个任务里有 2 个失败：33203（内容违规）、...` */
export function failedTasks(
	failed: ReadonlyArray<{ taskId: string; reason: string }>,
	count: number,
): string {
	const each = failed
		.slice(0, MOST_REASONS)
		.map(({ taskId, reason }) => `${taskId}（${[...reason].slice(0, LONGEST_REASON).join('')}）`);
	const rest = failed.length - each.length;
	const more = rest > 0 ? `，另有 ${rest} 个` : '';
	return `${count} 个任务里有 ${failed.length} 个失败：${list(each)}${more}`;
}

export const allTasks = (
	tasks: ReadonlyArray<{ taskId: string; item: number; state: string }>,
): string =>
	`这次运行的全部任务：${list(
		tasks.map(({ taskId, item, state }) => `${taskId}（第 ${item} 项，${state}）`),
	)}。`;

/** @param tasks by their id, or by the address of a result that came at once */
export const acceptedTasks = (tasks: ReadonlyArray<{ name: string; item: number }>): string =>
	`平台已经收下的任务：${list(tasks.map(({ name, item }) => `${name}（第 ${item} 项）`))}。`;

const MOST_ITEMS = 5;

/**
 * How other items ended: the first few, and every one that may have a task.
 * @param others in input order
 */
export function otherItems(
	others: ReadonlyArray<{
		item: number;
		message: string;
		description?: string;
		mayHaveTask?: boolean;
	}>,
): string {
	const told = others.filter(({ mayHaveTask }, index) => mayHaveTask || index < MOST_ITEMS);
	const rest = others.length - told.length;
	return sentences(
		...told.map(({ item, message, description = '' }) =>
			sentences(ended(`第 ${item} 项：${message}`), description),
		),
		rest > 0 ? `另有 ${rest} 项数据出错。` : '',
	);
}

const MOST_SHARED = 5;

/**
 * That items have one task between them.
 * @param others submissions of other runs of the node that were answered with it
 */
export function shareOneTask(taskId: string, items: readonly number[], others: number): string {
	const first = list(items.slice(0, MOST_ITEMS));
	const more = items.length > MOST_ITEMS ? `等 ${items.length} ` : '';
	const runs = others > 0 ? `和这个节点另外几次运行的 ${others} 项` : '';
	return `第 ${first} ${more}项${runs}共用任务 ${taskId}，只有一个结果。如果它们是分别提交的，请到平台的任务列表里找另一个任务。`;
}

export const shareTasks = (texts: readonly string[]): string =>
	sentences(
		...texts.slice(0, MOST_SHARED),
		texts.length > MOST_SHARED ? `另有 ${texts.length - MOST_SHARED} 个任务也是共用的。` : '',
	);

// n8n takes an error that says "canceled" as the end of a stopped execution.
export const canceled = (): string => '执行已停止（canceled）';
export const canceledWhileWaiting = (): string => '等待时执行已停止（canceled）';

export const goOnRunning = (taskIds: readonly string[]): string =>
	`这些任务还在平台上运行：${list(taskIds)}。之后可以用${named('Get Status')}取回结果。`;

/** Of a result that no address and no task leads to. */
export const cameAtOnce = (): string =>
	'结果当时就返回了，这里没有保存。请在那次执行的输出里查看。';

export const noRecentTasks = (): string =>
	'没有找到任务。这里只列出当前 n8n 进程在最近 24 小时内用这个密钥提交、平台已经收下的任务。重启后列表会清空；队列模式下，每个进程各有一份列表。n8n 的日志里也有任务编号。';

export const moreRecentTasks = (shown: number, all: number): string =>
	`共 ${all} 个任务，这里列出最新的 ${shown} 个：调大${named('Limit')}可以看到更多`;

export const knownTasks = (known: number, all: number, failed: number): string =>
	`${all} 项数据里有 ${known} 项已有任务，没有重新提交${
		failed > 0
			? `；其中 ${failed} 项的任务失败了（见数据项里的 state）：要重新提交，请清空那里的任务编号`
			: ''
	}`;

export const noSuchColumn = (column: string): string =>
	`所有数据项都没有“${column}”这一列，所以一项也没有跳过；请检查“选项 > 任务编号列”里的列名`;

export const foundForeignTask = (
	taskId: string,
	{ provider, operation }: { provider: string | undefined; operation: string | undefined },
): string =>
	`找到的任务 ${taskId} 属于${after(provider ?? '另一个节点')}（${operation ?? ''}），不是这个操作的任务`;
export const useOtherColumn = (): string =>
	'如果这个节点处理的是另一个节点的结果，请把它自己的任务编号放到另一列，并在“选项 > 任务编号列”里填这一列的名字。';

export const looksLikeTaskId = (column: string): string =>
	`是“${column.slice(0, 60)}”，看起来是任务编号，不是列名`;
export const enterColumnName = (): string => '请填存放任务编号的字段名，例如 taskId，并用固定值。';

const NUMBER_OF_ID = '表格或程序把编号变成了数字，可能丢了几位';
export const isNumberMadeOfId = (value: number | string): string =>
	`是 ${String(value).trim().slice(0, 60)}：${NUMBER_OF_ID}`;
export const foundNumberOfId = (value: number | string, column: string): string =>
	`在“${column}”列里找到 ${String(value).trim().slice(0, 60)}：${NUMBER_OF_ID}`;
export const haveIdAsText = (): string =>
	'请把编号存成文字（JSON 里要加引号），并从提交任务的节点重新复制。';

export const foundOtherValue = (value: unknown, column: string): string =>
	`在“${column}”列里找到${
		Array.isArray(value)
			? `一个列表（${value.length} 个值）`
			: isObject(value)
				? '一个对象'
				: ` ${String(value)}`
	}，不是任务编号`;
export const haveOneIdAsText = (): string => '这一列里只存一个编号，并存成文字。';

export const foundPlaceholder = (text: string, column: string): string =>
	`在“${column}”列里找到“${text.slice(0, 60)}”，不是任务编号`;
export const emptyTheCell = (): string => '数据项还没有任务时，这一格请留空。';

export const isNoIdOfSource = (taskId: string, source: string): string =>
	`是“${taskId.slice(0, 60)}”，不像${named(source)}的编号`;
export const passTaskId = (): string => '请填提交任务的节点输出的 taskId，并选对应的任务来源。';

export const sourceNotTold = (taskId: string): string =>
	`无法根据任务编号“${taskId.slice(0, 60)}”判断`;
export const chooseSource = (): string => '请接上提交任务的节点，或自己选择任务来源。';

export const itemNamesPostPath = (path: string, source: string): string =>
	`在输入数据里是“${path.slice(0, 80)}”，但${named(source)}要用 POST 查询，而 POST 可能会扣费`;
export const enterPathYourself = (): string =>
	'如果路径没有错，请填到等待任务的节点的“高级 > 查询路径”里；否则从数据里删掉 queryPath。';

export const hasNoPlaceForId = (): string => '没有写明任务编号的位置';
/** @param sign what stands for the ID in a path */
export const writePlaceForId = (sign: string, example: string): string =>
	`在任务编号的位置写 ${sign}，例如 ${example}。`;

export const isBehindNoSubmission = (): string => '是空的，前面没有提交任务的节点';
/** @param trigger the node that the items come straight from */
export const connectSubmission = (trigger?: string): string =>
	sentences(
		trigger === undefined ? '' : `数据直接来自“${trigger}”，里面没有 taskId。`,
		'请在前面接一个提交任务的节点，例如 Kexiang Google，或填一个任务编号。',
	);

export const isOfPreview = (): string => '是空的：这项数据只是请求的预览，没有发送';
export const switchPreviewOff = (): string =>
	'请在提交任务的节点里关闭“选项 > 预览请求”，才会发送请求并等待任务。';

/** Of a task whose cost the platform has not named; it is no price of 0. */
export const priceNotReported = (): string => '平台没有返回价格';

/** Of a request that was not sent yet. */
export const priceNotKnownYet = (): string => '价格未知';

/**
 * `12 个任务，14.4 积分（gemini-3-pro 每个 1.2）`
 * @param prices of the tasks whose cost the platform named
 */
export function costs(
	tasks: number,
	credits: number,
	prices: ReadonlyArray<{ name: string | undefined; credits: number }>,
): string {
	const accepted = `成功提交 ${tasks} 个任务`;
	if (prices.length === 0) return `${accepted}，${priceNotReported()}`;
	const each = [...new Set(prices.map((price) => `${price.name ?? '任务'} 每个 ${price.credits}`))];
	const rest = tasks - prices.length;
	const unnamed = rest > 0 ? `；另有 ${rest} 个任务${priceNotReported()}` : '';
	return `${accepted}，共 ${credits} 积分（${list(each.slice(0, 5))}）${unnamed}`;
}
