/** Why a file or an address in a media field is refused. */
import type { MediaRules } from '../../util/mediaRules';
import type { Refusal } from '../fields';
import type { FileTold, Limits } from '../media';
import { after, either, list, named } from './compose';
import { range } from './fields';

export type { FileTold, Limits } from '../media';

/** The binary fields that a field for media may name. */
interface BinaryFieldsTold {
	binary?: Record<string, FileTold> | undefined;
	/** They are those of the agent's item, whose tool the node is. */
	isOfAgent?: boolean;
}

const TAKEN: Record<MediaRules['kind'], string> = {
	image: '图片',
	video: '视频',
	audio: '音频',
	media: '图片、视频或音频',
	any: '文件',
};

export const sides = ({ minSide, maxSide }: Limits) => `每边${after(range(minSide, maxSide))} 像素`;
export const narrowest = ({ ratio }: Limits) => `长边不超过短边的 ${ratio} 倍`;
export const lengths = ({ minSeconds, maxSeconds }: Limits) =>
	`${range(minSeconds, maxSeconds)} 秒`;

/** `JPG、PNG 或 WebP` */
export const typesOf = ({ types }: Limits): string | undefined =>
	types && either(types.map((type) => (type === 'webp' ? 'WebP' : type.toUpperCase())));

// Files.

/** `cat.png（image/png）`: what a person knows of a file. */
export const fileTold = ({ fileName, mimeType }: FileTold): string =>
	`${(fileName ?? '').slice(0, 80)}（${mimeType}）`;

/** `文件 cat.png（image/png）`, `文件（image/png）` */
const fileNamed = (file: FileTold): string => `文件${after(fileTold(file))}`;

/** What stands where a link would: in a preview, which makes none, and in messages. */
export const linkToFile = (file: FileTold, property?: string): string =>
	`<文件链接${file.fileName || property !== undefined ? '：' : ''}${property === undefined ? fileTold(file) : fieldTold(property, file)}>`;

/** `data（cat.png，image/png）` */
const fieldTold = (property: string, file: FileTold): string =>
	`${property}（${file.fileName ? `${file.fileName.slice(0, 80)}，` : ''}${file.mimeType}）`;

/** n8n deletes the files of old executions, and pinned data keeps their names. */
export const isUnreadable = (file: FileTold, cause: unknown): Refusal => ({
	reason: `里的${fileNamed(file)}在 n8n 里已经读不到了（${cause instanceof Error ? cause.message : String(cause)}）`,
	advice: '重新运行生成或读取这个文件的节点。',
});

export const isEmptyFile = (file: FileTold): Refusal => ({
	reason: `里的${fileNamed(file)}是空的`,
	advice: '重新运行下载或生成它的节点。',
});

/** What cuts a file off cannot be seen from its name. */
export const isTruncated = (file: FileTold): Refusal => ({
	reason: `里的${fileNamed(file)}不完整，缺少结尾`,
	advice: `重新运行下载或生成它的节点。${allTheSame()}`,
});

const allTheSame = (): string =>
	'如果仍要发送，请改填文件的公网链接，或添加“选项 > 检查文件”并保持关闭。';

/** How to go on where a limit is passed. Nobody has seen the platform refuse by a derived one. */
const changeFile = (change: string, { grade }: MediaRules): string =>
	grade === 'D' ? `${change}这个限制是按上游厂商的要求推断的。${allTheSame()}` : change;

/** A number with as many digits as show that it is above another. */
const above = (value: number, limit = 0): string =>
	[1, 2, 3, 4, 5].map((digits) => value.toFixed(digits)).find((text) => Number(text) > limit) ??
	`${value}`;

export const isTooLarge = (rules: MediaRules, file: FileTold, mb: number): Refusal => ({
	reason: `里的${fileNamed(file)}有 ${above(mb, rules.maxMb)} MB，超过上限 ${rules.maxMb} MB`,
	advice: changeFile('先压缩文件，再传给这个节点。', rules),
});

export const isOfOtherSides = (
	rules: MediaRules,
	file: FileTold,
	width: number,
	height: number,
): Refusal => ({
	reason: `里的${fileNamed(file)}是 ${width} x ${height} 像素，要求${sides(rules)}`,
	advice: changeFile('先调整尺寸，再传给这个节点。', rules),
});

export const isTooNarrow = (
	rules: MediaRules,
	file: FileTold,
	width: number,
	height: number,
): Refusal => ({
	reason: `里的${fileNamed(file)}是 ${width} x ${height} 像素，要求${narrowest(rules)}`,
	advice: changeFile('先裁剪，再传给这个节点。', rules),
});

export const isOfOtherLength = (rules: MediaRules, file: FileTold, seconds: number): Refusal => ({
	reason: `里的${fileNamed(file)}长 ${seconds.toFixed(1)} 秒，要求${after(lengths(rules))}`,
	advice: changeFile('先调整时长，再传给这个节点。', rules),
});

