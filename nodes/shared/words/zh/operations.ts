/**
 * What people read where an operation refuses what is filled in: values that do not go together. What is wrong is the
 * end of a sentence that begins with a label.
 */
import { either, list, named } from './compose';
import { mayExist } from './platform';

export const holdsIdBeforeSubmission = (place: string): string =>
	`里有 ${place}，但任务提交之前还没有编号`;
export const enterSubmissionPath = (): string =>
	'这里填提交任务的路径。查询任务的路径另填到“高级 > 查询路径”里：如果由这个节点自己等待，填它的；否则填 Kexiang Wait for Task 的。';

export const cannotBeSentByGet = (): string => '不能用 GET 发送';
export const choosePost = (): string => '请选 POST，或把值写在路径里的问号后面。';

export const isNoneOfNumbers = (value: number, allowed: readonly number[]): string =>
	`是 ${value}，只能填 ${either(allowed)}`;

/** @param others labels of the other fields for references */
export const isEmptyLike = (others: readonly string[]): string =>
	`是空的，${list(others.map((label) => named(label)))}也是空的；这个模式至少要填其中一项`;
export const addReference = (): string => '请添加参考素材，或把模式改成“文生视频”。';

// Custom Request.

export const saysOther = (
	name: string,
	inInput: unknown,
	{ label, value }: { label: string; value: string },
): string => `里的 ${name} 是 ${JSON.stringify(inInput)}，但${named(label)}是“${value}”`;
export const leaveOutOfInput = (name: string): string =>
	`从${named('User Input')}里删掉 ${name}，或把两处改成一样。`;

export const isEmptyBody = (): string => '是空的';
export const enterEmptyObject = (): string => '如果确实什么都不发送，请填 {}。';

export const hasNoTaskSource = (): string => `已填写，但“任务来源”是${named('None')}`;
export const chooseTaskSource = (): string => '请选一个最接近这个服务的任务来源，或清空这个路径。';

// Hunyuan.

export const isWrongCountForTemplate = (needed: number, template: string, count: number): string =>
	`有 ${count} 个链接，特效模板 ${template} 正好要 ${needed} 个`;

// Kling.

export const isModelOfOther = (name: string): string => `是 ${name}，那是另一个操作的模型`;
export const removeOrSetModel = (own: string): string => `移除这个选项，或改成 ${own}。`;

export const holdsTooManyBesideVideo = (count: number, max: number): string =>
	`有 ${count} 个链接；同时用视频时最多 ${max} 个`;

export const isTooLongBesideVideo = (seconds: number, max: number): string =>
	`是 ${seconds} 秒；同时用视频时最多 ${max} 秒`;

// Video tools.

export const isNotAfterStart = (end: number, start: number): string =>
	`是 ${end}，必须大于${named('Start (%)')}的 ${start}`;
export const bothArePercent = (): string => '两个都是总时长的百分比，不是秒数。';

/** @param other label of the field that belongs to it */
export const isNotSetBeside = (other: string): string => `没有填，但${named(other)}填了`;
export const setBothOrNone = (): string => '两个都填，或都不填。';

// Volcengine.

export const isShorterThanSeedance = (seconds: number): string =>
	`是 ${seconds}，只能填 4 到 15，或填 -1 由模型决定`;

export const isOnlyReference = (): string => '不能单独作为参考';
export const addPictureOrVideo = (): string =>
	'请在“图片链接”里加一张图片，或在“视频链接”里加一段视频。';

export const isTooFineForModel = (
	resolution: string,
	model: string,
	resolutions: readonly string[],
): string => `是 ${resolution}，但 ${model} 只支持 ${list(resolutions)}`;
export const chooseSmallerResolution = (model: string): string =>
	`请选更低的分辨率，或改用模型 ${model}。`;

export const needsSeries = (): string => `已填写，但${named('Image Series')}没有开启`;
export const switchSeriesOn = (): string =>
	`把${named('Image Series')}设为${named('On')}，或清空${named('Max Images')}。`;

export const areTooManyPictures = (maxImages: number, given: number, most: number): string =>
	`是 ${maxImages}；已有 ${given} 张参考图，这里最多填 ${most}`;

// What people read where the review of a file brings no asset for a video.

/** @param message of the error; what it says of a task would be taken for the video's */
export function noClearAnswer(label: string, shown: string, message: string): string {
	const doubt = mayExist('');
	const why = message.endsWith(doubt) ? message.slice(0, -doubt.length) : message;
	return `${named(label)}：${shown} 的审核没有明确的结果：${why}`;
}
export const noVideoWasSubmitted = (): string =>
	'视频没有提交，也没有扣费。审核可能已经开始，这次执行不会再次提交审核。要审核这个文件，请重新执行。';

/** The end of a sentence that begins with the label, as the next one is. */
export const endedWithRefusal = (shown: string, reason = '平台没有说明原因'): string =>
	`：${shown} 没有通过审核（${reason}）`;
export const useAnotherFile = (): string => '这是平台给出的原因。视频没有扣费；请换一个文件。';

export const broughtNoVerdict = (shown: string, taskId: string | undefined): string =>
	`：${shown} 还没有审核结果${taskId === undefined ? '' : `（审核任务 ${taskId}）`}`;
export const askForReview = (): string =>
	`视频没有扣费。请用 Kexiang Wait for Task 查询审核（任务来源选${named('Asset Review')}），或稍后重新运行。`;
