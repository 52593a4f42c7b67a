/** What people read in the items of a node and beside its output. */
import { list, named } from './compose';
import { priceNotReported } from './tasks';

export const nothingWasSent = (): string => '请求没有发送。要发送，请关闭“选项 > 预览请求”。';

export const namesTaskInstead = (): string =>
	'平台返回的是任务，不是结果；请用 Kexiang Wait for Task 查询';

export const partTooLarge = (): string =>
	`部分结果太大，没有保存；请用${named('Get Status')}再查一次`;

export const namesNoResult = (): string =>
	`平台显示任务已成功，但没有返回结果；请用${named('Get Status')}再查一次，或到平台上看这个任务`;

export const hadTaskAlready = (): string => '这项数据已有任务，没有重新提交';

export const takenWithOtherParameters = (): string =>
	'在之前的尝试中，平台已按当时的参数收下请求；现在参数不同，但再发会重复扣费，所以没有再发';

export const notReached = (): string => '还没处理到这项数据';

export const acceptedEarlier = (): string => '在之前的尝试中，平台已经收下这项数据的请求';

export const nothingIsKnown = (): string => '路径和字段会原样发送；这个服务没有资料可查';

export const derivedPath = (path: string, docs: string): string =>
	`接口路径 ${path} 是推断的，未经平台确认；见 ${docs}`;

export const derivedService = (fields: readonly string[]): string =>
	`这个服务的字段是推断的，未经确认：${list(fields)}`;

/** @param fields each with the values that are confirmed, if any are */
export const derivedFields = (
	fields: ReadonlyArray<{ name: string; confirmed: readonly string[] }>,
): string =>
	`已填的字段里，这些是推断的，未经确认：${list(
		fields.map(({ name, confirmed }) =>
			confirmed.length === 0 ? name : `${name}（已确认的值：${list(confirmed)}）`,
		),
	)}`;

export const derivedAnswer = (): string => '响应的格式未经确认';

export const nextStep = (tasks: number): string =>
	`${tasks === 1 ? '任务' : `${tasks} 个任务`}正在运行：要拿到结果，请在这个输出后面接 Kexiang Wait for Task，或开启“等待完成”`;

/** Of files that the platform had to accept before a request was sent. */
export const reviewedFirst = (now: number, earlier: number): string =>
	[
		...(now > 0 ? [`这次运行先审核了 ${now} 个文件`] : []),
		...(earlier > 0 ? [`${earlier} 个文件之前已通过审核，没有重新审核`] : []),
	].join('；');

export const handedOn = (count: number, all: number): string =>
	`${all} 项数据里有 ${count} 项没有任务编号，但已有结果或错误，已原样输出`;

export const isUnknownOperation = (operation: string): string => `没有“${operation}”这个操作`;

/** Of an option that keeps the user from paying. */
export const isSetButEmpty = (): string => '已添加，但值是空的，等于没有设置';
export const correctOrRemove = (): string => '改正它的表达式，或移除这个选项。';

const valueTold = (value: unknown): string =>
	value === undefined || value === null ? '空的' : ` ${String(value)}`;

/** Of an option of which one value holds for the whole run. */
export const differsByItem = (first: unknown, own: unknown): string =>
	`在第 0 项里是${valueTold(first)}，在这一项里是${valueTold(own)}，但整次运行只能用同一个值`;
export const giveOneValue = (): string => '请填固定值，或对每项数据结果都相同的表达式。';

export const limitCannotBeKept = (limit: number): string =>
	`没有发送：不知道这次运行的任务花了多少（${priceNotReported()}），无法保证不超过花费上限 ${limit} 积分`;

/** @param price undefined where no such task has told one */
export const limitReached = (limit: number, spent: number, price: number | undefined): string =>
	`没有发送：花费上限是 ${limit} 积分，已花 ${spent}，${
		price === undefined ? `这类任务的价格未知（${priceNotReported()}）` : `这类任务每个要 ${price}`
	}`;

export const raiseLimit = (): string =>
	'要继续，请调高“选项 > 花费上限”；平台已经收下的任务会保留。';