/** @param found the type of the file by its bytes, where they are of any that is known */
export function isOfOtherKind(rules: MediaRules, file: FileTold, found?: string): Refusal {
	const taken = TAKEN[rules.kind];
	const types = typesOf(rules);
	const instead = found === undefined ? `不是${taken}` : `是 ${found}`;
	return {
		reason: `只接受${taken}${types === undefined ? '' : `（${types}）`}，但${fileNamed(file)}${instead}`,
		advice: changeFile('先转换格式，再传给这个节点，或换一个文件。', rules),
	};
}

/** @param what holds it */
export const holdsEncodedTwice = (what: string): Refusal => ({
	reason: `里的内容做了两次 base64 编码，不是文件：${what.replace(/^（(.*)）$/, '$1')}`,
	advice: '只编码一次：去掉重复编码的节点或表达式。',
});

// What a field holds. Where it can hold no files of n8n, as they are shared already, none are spoken of.

const wanted = (canHoldFiles: boolean) => `应填链接${canHoldFiles ? '或文件' : ''}`;

export const holdsValue = (canHoldFiles: boolean, value: unknown): Refusal => ({
	reason: `${wanted(canHoldFiles)}，实际是 ${String(value)}`,
	advice: '取存放链接的字段，例如 {{ $json.url }}。',
});

export const holdsListsOfLists = (canHoldFiles: boolean): Refusal => ({
	reason: `${wanted(canHoldFiles)}，实际是列表套列表`,
	advice: '合并成一个列表，例如 {{ $json.images.flat() }}。',
});

/** @param names of its fields */
export const holdsOtherObject = (canHoldFiles: boolean, names: readonly string[]): Refusal => ({
	reason: `${wanted(canHoldFiles)}，实际是没有 url 的对象`,
	advice: `${takeAddressOfObject()}${names.length === 0 ? '' : `它有这些字段：${list(names.slice(0, 8)).slice(0, 200)}。`}`,
});

const makeLink = (): string =>
	`JSON 会原样发送。先用 Kexiang Video Tools 的${named('File', 'Get Public URL of File')}生成链接，再在这里填 {{ $json.url }}。`;

/** @param key of the JSON, empty where there is none */
export const jsonHoldsFile = (key: string): Refusal => ({
	reason: `${key === '' ? '填的' : `里的 ${key.slice(0, 60)} `}是 n8n 的文件信息，平台打不开`,
	advice: makeLink(),
});

export const jsonHoldsName = (key: string, name: string): Refusal => ({
	reason: `里的 ${key.slice(0, 60)} 填了文件字段的名字 ${name.slice(0, 60)}，平台要的是链接`,
	advice: makeLink(),
});

export const takeAddressOfObject = (): string =>
	'取对象里存放链接的字段，例如 {{ $json.image.url }}。';

export const isNoJson = (): Refusal => ({
	reason: '看起来是 JSON，但格式不对',
	advice: '检查引号、逗号和括号，或者每行只写一个链接。',
});

export const holdsContent = (): Refusal => ({
	reason: '填的是文件内容（base64），但平台只接受公网链接',
	advice: '先把文件上传到公网（S3、OSS 或网站服务器），再填链接。',
});

export const holdsBrokenDataUri = (): Refusal => ({
	reason: '里的 data: URI 没有写文件类型，或无法读取',
	advice: '内容要完整，开头要写文件类型，像 data:image/png;base64, 这样。',
});

export const holdsOddSign = (sign: string, entry: string): Refusal => ({
	reason: `应为公网 http(s) 链接，但${shown(entry)}里有${/[\s\p{Cc}]/u.test(sign) ? '空白字符' : ` ${sign}`}`,
	advice: '每行写一个链接。链接本身带的特殊字符要转成 URL 编码。',
});

export const takesNoAssets = (entry: string, canHoldFiles: boolean): Refusal => ({
	reason: `不接受素材，但填了${shown(entry)}`,
	advice: `请填${entriesTaken(canHoldFiles, false)}。`,
});

/** @param address that is meant */
export const isMiswritten = (entry: string, address: string): Refusal => ({
	reason: `应为公网 http(s) 链接，但${shown(entry)}${/^https?:\/\//i.test(entry) ? '开头有两个 https://' : '没有以 https:// 开头'}`,
	advice: `如果链接是 ${address.slice(0, 100)}${address.length > 100 ? '...' : ''}，请照这样填。`,
});

/** @param fields where the field can hold files of n8n */
export const isPathOfDisk = (entry: string, fields?: BinaryFieldsTold): Refusal => ({
	reason: `应为公网 http(s) 链接，但${shown(entry)}是本地文件路径`,
	advice: `平台读不到你的硬盘。用 n8n 表单上传文件，或用 Read/Write Files from Disk 读取，再填文件字段的名字。${fields ? binaryFields(fields) : ''}`,
});

export const isUnknownEntry = (entry: string, canHoldFiles: boolean, assets = false): string =>
	`应为${entriesTaken(canHoldFiles, assets)}，实际是${shown(entry)}`;

export const copyAddress = (): string => '请复制文件的完整链接，以 https:// 开头。';

const entriesTaken = (canHoldFiles: boolean, assets: boolean): string =>
	either([
		'公网 http(s) 链接',
		...(assets ? ['素材 asset://...'] : []),
		...(canHoldFiles ? ['数据项里文件字段的名字'] : []),
	]);

export const shown = (entry: string) => `“${entry.slice(0, 60)}${entry.length > 60 ? '...' : ''}”`;

export const takesOne = (count: number): Refusal => ({
	reason: `只能填一个链接或文件，现在有 ${count} 个`,
	advice: '只留一个。如果每个都要单独生成，请拆成多项数据。',
});

export const holdsTooManyOrFew = (
	count: number,
	{ min = 1, max = Infinity }: Partial<MediaRules>,
): Refusal => ({
	reason: `有 ${count} 个链接，要求${min === max ? `正好 ${min}` : after(range(min, Number.isFinite(max) ? max : undefined))} 个`,
	advice: count > max ? '去掉多余的。' : '补上缺少的。',
});

/** A model would believe that its file was used. */
export const isOfOtherMode = (label: string, modes: readonly string[], mode: string): Refusal => ({
	reason: `只用于模式${either(modes.map((one) => named(one)))}，现在的模式是${named(mode)}`,
	advice: `要用这个文件，请把“模式”改成${either(modes.map((one) => named(one)))}；如果不用，请把${named(label)}留空。`,
});

export const isEmptyByExpression = (fields: BinaryFieldsTold): Refusal => ({
	reason: '是空的：表达式没有找到文件',
	advice: `请填链接，或文件字段的名字。${binaryFields(fields)}`,
});

export const holdsForeignFile = (fields: BinaryFieldsTold): Refusal => ({
	reason: '里的文件不在这项数据里',
	advice: `把文件一起传到这个节点，再填文件字段的名字。${binaryFields(fields)}`,
});

/** n8n keeps files in memory without an id, and shows an expression all but their content. */
export const isOneOfAlike = (names: readonly string[]): Refusal => ({
	reason: `里的文件没有内容，无法判断是哪一个：${list(names.slice(0, 8))}`,
	advice: '不用表达式，直接填要用的文件字段的名字。',
});

export const holdsFileName = (fileName: string, fields: BinaryFieldsTold): Refusal => ({
	reason: `填的是文件名“${fileName.slice(0, 60)}”，不是文件`,
	advice: `请填对应的文件字段的名字。${binaryFields(fields)}`,
});

export const enterFieldOfFile = (name: string): string =>
	`这是文件名；请填对应的文件字段的名字：${name}。`;

/** n8n gives this where one asks for the content of a file in its storage. */
export const leaveDataOut = (fields: BinaryFieldsTold): string =>
	`这是 n8n 存放文件的位置：请去掉表达式结尾的 .data。${binaryFields(fields)}`;

/** @param labels of the form that n8n calls alike, as it writes _ for all but Latin letters and digits */
export const isOneOfForm = (name: string, labels: readonly string[]): Refusal => ({
	reason: `用的是文件 ${name}，但 n8n 表单的这几个字段只留下了一个文件：${list(labels.slice(0, 8)).slice(0, 200)}`,
	advice: `它们在 n8n 里都叫 ${name}，其余的文件已经丢失。请给表单字段改名：用英文字母，或让名称的长短不一样。`,
});

export const enterFormNames = (names: readonly string[], fields: BinaryFieldsTold): string =>
	`n8n 表单会把英文字母和数字以外的字符换成 _：请填 ${list(names)}。${binaryFields(fields)}`;

export function binaryFields({ binary = {}, isOfAgent = false }: BinaryFieldsTold): string {
	const all = Object.entries(binary).map(([name, file]) => fieldTold(name, file));
	if (all.length === 0)
		return isOfAgent
			? 'AI Agent 的输入数据里没有文件字段，或者有多项数据，n8n 没有说明是哪一项。'
			: "这项数据没有文件字段。请在前面加一个读取文件的节点，或从更前面的节点取：{{ $('Name of the node').item.binary.data }}。";
	// As far as a person reads.
	const more = all.length > 8 ? `，另有 ${all.length - 8} 个` : '';
	return `${isOfAgent ? 'AI Agent 的输入数据' : '这项数据'}里的文件字段有：${list(all.slice(0, 8))}${more}。`;
}
